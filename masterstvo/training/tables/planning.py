"""The plan of courses, and the hours by person, provider and topic."""

from dataclasses import replace
from operator import attrgetter

from django import forms
from django.utils import timezone

from masterstvo.core.listing import Column, Filter, Table, by_scope, kept, search
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.models import Person
from masterstvo.people.panels import NAME, job, workplace
from masterstvo.people.queries import working, years_before
from masterstvo.training.queries import due_on, without_course
from masterstvo.training.tables.request import when

WITHOUT_COURSE = Filter(
    "no_course",
    lambda request, words: forms.BooleanField(label="Без курсов три года"),
    lambda people, _: without_course(people, timezone.localdate()),
)


def _of_job(name):
    return lambda person: getattr(job(person), name) if job(person) else ""


def _asked(person):
    return [f"{each.programme.title}, {when(each)}" for each in person.live_requests]


def _due(person):
    return due_on(person.last_course_on, person.period) if person.last_course_on else None


def course_state(person):
    """Return a state of a person's courses: none within the period, running out within a year, in order."""
    today = timezone.localdate()
    due = _due(person)
    if due is None or due < today:
        return "overdue"
    return "at_risk" if due < years_before(today, -1) else "done"


COURSE_STATES = {"overdue": "нужен сейчас", "at_risk": "нужен за год", "done": "есть"}


def _due_in(years):
    """Return a narrowing to those whose course runs out within ``years``, or is missing already."""
    return lambda people, _: without_course(people, years_before(timezone.localdate(), -years))


COURSE_PLAN = Table(
    title="План ДПО",
    columns=(
        Column("Педагог", str, 36, url=Person.get_absolute_url),
        Column("Организация", workplace, 36),
        Column("Должность", _of_job("position"), 24),
        Column("Последний курс", attrgetter("last_course_on"), 12, small=attrgetter("last_course")),
        Column("Название курса", attrgetter("last_course"), 50),
        Column("Следующий до", _due, 12),
        Column("Состояние", lambda person: COURSE_STATES[course_state(person)], 16, state=course_state),
        Column("Запланировано", _asked, 50),
    ),
    filters=(
        search(*NAME, label="Фамилия или имя"),
        by_scope(
            "organization",
            organizations_here,
            lambda rows, each: rows.filter(
                pk__in=working(timezone.localdate(), organization=each).values("pk")
            ),
            "Организация",
        ),
        Filter(
            "no_course", lambda request, words: forms.BooleanField(label="Без курсов"), WITHOUT_COURSE.narrow
        ),
        Filter(
            "in_a_year",
            lambda request, words: forms.BooleanField(label="Без курсов через год"),
            _due_in(1),
        ),
        Filter(
            "not_planned",
            lambda request, words: forms.BooleanField(label="И заявки нет"),
            lambda people, _: people.filter(is_planned=False),
        ),
    ),
)
COURSE_PLAN = replace(
    COURSE_PLAN, shown=tuple(each for each in COURSE_PLAN.columns if each.title != "Название курса")
)
_HOURS = (
    Column("Курсов", attrgetter("n_courses"), 10, is_number=True),
    Column("Часов", attrgetter("hours"), 10, is_number=True),
)
_PEOPLE = Column("Педагогов", attrgetter("n_people"), 10, is_number=True)
_KEPT = (kept("by", "Как"), kept("year", "Год"))
HOURS = {
    "person": Table(
        title="Часы курсов по людям",
        columns=(
            Column("Педагог", str, 36, url=Person.get_absolute_url),
            Column("Организация", workplace, 36),
            *_HOURS,
        ),
        filters=(search(*NAME, label="Фамилия или имя"), *_KEPT),
    ),
    "provider": Table(
        title="Часы курсов по организаторам",
        columns=(
            Column("Организатор", attrgetter("title"), 50),
            Column("Входит в", attrgetter("parent"), 40),
            _PEOPLE,
            *_HOURS,
        ),
        filters=(search("title"), *_KEPT),
    ),
    "topic": Table(
        title="Часы курсов по темам",
        columns=(Column("Тема", attrgetter("title"), 50), _PEOPLE, *_HOURS),
        filters=(search("title"), *_KEPT),
    ),
}
