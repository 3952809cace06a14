import datetime as dt

import pytest

from masterstvo.people.models import Person
from masterstvo.people.queries import full_years, headcount, similar_people, with_work, years_before, young_on
from tests.factories.core import TermFactory
from tests.factories.people import AttestationFactory, EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 10, 1)


@pytest.mark.parametrize(
    ("since", "day", "years"),
    [
        (dt.date(2020, 10, 1), DAY, 5),
        (dt.date(2020, 10, 2), DAY, 4),
        (dt.date(2024, 2, 29), dt.date(2025, 2, 28), 0),
        (None, DAY, None),
    ],
)
def test_whole_years_pass_on_the_same_day(since, day, years):
    assert full_years(since, day) == years


def test_a_year_before_the_29th_of_february_is_the_28th():
    assert years_before(dt.date(2024, 2, 29), 1) == dt.date(2023, 2, 28)


@pytest.mark.parametrize(
    ("born_on", "since", "is_young"),
    [
        (dt.date(1990, 10, 2), dt.date(2022, 10, 2), True),
        (dt.date(1990, 10, 1), dt.date(2022, 10, 2), False),
        (dt.date(1990, 10, 2), dt.date(2022, 10, 1), False),
        (dt.date(1990, 10, 2), None, False),
    ],
)
def test_young_means_under_35_and_in_the_first_three_years(born_on, since, is_young):
    PersonFactory(born_on=born_on, teaching_since=since)

    assert Person.objects.filter(young_on(DAY)).exists() == is_young


def test_how_many_years_are_the_first_is_a_word_with_its_days():
    TermFactory(vocabulary="first_years", key="5", valid_from=DAY)
    PersonFactory(born_on=dt.date(1990, 10, 2), teaching_since=dt.date(2021, 9, 1))

    assert Person.objects.filter(young_on(DAY)).exists()
    assert not Person.objects.filter(young_on(DAY - dt.timedelta(days=1))).exists()


def test_the_main_place_comes_first():
    job = EmploymentFactory(starts_on=dt.date(2015, 1, 1))
    extra = EmploymentFactory(person=job.person, basis="external", starts_on=dt.date(2020, 1, 1))
    EmploymentFactory(person=job.person, starts_on=dt.date(2010, 1, 1), ends_on=dt.date(2015, 1, 1))
    grade = AttestationFactory(person=job.person)

    person = with_work(Person.objects.all(), day=DAY).get()

    assert (person.current_employments, person.current_attestations) == ([job, extra], [grade])


def test_headcount_knows_unique_people_of_the_day_by_their_main_place():
    job = EmploymentFactory(person__born_on=dt.date(1995, 1, 1))
    place = job.organization
    EmploymentFactory(organization=place, basis="external")
    EmploymentFactory(organization=place, ends_on=dt.date(2025, 9, 1))
    EmploymentFactory(organization=place, category="managing", person__born_on=dt.date(1970, 1, 1))

    assert headcount(place, day=DAY) == [
        {"category": "managing", "n_people": 1, "n_young": 0},
        {"category": "teaching", "n_people": 1, "n_young": 1},
    ]


@pytest.mark.parametrize(
    ("last_name", "born_on", "found"),
    [
        ("Семенова", dt.date(1980, 5, 5), 1),
        ("СЕМЁНОВА", None, 1),
        ("Семёнова", dt.date(1981, 5, 5), 0),
        ("Семёнова-Лесная", dt.date(1980, 5, 5), 0),
    ],
)
def test_similar_people_have_the_same_name_and_no_other_birth_date(last_name, born_on, found):
    known = PersonFactory(
        last_name="Семёнова", first_name="Алёна", patronymic="", born_on=dt.date(1980, 5, 5)
    )

    similar = similar_people(
        known.municipality_id, last_name=last_name, first_name="Алена", patronymic="", born_on=born_on
    )

    assert len(similar) == found
