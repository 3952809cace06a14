"""The survey after an event: who is asked, and what its page tells of the answers."""

import pytest
from django.urls import reverse

from masterstvo.assessments.models import AnonymousSheet
from masterstvo.events.actions.survey import CannotAsk, open_survey
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.facts import EventFactory, ParticipationFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(municipality=MunicipalityFactory(), state="held")


@pytest.fixture
def methodist(client, event):
    user = UserFactory()
    GrantFactory(user=user, municipality=event.municipality, role=Role.METHODIST)
    client.force_login(user)
    return user


def present(event, **values):
    return ParticipationFactory(
        event=event, person__municipality=event.municipality, person__user=UserFactory(), **values
    )


def answer(event, number):
    campaign = event.survey.campaign
    for _ in range(number):
        AnonymousSheet.objects.create(
            campaign=campaign,
            answers={"useful": "3", "clear": "2", "organised": "3", "more": "Тайное пожелание"},
            percent=90,
            is_finished=True,
        )


def test_the_button_asks_those_who_were_there_once(client, event, methodist):
    there = present(event)
    present(event, was_present=False)

    client.post(reverse("events:event_move", args=[event.pk]), {"do": "survey"})

    link = reverse("assessments:survey_begin", args=[event.survey.campaign.link])
    assert list(Notice.objects.values_list("user", "url")) == [(there.person.user_id, link)]
    client.logout()
    assert client.get(link).status_code == 200
    client.force_login(there.person.user)
    assert link in client.get(reverse("events:event_own")).content.decode()
    with pytest.raises(CannotAsk):
        open_survey(event, by=None)


def test_an_event_to_come_asks_nobody(event):
    event.state = "open"
    event.save()

    with pytest.raises(CannotAsk):
        open_survey(event, by=None)


def test_answers_of_few_people_are_hidden_and_free_ones_never_stand_here(client, event, methodist):
    open_survey(event, by=None)
    answer(event, 4)
    page = reverse("events:event_detail", args=[event.pk])
    before = client.get(page).content.decode()

    answer(event, 1)
    after = client.get(page).content.decode()

    assert ("Пригодится ли вам" in before, "ответы скрыты" in before) == (False, True)
    assert ("Пригодится ли вам" in after, "Тайное пожелание" in after) == (True, False)
