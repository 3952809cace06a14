"""Columns and filters of the lists of people and vacancies, and the panels on an organization's card."""

import datetime as dt
from operator import attrgetter

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import Column, Filter, Panel, Table, by_condition, by_scope, by_term, search
from masterstvo.core.models import Term
from masterstvo.core.numbers import counted
from masterstvo.organizations.panels import ORGANIZATION
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.asked import address, asked_of, days
from masterstvo.people.choices import Basis
from masterstvo.people.models import Employment, Person, Vacancy
from masterstvo.people.panels import NAME, job, workplace
from masterstvo.people.queries import full_years, headcount, staff_access, with_work, working, young_on
from masterstvo.people.rules import visible_people
from masterstvo.search.panels import Kind

PANEL_ROWS = 10


def _of_job(name):
    return lambda person: getattr(job(person), name) if job(person) else ""


def _subjects(person):
    return sorted({subject.title for each in person.current_employments for subject in each.subjects.all()})


def _experience(person):
    return full_years(person.teaching_since, timezone.localdate())


def _qualification(person):
    return [each.category for each in person.current_attestations]


def _until(person):
    days = [each.last_day for each in person.current_attestations if each.ends_on]
    return f"до {min(days):%d.%m.%Y}" if days else ""


def _workplace_url(person):
    place = workplace(person)
    return place.get_absolute_url() if place else ""


def _now(path):
    """Return a narrowing by a column of the jobs held today."""
    return lambda rows, value: rows.filter(pk__in=working(timezone.localdate(), **{path: value}).values("pk"))


def _by_work(rows, state):
    at_work = working(timezone.localdate()).values("pk")
    return rows.filter(pk__in=at_work) if state == "now" else rows.exclude(pk__in=at_work)


WORK_STATES = [("", "все"), ("now", "работают сейчас"), ("left", "уже не работают")]

PERSON = Column("Педагог", str, 36, url=Person.get_absolute_url, small=_subjects)
QUALIFICATION = Column("Квалификация", _qualification, 24, "qualification", small=_until)

PEOPLE = Table(
    title="Педагоги",
    columns=(
        Column("Код", attrgetter("code"), 12),
        Column("ФИО", str, 36),
        Column("Дата рождения", attrgetter("born_on"), 12),
        Column("Организация", workplace, 36),
        Column("Должность", _of_job("position"), 24),
        Column("Категория работника", _of_job("category"), 16, "staff_category"),
        Column("Предметы", _subjects, 30),
        Column("Педстаж, лет", _experience, 10),
        Column("Квалификация", _qualification, 24, "qualification"),
        Column("Образование", attrgetter("education"), 24),
        Column("E-mail", attrgetter("email"), 28),
    ),
    shown=(
        PERSON,
        Column("Организация", workplace, url=_workplace_url),
        Column("Должность", _of_job("position")),
        Column("Категория", _of_job("category"), vocabulary="staff_category"),
        Column("Стаж, лет", _experience, is_number=True),
        QUALIFICATION,
    ),
    filters=(
        search(*NAME, "code", label="Фамилия, имя или код"),
        by_scope("organization", organizations_here, _now("organization"), "Организация"),
        Filter(
            "category",
            by_term("", "", "staff_category", "Категория").field,
            _now("category"),
            "staff_category",
        ),
        Filter(
            "position",
            lambda request, words: forms.CharField(label="Должность", max_length=100),
            lambda rows, text: rows.filter(
                pk__in=working(timezone.localdate(), position__icontains=text).values("pk")
            ),
        ),
        by_scope("subject", lambda request: Term.objects.of("subject"), _now("subjects"), "Предмет"),
        Filter(
            "work", lambda request, words: forms.ChoiceField(label="Работа", choices=WORK_STATES), _by_work
        ),
        by_condition(
            "young", lambda: young_on(timezone.localdate()), "Молодые: до 35 лет, первые годы работы"
        ),
    ),
)


def _is_open():
    return Q(closed_on=None) | Q(closed_on__gt=timezone.localdate())


def _last_day(vacancy):
    return vacancy.closed_on - dt.timedelta(days=1) if vacancy.closed_on else None


VACANCIES = Table(
    title="Вакансии",
    columns=(
        Column("Должность", attrgetter("position"), 30),
        ORGANIZATION,
        Column("Предмет", attrgetter("subject"), 24),
        Column("Часы в неделю", attrgetter("weekly_hours"), 12, is_number=True),
        Column("Открыта", attrgetter("opened_on"), 12),
        Column("Закрыта", _last_day, 12),
    ),
    filters=(
        search("position", "subject", "organization__title", "organization__short_title"),
        by_scope(
            "organization",
            organizations_here,
            lambda rows, each: rows.filter(organization=each),
            "Организация",
        ),
        by_condition("open", _is_open, "Только открытые"),
    ),
    edit=lambda row: reverse("people:vacancy_edit", args=[row.pk]),
)


