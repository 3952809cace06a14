"""Columns and filters of the list of mentorships, and the panel on a person's card."""

from operator import attrgetter

from django.db.models import Q
from django.urls import reverse

from masterstvo.core.listing import Column, Panel, Table, by_condition, by_term, held_in_period
from masterstvo.mentoring.models import Mentorship
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at


def has_act(pair):
    return bool(pair.act_number or pair.act_on)


def _act(pair):
    if not has_act(pair):
        return "пара без приказа"
    day = f" от {pair.act_on:%d.%m.%Y}" if pair.act_on else ""
    return f"№ {pair.act_number or 'без номера'}{day}"


MODEL = Column("Модель", attrgetter("model"), 20, "mentoring_model")
FORMAT = Column("Формат", attrgetter("format"), 20, "mentoring_format")
STARTS = Column("Начало", attrgetter("starts_on"), 12)
ENDS = Column("Окончание", attrgetter("last_day"), 12)
ACT = Column("Приказ", _act, 24, state=lambda row: "" if has_act(row) else "at_risk")

MENTORSHIPS = Table(
    title="Наставничество",
    columns=(
        person_column("Наставник", "mentor"),
        person_column("Наставляемый", "mentee"),
        workplace_column("mentee"),
        MODEL,
        FORMAT,
        STARTS,
        ENDS,
        ACT,
    ),
    filters=(
        person_search(paths=("mentor", "mentee")),
        works_at("mentee"),
        by_term("model", "model", "mentoring_model", "Модель"),
        by_term("format", "format", "mentoring_format", "Формат"),
        *held_in_period(),
        by_condition("informal", lambda: Q(act_number="", act_on=None), "Только без приказа"),
    ),
    edit=lambda row: reverse("mentoring:mentorship_edit", args=[row.pk]),
)


def person_panel(user, person):
    """The pairs of the person, on either side."""
    rows = Mentorship.objects.filter(Q(mentor=person) | Q(mentee=person)).select_related("mentor", "mentee")
    return Panel(
        title="Наставничество",
        columns=(
            person_column("Наставник", "mentor"),
            person_column("Наставляемый", "mentee"),
            STARTS,
            ENDS,
            ACT,
        ),
        rows=list(rows),
        empty="Пар пока нет.",
    )
