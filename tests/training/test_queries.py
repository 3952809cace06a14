"""Who may teach, who is due for a course, and hours."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from masterstvo.core.models import Term
from masterstvo.core.vocabularies import kept
from masterstvo.people.actions import add_word, end_word
from masterstvo.people.models import Person
from masterstvo.people.queries import years_before
from masterstvo.training import queries
from masterstvo.training.models import Training
from masterstvo.training.queries import due_on
from tests.factories.core import TermFactory
from tests.factories.facts import ProgrammeFactory, ProviderFactory, TrainingFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
LAST_FREE_DAY, FIRST_BOUND_DAY = dt.date(2025, 8, 31), dt.date(2025, 9, 1)


@pytest.mark.parametrize(
    ("provider", "day", "is_doubted"),
    [
        ({"ownership": "private"}, LAST_FREE_DAY, False),
        ({"ownership": "private"}, FIRST_BOUND_DAY, True),
        ({"ownership": ""}, FIRST_BOUND_DAY, True),
        ({"ownership": "state"}, FIRST_BOUND_DAY, False),
        ({"ownership": "municipal"}, FIRST_BOUND_DAY, False),
        ({"ownership": "private", "listed_from": FIRST_BOUND_DAY}, FIRST_BOUND_DAY, False),
        ({"ownership": "private", "listed_from": dt.date(2025, 9, 2)}, FIRST_BOUND_DAY, True),
        (
            {"ownership": "private", "listed_from": LAST_FREE_DAY, "listed_until": FIRST_BOUND_DAY},
            FIRST_BOUND_DAY,
            True,
        ),
    ],
)
def test_a_provider_is_doubted_by_the_words_in_force_on_the_day_the_course_begins(provider, day, is_doubted):
    assert bool(queries.doubt_about(ProviderFactory(**provider), day)) is is_doubted


def test_nobody_is_doubted_when_no_word_is_in_force():
    Term.objects.of("eligible_provider").delete()

    assert queries.doubt_about(ProviderFactory(ownership="private"), FIRST_BOUND_DAY) == ""


def test_the_district_says_itself_who_may_teach_and_may_say_it_again_after_a_while():
    today, week, opened = timezone.localdate(), dt.timedelta(days=7), kept()["eligible_provider"]
    private = ProviderFactory(ownership="private")
    allowed = add_word(opened, title="частные организации", key="private", by=None)
    end_word(allowed, last_day=today, by=None)
    again = add_word(opened, title="частные, по приказу", key="private", valid_from=today + week, by=None)

    days = (today, today + dt.timedelta(days=1), today + week)
    assert [bool(queries.doubt_about(private, day)) for day in days] == [False, True, False]
    assert again.key != allowed.key
    assert opened.key().clean("listed") == "listed"
    with pytest.raises(ValidationError):
        opened.key().clean("anybody")


@pytest.mark.parametrize("finished_on", [dt.date(2022, 11, 26), dt.date(2024, 2, 29), dt.date(2023, 2, 28)])
def test_a_course_counts_to_its_last_day_and_no_longer(finished_on):
    person = TrainingFactory(finished_on=finished_on).person
    due = due_on(finished_on, 3)

    found = [queries.without_course(Person.objects.all(), day) for day in (due, due + dt.timedelta(days=1))]

    assert [list(each) for each in found] == [[], [person]]


def test_the_period_is_a_word_with_its_days():
    TermFactory(vocabulary="course_period", key="2", valid_from=dt.date(2030, 1, 1))

    assert (queries.course_period(dt.date(2029, 12, 31)), queries.course_period(dt.date(2030, 1, 1))) == (
        3,
        2,
    )


def test_the_forecast_is_the_same_set_at_the_end_of_each_quarter():
    today = dt.date(2026, 11, 26)
    for months in (0, 4, 5, 30):
        job = EmploymentFactory(starts_on=dt.date(2000, 1, 1))
        TrainingFactory(
            person=job.person, finished_on=years_before(today, 3) + dt.timedelta(days=30 * months)
        )
    people = queries.teachers(Person.objects.all(), today)

    told = queries.forecast(people, today)

    assert [(each.title, each.n_people) for each in told] == [
        ("сейчас", 0), ("4 кв. 2026", 1), ("1 кв. 2027", 2), ("2 кв. 2027", 3), ("3 кв. 2027", 3),
        ("4 кв. 2027", 3), ("1 кв. 2028", 3),
    ]  # fmt: skip
    assert [queries.without_course(people, each.day).count() for each in told] == [e.n_people for e in told]


def test_hours_by_topic_count_a_merged_word_once_as_what_it_means():
    topic = TermFactory(vocabulary="topic", title="оценивание")
    spelt = TermFactory(vocabulary="topic", title="оценка", merged_into=topic)
    programme = ProgrammeFactory(hours=36)
    programme.topics.set([topic, spelt])
    other = ProgrammeFactory(hours=18)
    other.topics.set([spelt])
    person = PersonFactory()
    for each in (programme, other):
        TrainingFactory(programme=each, person=person)

    [row] = queries.hours_by_topic(Training.objects.all())

    assert (row.pk, row.hours, row.n_courses, row.n_people) == (topic.pk, 54, 2, 1)
