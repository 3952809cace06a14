"""Invitations reach whom an event is for, once, and nobody else."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.events.actions.inviting import NobodyToInvite, invite_people
from masterstvo.events.actions.registration import register_people
from masterstvo.events.queries.circle import circles
from masterstvo.events.rules import offered_events
from masterstvo.inbox.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.facts import EventFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + dt.timedelta(days=20)


@pytest.fixture
def here():
    return MunicipalityFactory()


def school(here):
    """Return a school and the account of its head."""
    organization = OrganizationFactory(municipality=here)
    return organization, GrantFactory(of_organization=True, organization=organization).user


def teacher(organization, subject=None, **values):
    job = EmploymentFactory(organization=organization, person__user=UserFactory(), **values)
    if subject:
        job.subjects.add(subject)
    return job.person


def coming(here, **values):
    return EventFactory(municipality=here, held_on=DAY, state="open", **values)


def told():
    return set(Notice.objects.values_list("user", flat=True))


def test_the_circle_is_whom_the_event_is_offered_to(here):
    maths, physics = TermFactory.create_batch(2, vocabulary="subject")
    teaching = TermFactory(vocabulary="staff_category", key="teaching-2", title="педагог")
    lyceum, _ = school(here)
    elsewhere = OrganizationFactory()
    people = [
        teacher(lyceum, maths),
        teacher(lyceum, physics),
        teacher(lyceum, maths, category="teaching-2"),
        teacher(lyceum, maths, ends_on=timezone.localdate()),
        teacher(elsewhere, maths, category="teaching-2", person__municipality=here),
        teacher(elsewhere, maths),
        PersonFactory(municipality=here, user=UserFactory()),
        PersonFactory(municipality=here, user=UserFactory(is_active=False)),
    ]
    events = [coming(here) for _ in range(4)]
    for each in events[1:3]:
        each.subjects.add(maths)
    for each in events[2:]:
        each.categories.add(teaching)

    found = circles(here.pk, events, timezone.localdate())

    for circle in found:
        meant = {
            each.user_id
            for each in people
            if each.user.is_active and offered_events(each.user).filter(pk=circle.event.pk).exists()
        }
        assert circle.people == meant
    assert [len(each.people) for each in found] == [6, 3, 2, 2]


def test_each_is_told_once_and_who_is_put_down_not_at_all(here):
    (lyceum, head), (gymnasium, other) = school(here), school(here)
    put_down, asked = teacher(lyceum), teacher(gymnasium)
    event = coming(here)
    register_people(event, people=[put_down], by=None)
    Notice.objects.all().delete()

    first = invite_people(here, events=[event], by=None)
    late = teacher(lyceum)
    second = invite_people(here, events=[event], by=None)

    assert (first, second) == (2, 1)
    assert told() == {asked.user_id, other.pk, late.user_id}
    assert head.pk not in told()
    with pytest.raises(NobodyToInvite):
        invite_people(here, events=[event], by=None)


def test_many_events_are_one_notice_and_none_is_told_again_alone(here):
    lyceum, _ = school(here)
    person = teacher(lyceum)
    events = [coming(here, title=f"Вебинар {number}") for number in range(5)]

    invite_people(here, events=events, by=None)
    with pytest.raises(NobodyToInvite):
        invite_people(here, events=events[:1], by=None)

    [notice] = Notice.objects.filter(user=person.user)
    assert notice.text.startswith("Открыта запись на 5\xa0событий: «Вебинар 0»")
    assert notice.text.endswith("и ещё 2.")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_tells_how_many_before_anybody_is_told(sign_in, here, django_assert_num_queries, count):
    for _ in range(count):
        lyceum, _ = school(here)
        teacher(lyceum)
        coming(here)
    client = sign_in(municipality=here)
    url = reverse("events:event_invite")

    with django_assert_num_queries(16):
        page = client.get(url)
    shown = [(len(each.people), len(each.heads)) for each, _ in page.context["rows"]]
    answer = client.post(url, {"events": [each.event.pk for each, _ in page.context["rows"]]}, follow=True)

    assert shown == [(count, count)] * count
    assert f"Приглашены: {2 * count}" in answer.content.decode()
    assert len(told()) == 2 * count
