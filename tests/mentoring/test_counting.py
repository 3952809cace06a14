"""What a pair lacks, how many hours pairs take at once, and when a pair may be over."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.mentoring.counting import Peak, Taken, earliest_end, hours_of_mentor, lacking, peak
from masterstvo.mentoring.models import Mentorship
from tests.factories.documents import DocumentFactory
from tests.factories.facts import MentorshipFactory
from tests.factories.people import PersonFactory

DAY = dt.date(2026, 9, 1)
WHOLE = {
    "act_number": "12-од",
    "act_on": DAY,
    "consent_on": DAY,
    "content": "Вести уроки вместе",
    "ends_on": dt.date(2027, 6, 1),
    "work_form": "in_person",
    "unpaid_because": "входит в обязанности",
}
days = st.integers(0, 60).map(lambda number: DAY + dt.timedelta(days=number))
groups = st.sampled_from(["", "", "Школа", "Студия"])
spans = st.builds(Taken, days, st.none() | days, st.integers(0, 9), groups)


def going_on(rows, day):
    return [each for each in rows if each.starts_on <= day and (each.ends_on is None or each.ends_on > day)]


def hours_on(rows, day):
    """Count what a mentor gives on a day as one would on fingers: each group once, with its largest."""
    largest = {}
    for number, each in enumerate(going_on(rows, day)):
        key = each.group or number
        largest[key] = max(largest.get(key, 0), each.hours)
    return sum(largest.values())


@given(st.lists(spans, max_size=8), days, st.none() | days)
def test_the_peak_is_what_a_count_of_every_day_says(rows, first, end):
    last = end or DAY + dt.timedelta(days=70)
    every_day = [first + dt.timedelta(days=number) for number in range(max(0, (last - first).days))]

    assert peak(rows, first=first, end=end) == Peak(
        max((hours_on(rows, day) for day in every_day), default=0),
        max((len(going_on(rows, day)) for day in every_day), default=0),
    )


@given(st.lists(spans, max_size=8), st.integers(0, 70).map(lambda number: DAY + dt.timedelta(days=number)))
def test_a_mentor_gives_a_group_its_largest_hours_once_on_each_day(rows, day):
    told = hours_of_mentor(rows)

    assert sum(each.hours for each in going_on(told, day)) == hours_on(rows, day)
    assert [each for each in told if not each.group] == [each for each in rows if not each.group]


@given(st.lists(spans, max_size=8), spans)
def test_one_more_pair_never_takes_less_and_a_group_never_more_than_its_pairs_apart(rows, one_more):
    taken = peak(rows, first=DAY, end=None)
    apart = peak([replace(each, group="") for each in rows], first=DAY, end=None)
    with_it = peak([*rows, one_more], first=DAY, end=None)

    assert taken.hours <= with_it.hours <= taken.hours + one_more.hours
    assert taken.hours <= apart.hours
    assert taken.pairs == apart.pairs


@pytest.mark.parametrize(
    ("noticed_on", "first"),
    [
        (dt.date(2026, 11, 23), dt.date(2026, 11, 27)),  # Monday: Tuesday, Wednesday and Thursday lie between
        (dt.date(2026, 11, 26), dt.date(2026, 12, 2)),  # over a weekend
        (dt.date(2026, 11, 28), dt.date(2026, 12, 3)),  # given on a Saturday
    ],
)
def test_three_working_days_lie_between_a_notice_and_the_end(noticed_on, first):
    assert earliest_end(noticed_on) == first


@pytest.mark.django_db
def test_the_database_and_the_words_agree_on_what_is_formal():
    """Every single part left out, everything there, and nothing there; inside a school and across schools."""
    mentor, mentee, contract = PersonFactory(), PersonFactory(), DocumentFactory(kind="network_contract")
    told = []
    for number, (left_out, across, has_contract) in enumerate(
        product([None, *WHOLE, "all"], [False, True], [False, True])
    ):
        values = {} if left_out == "all" else {key: each for key, each in WHOLE.items() if key != left_out}
        told.append(
            MentorshipFactory(
                mentor=mentor,
                mentee=mentee,
                starts_on=DAY - dt.timedelta(days=number),
                agreement="network" if across else "inside",
                contract=contract if has_contract else None,
                **values,
            )
        )

    formal = set(Mentorship.objects.filter(is_formal=True).values_list("pk", flat=True))

    assert formal == {each.pk for each in told if not lacking(each)}
    assert len(formal) == 3  # whole: inside with and without a contract, across with one


@pytest.mark.django_db
def test_what_is_lacking_is_said_in_words():
    pair = MentorshipFactory.build(**{key: each for key, each in WHOLE.items() if key != "consent_on"})

    assert lacking(pair) == ["письменного согласия наставника"]
