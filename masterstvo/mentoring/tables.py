"""Columns and filters of the lists of mentoring, and the panels on the cards of a person and of a school."""

from dataclasses import replace
from operator import attrgetter

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.choices import Choice
from masterstvo.core.dates import NBSP, short_date
from masterstvo.core.listing import (
    Column,
    Filter,
    Panel,
    Table,
    by_choice,
    by_condition,
    by_scope,
    by_term,
    held_in_period,
    kept,
    search,
)
from masterstvo.mentoring.choices import NeedSource, NeedState, PairState, Side, Stage
from masterstvo.mentoring.counting import lacking
from masterstvo.mentoring.models import MenteeNeed, MentorProfile, Mentorship, PairSheet
from masterstvo.mentoring.queries import models_of, taken_of
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

LOOKS = {  # the code of the component «state»
    PairState.PROPOSED: "on_agreement",
    PairState.MENTOR_AGREED: "on_agreement",
    PairState.MENTEE_AGREED: "on_agreement",
    PairState.APPROVED: "approved",
    PairState.ACTIVE: "going_on",
    PairState.CLOSED: "closed",
    PairState.REFUSED: "not_held",
}


def has_act(pair):
    return bool(pair.act_number and pair.act_on)


def _act(pair):
    if not pair.act_number and not pair.act_on:
        return "пара без приказа" if pair.is_fact else "приказа ещё нет"
    day = f" от {pair.act_on:%d.%m.%Y}" if pair.act_on else ""
    return f"№ {pair.act_number or 'без номера'}{day}"


def _formality(pair):
    missing = lacking(pair)
    return "оформлена" if not missing else f"нет {', '.join(missing)}"


def look(pair):
    return LOOKS[PairState(pair.state)]


MODEL = Column("Модель", attrgetter("model"), 20, "mentoring_model")
FORMAT = Column("Формат", attrgetter("format"), 20, "mentoring_format")
STARTS = Column("Начало", attrgetter("starts_on"), 12)
ENDS = Column("Окончание", attrgetter("last_day"), 12)
STATE = Column("Состояние", Mentorship.get_state_display, 18, state=look)
ACT = Column("Приказ", _act, 24, state=lambda row: "at_risk" if row.is_fact and not has_act(row) else "")
MENTOR = person_column("Наставник", "mentor")
PAIR = Column("Пара", str, 50, url=Mentorship.get_absolute_url)

MENTORSHIPS = Table(
    title="Наставничество",
    columns=(
        MENTOR,
        person_column("Наставляемый", "mentee"),
        workplace_column("mentee"),
        MODEL,
        FORMAT,
        Column("Группа", attrgetter("group"), 20),
        STATE,
        STARTS,
        ENDS,
        Column("Часов в месяц", attrgetter("hours_month"), 10, is_number=True),
        Column("Оформление", _formality, 40),
        ACT,
    ),
    shown=(
        Column(
            "Пара",
            lambda row: f"{row.mentor} – {row.mentee}",
            50,
            url=Mentorship.get_absolute_url,
            small=lambda row: row.group,
        ),
        workplace_column("mentee"),
        MODEL,
        FORMAT,
        STATE,
        STARTS,
        ENDS,
        ACT,
    ),
    filters=(
        person_search("group", paths=("mentor", "mentee")),
        works_at("mentee"),
        by_choice("state", "state", PairState.choices, "Состояние"),
        by_term("model", "model", "mentoring_model", "Модель"),
        by_term("format", "format", "mentoring_format", "Формат"),
        *held_in_period(),
        by_condition(
            "informal",
            lambda: Q(pk__in=Mentorship.objects.without_act(timezone.localdate()).values("pk")),
            "Только работающие без приказа",
        ),
        by_condition("formal", lambda: Q(is_formal=True), "Только оформленные по ст. 351.8 ТК"),
        by_condition("grouped", lambda: ~Q(group=""), "Только пары групп"),
        by_condition(
            "ended",
            lambda: Q(state=PairState.ACTIVE, ends_on__lte=timezone.localdate()),
            "Срок прошёл, ждут результата",
        ),
    ),
    edit=lambda row: reverse("mentoring:mentorship_edit", args=[row.pk]),
)