# --- On an organization's card --------------------------------------------------------------------------------------
def headcount_panel(user, organization):
    """How many people of each category have their main job here."""
    rows = headcount(organization, day=timezone.localdate())
    whole, young = sum(row["n_people"] for row in rows), sum(row["n_young"] for row in rows)
    return Panel(
        title="Состав",
        columns=(
            Column("Категория", lambda row: row["category"], vocabulary="staff_category"),
            Column("Человек", lambda row: row["n_people"], is_number=True),
            Column("До 35 лет", lambda row: row["n_young"], is_number=True),
        ),
        rows=rows,
        note=f"{counted(whole, 'человек', 'человека', 'человек')}, до 35 лет — {young}. По основному месту работы",
        empty="Сотрудники ещё не внесены.",
    )


def staff_panel(user, organization):
    """The first people of the organization, with a way to all of them."""
    people = working(timezone.localdate(), organization=organization, basis=Basis.MAIN)
    return Panel(
        title="Педагоги",
        columns=(PERSON, Column("Должность", _of_job("position")), QUALIFICATION),
        rows=list(with_work(people)[:PANEL_ROWS]),
        empty="Здесь появятся те, у кого эта организация — основное место работы.",
        all_url=f"{reverse('people:person_list')}?organization={organization.pk}",
    )


def vacancy_panel(user, organization):
    rows = list(Vacancy.objects.filter(_is_open(), organization=organization))
    return Panel(
        title="Вакансии",
        columns=(
            Column("Должность", attrgetter("position"), small=attrgetter("subject")),
            Column("Открыта", attrgetter("opened_on")),
        ),
        rows=rows,
        empty="Открытых вакансий нет.",
        all_url=f"{reverse('people:vacancy_list')}?organization={organization.pk}",
    )


# --- On the list of organizations -----------------------------------------------------------------------------------
def count_staff(organizations):
    """Give each organization ``n_staff``: people whose main job is there today."""
    jobs = Employment.objects.on(timezone.localdate()).filter(organization=OuterRef("pk"), basis=Basis.MAIN)
    counted_jobs = (
        jobs.order_by().values("organization").annotate(n=Count("person", distinct=True)).values("n")
    )
    return organizations.annotate(n_staff=Coalesce(Subquery(counted_jobs), 0))


STAFF_OF_ORGANIZATION = Column("Сотрудников", attrgetter("n_staff"), 12, is_number=True)


def access_panel(user, organization):
    """Who of the staff can come in; shown to those who may invite them."""
    if not user.has_perm("people.invite_staff", organization):
        return None
    access = staff_access(organization, day=timezone.localdate())
    url = reverse("people:staff_invite", args=[organization.pk])
    rows = [
        ("Можно пригласить", len(access.invited), url),
        ("Нет адреса", len(access.without_email), url),
        ("Учётная запись есть", len(access.have), ""),
    ]
    return Panel(
        title="Вход в программу",
        columns=(
            Column("Сотрудники", lambda row: row[0], url=lambda row: row[2]),
            Column("Человек", lambda row: row[1], is_number=True),
        ),
        rows=rows,
    )


FOUND = Kind(
    model="people.Person",
    title="Педагоги",
    visible=lambda user: with_work(visible_people(user)),
    texts=lambda person: (person.last_name, person.first_name, person.patronymic),
    told=lambda person: str(workplace(person) or ""),
    list_url="people:person_list",
    order=10,
)


# --- What a school is asked for ---------------------------------------------------------------------------------------
def _double(asked):
    return f"{asked.double.request.title}: {', '.join(asked.double.reasons)}" if asked.double else ""


def asked_panel(user, organization):
    """What is asked of the school and its people within four weeks, by kinds; what is like something else is marked."""
    rows = asked_of(organization, timezone.localdate())
    n_doubles = sum(each.double is not None for each in rows)
    return Panel(
        title="Что сейчас просят",
        columns=(
            Column(
                "Что",
                attrgetter("request.title"),
                url=lambda row: address(row.request, user),
                small=lambda row: row.request.kind,
            ),
            Column("Когда", lambda row: days(row.request)),
            Column("Ваших людей", lambda row: row.n_people or None, is_number=True),
            Column("Похоже на", _double, state=lambda row: "partly_done" if row.double else ""),
        ),
        rows=rows,
        note=f"похожих друг на друга: {n_doubles}" if n_doubles else "",
        empty="На ближайшие четыре недели ничего.",
    )
