"""Events of a school: its own, and of the district once it opens them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.events.actions.certificate import issue_certificates
from masterstvo.events.models import Event
from masterstvo.events.queries.circle import circles
from masterstvo.events.rules import offered_events, visible_events
from tests.factories.accounts import UserFactory
from tests.factories.documents import PaperTemplateFactory
from tests.factories.facts import EventFactory, ParticipationFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + dt.timedelta(days=20)


@pytest.fixture
def school():
    return OrganizationFactory(title="Лесная школа")


@pytest.fixture
def near(school):
    return OrganizationFactory(municipality=school.municipality)


def head(organization):
    return GrantFactory(of_organization=True, organization=organization).user


def teacher(organization):
    return EmploymentFactory(organization=organization, person__user=UserFactory()).person.user


def own_event(school, **values):
    values = {"state": "open", "held_on": DAY, "level": "organization", **values}
    return EventFactory(municipality=school.municipality, organization=school, **values)


def test_a_school_enters_an_event_of_its_own_level_whatever_it_sends(as_actor, school):
    client = as_actor("school", school.municipality, school)
    typed = {
        "title": "Открытый урок",
        "held_on": DAY.isoformat(),
        "state": "open",
        "level": "regional",
        "within_system": "on",
    }

    answer = client.post(reverse("events:event_create"), typed)

    event = Event.objects.get()
    assert answer.url == event.get_absolute_url()
    assert (event.organization, event.level, event.organizer) == (school, "organization", "Лесная школа")
    assert (event.within_system, event.is_shared, event.state) == (False, False, "open")


def test_two_schools_hold_events_of_one_name_on_one_day(school, near):
    for each in (school, near):
        own_event(each, title="Педагогический совет")

    assert Event.objects.count() == 2


@pytest.mark.parametrize("is_shared", [False, True])
def test_others_see_it_and_may_come_once_it_is_opened_to_the_district(school, near, is_shared):
    event = own_event(school, is_shared=is_shared)
    methodist = GrantFactory(municipality=school.municipality).user
    mine, theirs = teacher(school), teacher(near)

    sees = [
        visible_events(each).filter(pk=event.pk).exists() for each in (head(school), methodist, head(near))
    ]
    comes = [offered_events(each).filter(pk=event.pk).exists() for each in (mine, theirs)]
    [circle] = circles(school.municipality_id, [event], timezone.localdate())

    assert (sees, comes) == ([True, True, is_shared], [True, is_shared])
    assert circle.people == ({mine.pk, theirs.pk} if is_shared else {mine.pk})


def test_a_school_keeps_its_own_and_only_reads_those_of_others(as_actor, school, near):
    client = as_actor("school", school.municipality, school)
    events = [
        own_event(school),
        own_event(near, is_shared=True),
        own_event(near, title="Внутри"),
        EventFactory(municipality=school.municipality),
    ]

    answers = [client.get(reverse("events:event_edit", args=[each.pk])).status_code for each in events]

    assert answers == [200, 403, 404, 403]
    assert client.post(reverse("events:event_move", args=[events[0].pk]), {"do": "survey"}).status_code == 404
    assert client.get(reverse("routes:event_gains", args=[events[0].pk])).status_code == 403


def test_its_certificates_say_who_gave_them_and_bear_no_form_of_the_authority(as_actor, school):
    event = own_event(school, state="held", held_on=dt.date(2025, 3, 1))
    ParticipationFactory(event=event, person=EmploymentFactory(organization=school).person)
    PaperTemplateFactory(municipality=school.municipality)
    client = as_actor("school", school.municipality, school)
    page = reverse("events:event_certificates", args=[event.pk])

    [given] = issue_certificates(event, by=None)

    assert given.issuer == "Лесная школа"
    assert client.get(page).context["template"] is None
    assert client.post(page, {"template": "remove"}).status_code == 403