# --- The parts of mentoring, above each of its lists -----------------------------------------------------------------
SECTIONS = {
    "mentoring:mentorship_list": "Пары",
    "mentoring:mentor_list": "База наставников",
    "mentoring:need_list": "Запросы",
    "mentoring:sheet_list": "Анкеты",
    "mentoring:school_list": "Целевая модель",
}


def sections(current, user):
    """Return the links between the lists that ``user`` may open. ``current``: the URL name of the one that is shown."""
    return [
        Choice(title, reverse(name), is_current=name == current)
        for name, title in SECTIONS.items()
        if name != "mentoring:sheet_list" or user.has_perm("mentoring.read_pairsheets")
    ]


# --- The bases ------------------------------------------------------------------------------------------------------
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


# --- What both sides are asked ----------------------------------------------------------------------------------------
def answered(sheet):
    """Return in words whether a questionnaire is answered."""
    if sheet.finished_on:
        return f"ответ {sheet.finished_on:%d.%m.%Y}"
    return f"ждём по {sheet.last_day:%d.%m.%Y}" if sheet.is_open(timezone.localdate()) else "без ответа"


def answered_look(sheet):
    if sheet.finished_on:
        return "done"
    return "going_on" if sheet.is_open(timezone.localdate()) else "closed"


ANSWER = Column("Ответ", answered, 22, state=answered_look)
SHEETS = Table(
    title="Анкеты пар",
    columns=(
        Column(
            "Пара", lambda row: str(row.mentorship), 50, url=lambda row: row.mentorship.get_absolute_url()
        ),
        person_column("Кого спросили"),
        Column("Сторона", PairSheet.get_side_display, 14),
        Column("Когда", PairSheet.get_stage_display, 16),
        Column("Спросили", attrgetter("starts_on"), 12),
        ANSWER,
        Column(
            "Что сказал",
            lambda row: row.level or ("ответ" if row.finished_on else ""),
            24,
            url=lambda row: row.get_absolute_url() if row.finished_on else "",
        ),
    ),
    filters=(
        person_search(paths=("mentorship__mentor", "mentorship__mentee")),
        works_at(),
        by_choice("stage", "stage", Stage.choices, "Когда"),
        by_choice("side", "side", Side.choices, "Сторона"),
        by_condition(
            "waiting",
            lambda: Q(finished_on=None, ends_on__gt=timezone.localdate()),
            "Только те, кого ещё ждём",
        ),
    ),
)


# --- Panels ---------------------------------------------------------------------------------------------------------
def person_panel(user, person):
    """The pairs of the person, on either side."""
    rows = Mentorship.objects.filter(Q(mentor=person) | Q(mentee=person)).exclude(state=PairState.REFUSED)
    rows = rows.select_related("mentor", "mentee")
    return Panel(
        title="Наставничество",
        columns=(PAIR, STATE, STARTS, ENDS, ACT),
        rows=list(rows),
        empty="Пар пока нет.",
    )


def organization_panel(user, organization):
    """How far the target model has come at the school."""
    found = models_of([organization], timezone.localdate())[0]
    told = [
        (title, evidence.text if evidence else "нет", "done" if evidence else "at_risk")
        for _, title, evidence in found.lines
    ]
    note = f"Выполнено {found.n_met} из {len(found.titles)}; пар в работе {found.n_pairs}, без приказа {found.n_without_act}"
    return Panel(
        title="Наставничество",
        columns=(
            Column("Условие", lambda row: row[0], 30),
            Column("Чем подтверждено", lambda row: row[1], 40, state=lambda row: row[2]),
        ),
        rows=told,
        note=note,
        all_url=reverse("mentoring:school_detail", args=[organization.pk]),
    )
