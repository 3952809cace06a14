"""What a planned thing runs into, by days, hours and people; names only for whoever may read them."""

import datetime as dt

import pytest

from masterstvo.people.asked import Request
from masterstvo.people.collisions import collisions, exam_days, is_at_once
from tests.factories.core import TermFactory
from tests.factories.people import EmploymentFactory

DAY, NEXT = dt.date(2027, 3, 16), dt.date(2027, 3, 17)


def asks(key, first=DAY, last=None, begins=None, ends=None, **values):
    hours = {"starts_time": begins and dt.time(begins), "ends_time": ends and dt.time(ends)}
    values = {"takes_time": True, "kind": "заседание", "title": key} | values
    return Request(key=key, first=first, last=last or first, **hours, **values)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (asks("час в час", begins=10, ends=12), True),
        (asks("встык", begins=12, ends=14), False),
        (asks("до", begins=8, ends=10), False),
        (asks("без часов"), True),
        (asks("без конца", begins=9), True),
        (asks("завтра", NEXT), False),
        (asks("курс с этого дня", DAY, NEXT), True),
        (asks("опрос", takes_time=False), False),
    ],
    ids=lambda value: getattr(value, "key", ""),
)
def test_things_meet_by_days_and_known_hours(other, told):
    assert is_at_once(asks("своё", begins=10, ends=12), other) is told


@pytest.mark.django_db
@pytest.mark.parametrize("names", [True, False])
def test_the_same_people_and_schools_are_told_by_name_only_to_whoever_may_read_them(names):
    jobs = EmploymentFactory.create_batch(2, organization__title="Лесная школа")
    other = EmploymentFactory(organization=jobs[0].organization)
    for each in jobs:
        each.organization = other.organization
        each.save()
    people = frozenset(each.person_id for each in jobs)
    final = asks("Учитель года", kind="финал конкурса", people=people | {other.person_id}, begins=10)
    TermFactory(vocabulary="exam_day", key=DAY.isoformat(), title="ОГЭ")

    told = collisions(asks("своё", people=people), [final, asks("чужое", people=frozenset({0}))], names=names)

    if names:
        who, crowd = ", ".join(sorted(each.person.short_name for each in jobs)), "3\xa0человека"
    else:
        who, crowd = "те, кого ждут здесь", "многие"
    assert told == [
        "16.03.2027 – ОГЭ.",
        f"В это же время – финал конкурса «Учитель года», 10:00; там нужны и {who.rstrip('.')}.",
        f"Лесная школа: в это время заняты {crowd}.",
    ]


@pytest.mark.django_db
def test_only_days_of_the_dictionary_between_two_days_are_days_of_examinations():
    for key in ("2027-03-15", "2027-03-16", "2027-03-17", "16 марта"):
        TermFactory(vocabulary="exam_day", key=key, title=key)

    assert exam_days(DAY, NEXT) == [(DAY, "2027-03-16"), (NEXT, "2027-03-17")]
