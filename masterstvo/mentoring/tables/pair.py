"""Columns and filters of pairs and of what both sides are asked, the panels on the cards of a person and of a school."""

from operator import attrgetter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.choices import Choice
from masterstvo.core.listing import (
    Column,
    Panel,
    Table,
    by_choice,
    by_condition,
    by_term,
    held_in_period,
)
from masterstvo.mentoring.choices import PairState, Side, Stage
from masterstvo.mentoring.counting import lacking
from masterstvo.mentoring.models import Mentorship, PairSheet
from masterstvo.mentoring.queries import models_of
from masterstvo.people.panels import (
    person_column,
    person_search,
    workplace_column,
    works_at,
)

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


def _is_over(pair):
    """Tell whether a pair works by its state, and its last day has passed: it waits for its result."""
    return (
        pair.state == PairState.ACTIVE and pair.ends_on is not None and pair.ends_on <= timezone.localdate()
    )


def look(pair):
    return "overdue" if _is_over(pair) else LOOKS[PairState(pair.state)]


def told(pair):
    """Return the state in words."""
    return "срок прошёл, ждёт результата" if _is_over(pair) else pair.get_state_display()


MODEL = Column("Модель", attrgetter("model"), 20, "mentoring_model")
FORMAT = Column("Формат", attrgetter("format"), 20, "mentoring_format")
STARTS = Column("Начало", attrgetter("starts_on"), 12)
ENDS = Column("Окончание", attrgetter("last_day"), 12)
STATE = Column("Состояние", told, 18, state=look)
ACT = Column("Приказ", _act, 24, state=lambda row: "at_risk" if row.is_fact and not has_act(row) else "")
MENTOR = person_column("Наставник", "mentor")
PAIR = Column("Пара", str, 50, url=Mentorship.get_absolute_url, small=attrgetter("group"))

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
    "mentoring:template_list": "Программы",
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
