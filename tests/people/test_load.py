"""The ledger of hours: weeks, the limit, and what a refusal says of one person and of several."""

import datetime as dt

import pytest
from django.utils import timezone

from masterstvo.core.dates import monday
from masterstvo.core.models import AuditRecord
from masterstvo.people import load
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(monkeypatch):
    """Let the ledger know only what a test plans: rows of (person, first day, first day after, hours)."""
    rows = []
    monkeypatch.setattr(load, "_sources", {})
    load.add_source("test", "проба", lambda people: [row for row in rows if row[0] in people])
    return rows


def next_monday():
    return monday(timezone.localdate()) + dt.timedelta(days=7)


def test_hours_are_spread_over_the_weeks_they_touch(planned):
    wednesday = dt.date(2026, 11, 25)
    planned.append((1, wednesday, wednesday + dt.timedelta(days=14), 7))

    weeks = {dt.date(2026, 11, 23): 3, dt.date(2026, 11, 30): 3, dt.date(2026, 12, 7): 3}
    assert load.planned_hours([1]) == {1: weeks}


def test_what_is_over_weighs_no_more(planned):
    long_ago = timezone.localdate() - dt.timedelta(days=30)
    planned.append((1, long_ago, long_ago + dt.timedelta(days=1), 40))

    assert load.overloaded([1], timezone.localdate()) == []


def test_a_list_of_people_is_refused_by_one_sentence_and_kept_with_a_reason(planned):
    people = PersonFactory.create_batch(2)
    planned += [(each.pk, next_monday(), next_monday() + dt.timedelta(days=1), 9) for each in people]
    keys = [each.pk for each in people]
    user = UserFactory()

    with pytest.raises(load.TooMuchAtOnce, match="У 2.человек выйдет больше 4 ч в неделю"):
        load.check_load(keys, by=user, about=people[0])
    load.check_load(keys, by=user, about=people[0], reason="Каникулы")

    assert AuditRecord.objects.get(action="people.overload").changes == {"weekly_load": [4, 9]}
