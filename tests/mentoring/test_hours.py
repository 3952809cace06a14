"""Hours of pairs in the ledger: what was promised, and in this week what the diary tells, when that is more."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from masterstvo.mentoring.queries import hours_of_pairs
from masterstvo.people.load import planned_hours
from tests.factories.facts import MentorshipFactory
from tests.factories.mentoring import ConversationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
MONDAY = dt.date(2026, 11, 23)
NEXT = dt.date(2026, 11, 30)
TERM = {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2027, 6, 1)}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.mark.parametrize(
    ("minutes", "days_ago", "hours"),
    [
        ([45], 1, 1),  # the promised hour has been met
        ([45, 90, 30], 3, 4),  # rounded up over all of them together
        ([20], 0, 1),
        ([240], 4, 1),  # last week: past weeks are not looked at
    ],
)
def test_what_was_met_this_week_stands_in_the_ledger_of_both_when_it_is_more_than_was_promised(
    minutes, days_ago, hours
):
    pair = MentorshipFactory(hours_month=4, **TERM)
    for each in minutes:
        ConversationFactory(mentorship=pair, minutes=each, held_on=TODAY - dt.timedelta(days=days_ago))

    told = planned_hours([pair.mentor_id, pair.mentee_id])

    assert {person: (weeks[MONDAY], weeks[NEXT]) for person, weeks in told.items()} == dict.fromkeys(
        (pair.mentor_id, pair.mentee_id), (hours, 1)
    )


def test_a_meeting_of_a_group_is_its_mentors_once(django_assert_num_queries):
    mentor, meeting = PersonFactory(), uuid4()
    pairs = [MentorshipFactory(mentor=mentor, group="Школа", hours_month=4, **TERM) for _ in range(3)]
    for pair in pairs:
        ConversationFactory(mentorship=pair, meeting=meeting, minutes=90, held_on=TODAY)
    ConversationFactory(mentorship=pairs[0], minutes=45, held_on=TODAY)

    people = [mentor.pk, *(pair.mentee_id for pair in pairs)]
    with django_assert_num_queries(1):
        list(hours_of_pairs(people))
    told = planned_hours(people)

    assert told[mentor.pk][MONDAY] == 3
    assert [told[pair.mentee_id][MONDAY] for pair in pairs] == [3, 2, 2]
    assert told[mentor.pk][NEXT] == 1


@pytest.mark.parametrize(
    "values", [{"state": "closed", "ends_on": TODAY}, {"state": "active", "hours_month": None}]
)
def test_what_was_met_counts_without_a_promise_and_of_a_pair_that_has_ended_this_week(values):
    pair = MentorshipFactory(**{"hours_month": 4, **TERM, **values})
    ConversationFactory(mentorship=pair, minutes=90, held_on=MONDAY)

    assert planned_hours([pair.mentor_id]) == {pair.mentor_id: {MONDAY: 2}}


def test_the_page_of_a_pair_says_how_much_of_the_promise_was_met(sign_in):
    pair = MentorshipFactory(hours_month=4, **TERM)
    ConversationFactory(mentorship=pair, minutes=100)

    page = sign_in(municipality=pair.mentee.municipality).get(pair.get_absolute_url()).content.decode()

    assert "по плану к сегодняшнему дню 11 ч, проведено 3\xa0учебных часа" in page
