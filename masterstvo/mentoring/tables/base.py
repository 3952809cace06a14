"""Columns and filters of the base of mentors, of needs, and of those who may need a mentor."""

from dataclasses import replace
from operator import attrgetter

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.dates import NBSP, short_date
from masterstvo.core.listing import (
    Column,
    Filter,
    Table,
    by_choice,
    by_condition,
    by_scope,
    by_term,
    kept,
    search,
)
from masterstvo.mentoring.choices import NeedSource, NeedState
from masterstvo.mentoring.models import MenteeNeed, MentorProfile
from masterstvo.mentoring.queries import taken_of
from masterstvo.organizations.rules import organizations_editable_here
from masterstvo.people.models import Person
from masterstvo.people.panels import (
    NAME,
    job,
    person_column,
    person_search,
    workplace,
    workplace_column,
    works_at,
)
from masterstvo.people.queries import working


def _subjects(profile):
    return [subject.title for subject in profile.subjects.all()]


def _peak(profile):
    return taken_of(profile, timezone.localdate())


def _taken(profile):
    return f"{_peak(profile).hours} из {profile.capacity_hours} ч"


def _mentees(profile):
    return f"{_peak(profile).pairs} из {profile.max_mentees}"


def _is_full(profile):
    found = _peak(profile)
    return found.hours >= profile.capacity_hours or found.pairs >= profile.max_mentees


FORMATS = Column("Форматы", attrgetter("formats"), 24, "mentoring_format")
BASE = Table(
    title="База наставников",
    columns=(
        person_column("Наставник"),
        workplace_column(),
        Column("Предметы", _subjects, 24),
        FORMATS,
        Column("Встречи", MentorProfile.get_venue_display, 20, small=MentorProfile.get_reach_display),
        Column("Занято", _taken, 14, state=lambda row: "at_risk" if _is_full(row) else ""),
        Column(
            "Наставляемых",
            _mentees,
            12,
            small=lambda row: f"просит не меньше {row.min_mentees}" if row.min_mentees else "",
        ),
        Column("Готов", attrgetter("is_willing"), 8),
        Column(
            "Согласие от",
            lambda row: row.consent_on or "согласия нет",
            14,
            state=lambda row: "" if row.consent_on else "at_risk",
        ),
    ),
    filters=(
        person_search(),
        works_at(),
        by_term("subject", "subjects__key", "subject", "Предмет"),
        by_condition(
            "free",
            lambda: Q(is_willing=True, consent_on__isnull=False),
            "Только готовые, с согласием",
        ),
    ),
    edit=lambda row: reverse("mentoring:mentor_edit", args=[row.pk]),
)


def mentors(strengths):
    """Return the table of the base. ``strengths``: {key: title} of the municipality."""
    told = Column("Сильные стороны", lambda row: [strengths.get(key, key) for key in row.strengths], 40)
    return replace(BASE, columns=(*BASE.columns[:3], told, *BASE.columns[3:]))


NEED_LOOKS = {"open": "going_on", "met": "done", "withdrawn": "closed", "declined": "closed"}


def _declined_because(need):
    return need.note if need.state == NeedState.DECLINED else ""


NEEDS = Table(
    title="Запросы на наставников",
    columns=(
        person_column("Кому"),
        workplace_column(),
        Column("Почему", MenteeNeed.get_source_display, 24),
        Column("Предмет", attrgetter("subject"), 20),
        FORMATS,
        Column("Встречи", MenteeNeed.get_venue_display, 20),
        Column("Часов в месяц", attrgetter("hours_month"), 10, is_number=True),
        Column("Срочность", attrgetter("weight"), 10, is_number=True),
        Column("С какого дня", attrgetter("opened_on"), 12),
        Column(
            "Состояние",
            MenteeNeed.get_state_display,
            16,
            state=lambda row: NEED_LOOKS[row.state],
            small=_declined_because,
        ),
        Column("Почему не нужен", _declined_because, 30),
    ),
    filters=(
        person_search(),
        works_at(),
        by_choice("state", "state", NeedState.choices, "Состояние"),
        by_choice("source", "source", NeedSource.choices, "Почему"),
        by_term("subject", "subject__key", "subject", "Предмет"),
    ),
    edit=lambda row: reverse("mentoring:need_edit", args=[row.pk]),
)
NEEDS = replace(NEEDS, shown=NEEDS.columns[:-1])


def _tasks(template):
    return [f"{each['title']} ({each['weeks']}{NBSP}нед.)" for each in template.tasks]


PROGRAMMES = Table(
    title="Шаблоны программ",
    columns=(
        Column("Шаблон", str, 40),
        Column("Задачи и на какой неделе", _tasks, 80),
        Column("Исправлен", lambda row: timezone.localtime(row.updated_at).date(), 12),
    ),
    filters=(search("title"),),
    edit=lambda row: reverse("mentoring:template_edit", args=[row.pk]),
)


def reasons(grounds):
    """Return the reasons of one person in words, the deficits in one line."""
    told = [each.told for each in grounds if each.told]
    lacking = [f"{each.title} (с{NBSP}{short_date(each.since)})" for each in grounds if each.title]
    return [*told, f"дефициты: {', '.join(lacking)}"] if lacking else told


def _position(person):
    found = job(person)
    return found.position if found else ""


def _subjects_of_jobs(person):
    return list(dict.fromkeys(str(each) for job in person.current_employments for each in job.subjects.all()))


def proposed(found):
    """Return the table of those who may need a mentor. ``found``: {person: reasons}, as ``queries.grounds_of`` returns it."""

    def for_reason(rows, source):
        return rows.filter(
            pk__in=[key for key, grounds in found.items() if any(each.source == source for each in grounds)]
        )

    sources = [each for each in NeedSource.choices if each[0] != NeedSource.REQUEST]
    who = Column("Кому", str, 36, url=Person.get_absolute_url)
    where = Column("Организация", workplace, 36, small=_position)
    why = Column("Почему", lambda person: reasons(found[person.pk]), 60)
    return Table(
        title="Кому, возможно, нужен наставник",
        columns=(
            who,
            where,
            why,
            Column("Должность", _position, 24),
            Column("Предметы", _subjects_of_jobs, 24),
        ),
        shown=(who, where, why),
        filters=(
            search(*NAME, label="Фамилия или имя"),
            by_scope(
                "organization",
                organizations_editable_here,
                lambda rows, each: rows.filter(
                    pk__in=working(timezone.localdate(), organization=each).values("pk")
                ),
                "Организация",
            ),
            Filter(
                "source",
                lambda request, words: forms.ChoiceField(
                    label="Почему", choices=[("", "любое значение"), *sources]
                ),
                for_reason,
            ),
            kept("by", "Откуда"),
        ),
    )
