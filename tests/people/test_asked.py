"""What is asked of schools at once: what planners are told of, and what a school sees on its own page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.models import Campaign
from masterstvo.people.asked import KIND, PEOPLE, TOPIC, Request, asked_already, asked_of
from masterstvo.people.load import monday
from tests.factories.accounts import UserFactory
from tests.factories.assessments import CampaignFactory, SheetFactory, VersionFactory
from tests.factories.communities import CommunityFactory, CommunityMemberFactory, MeetingFactory
from tests.factories.core import TermFactory
from tests.factories.facts import EventFactory, EventQuotaFactory, RegistrationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)
DAY = monday(timezone.localdate()) + WEEK  # a Monday to come


@pytest.fixture
def job():
    return EmploymentFactory()


@pytest.fixture
def school(job):
    return job.organization


@pytest.fixture
def seminar(school, job):
    event = EventFactory(municipality=school.municipality, title="Семинар", held_on=DAY, state="open")
    RegistrationFactory(event=event, person=job.person)
    event.topics.set([TermFactory(key="gifted", title="одарённые дети")])
    return event


def campaign(school, person=None, *, title="Опрос о столовой", first=DAY, last=DAY + WEEK, **values):
    version = VersionFactory(instrument__municipality=school.municipality, **values)
    made = CampaignFactory(
        municipality=school.municipality, version=version, title=title, starts_on=first, ends_on=last
    )
    if person:
        SheetFactory(campaign=made, person=person, organization=school)
    return made


def planned(**values):
    values = {"kind": "событие", "title": "Школа молодого педагога", "first": DAY, "last": DAY} | values
    return Request(key="", **values)


def found(request, school):
    return [(each.request.title, each.reasons) for each in asked_already(request, school.municipality_id)]


# --- What whoever plans is told ---------------------------------------------------------------------------------------
def test_the_same_topic_people_and_kind_are_told_the_most_alike_first(school, job, seminar):
    other = EventFactory(municipality=school.municipality, title="Практикум", held_on=DAY, state="planned")
    EventQuotaFactory(event=other, organization=school)
    asks = planned(people=frozenset({job.person_id}), topics=("Одаренные дети",))

    assert found(asks, school) == [("Семинар", (TOPIC, PEOPLE, KIND)), ("Практикум", (KIND,))]


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({}, True),
        ({"title": "Опрос о школьных столовых", "kind": "другое"}, True),  # one topic by its words
        ({"first": DAY + WEEK, "last": DAY + WEEK}, True),  # it goes on into that week
        ({"first": DAY + 2 * WEEK, "last": DAY + 2 * WEEK}, False),
        ({"people": frozenset(), "organizations": frozenset()}, False),  # another school's
        ({"people": frozenset(), "title": "Опрос о столовой", "is_for_all": True}, True),
    ],
)
def test_only_what_meets_the_same_school_in_the_same_weeks_is_told(school, job, change, is_told):
    campaign(school, job.person, last=DAY + WEEK + dt.timedelta(days=1))
    asks = {"kind": "опрос или диагностика", "title": "Анкета", "people": frozenset({job.person_id})} | change

    assert bool(found(planned(**asks), school)) == is_told


def test_a_meeting_asks_its_members_of_that_day(school, job):
    community = CommunityFactory(municipality=school.municipality, title="РМО")
    CommunityMemberFactory(community=community, person=job.person)
    CommunityMemberFactory(community=community, person=EmploymentFactory().person, ends_on=DAY)
    meeting = MeetingFactory(community=community, title="Итоги", held_on=DAY)
    MeetingFactory(community=community, held_on=DAY, state="cancelled", cancelled_because="карантин")

    (asked,) = asked_of(school, DAY - WEEK)
    assert (asked.request.title, asked.request.first, asked.n_people) == ("РМО: Итоги", meeting.held_on, 1)


# --- On pages ---------------------------------------------------------------------------------------------------------
def test_the_planner_of_an_event_and_of_a_campaign_reads_it_with_links(sign_in, school, job, seminar):
    other = EventFactory(
        municipality=school.municipality, title="Семинар о другом", held_on=DAY, venue=school, state="planned"
    )
    asking = campaign(school, job.person, instrument__title="Семинар")
    client = sign_in(municipality=school.municipality)
    form = {
        "instrument": asking.version.instrument_id,
        "title": "Ещё раз о столовой",
        "starts_on": DAY.isoformat(),
        "ends_on": DAY.isoformat(),
        "count": "1",
    }

    event = client.get(other.get_absolute_url()).content.decode()
    counted = client.post(reverse("assessments:campaign_create"), form).content.decode()

    assert f'<a href="{seminar.get_absolute_url()}">' in event
    assert f'<a href="{asking.get_absolute_url()}">' in counted
    assert TOPIC in counted
    assert Campaign.objects.count() == 1


def test_a_leader_reads_of_it_without_links_to_what_one_may_not_open(client, school, job, seminar):
    job.person.user = UserFactory()
    job.person.save()
    community = CommunityFactory(municipality=school.municipality)
    CommunityMemberFactory(community=community, person=job.person, leader=True)
    asking = campaign(school, job.person, title="Опрос РМО об итогах")
    meeting = MeetingFactory(community=community, title="Опрос РМО об итогах", held_on=DAY)
    client.force_login(job.person.user)

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Опрос РМО" in page.replace("\xa0", " ")
    assert asking.get_absolute_url() not in page


def test_a_school_sees_what_it_is_asked_for_and_what_is_asked_twice(as_actor, school, job, seminar):
    for title in ("Опрос о столовой", "Анкета о питании"):
        campaign(school, job.person, title=title)
    EventFactory(municipality=school.municipality, title="Для всех", held_on=DAY, state="open")
    client = as_actor("school", school.municipality, school)

    page = client.get(school.get_absolute_url()).content.decode().replace("\xa0", " ")

    assert [(each.request.title, bool(each.double)) for each in asked_of(school, timezone.localdate())] == [
        ("Анкета о питании", True),
        ("Опрос о столовой", True),
        ("Семинар", False),
    ]
    assert f"Анкета о питании: {PEOPLE}" in page
    assert "Для всех" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_what_is_asked(django_assert_num_queries, school, job, count):
    for _ in range(count):
        campaign(school, job.person)
        event = EventFactory(municipality=school.municipality, held_on=DAY, state="open")
        RegistrationFactory(event=event, person=job.person)
        community = CommunityFactory(municipality=school.municipality)
        CommunityMemberFactory(community=community, person=job.person)
        MeetingFactory(community=community, held_on=DAY)

    with django_assert_num_queries(12):
        asked_of(school, timezone.localdate())
