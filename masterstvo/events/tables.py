"""Columns and filters of the list of events, and the panels on other pages."""

from operator import attrgetter

from django.db.models import Q
from django.urls import reverse

from masterstvo.core.listing import Column, Panel, Table, by_condition, by_term, in_period, search
from masterstvo.events.models import Participation
from masterstvo.people.panels import HIDDEN, person_column, workplace_column


def _n_people(row):
    return HIDDEN if 0 < row.n_others < row.least else row.n_people


EVENTS = Table(
    title="События",
    columns=(
        Column(
            "Мероприятие",
            attrgetter("title"),
            50,
            url=lambda row: reverse("events:event_detail", args=[row.pk]),
            small=attrgetter("organizer"),
        ),
        Column("Дата", attrgetter("held_on"), 12),
        Column("Вид", attrgetter("kind"), 20, "event_kind"),
        Column("Уровень", attrgetter("level"), 18, "level"),
        Column("Часы", attrgetter("hours"), 8, is_number=True),
        Column("В рамках РС НМС", attrgetter("within_system"), 12),
        Column("Состоялось", attrgetter("is_held"), 12),
        Column("Участников", _n_people, 12, is_number=True),
    ),
    filters=(
        search("title", "organizer"),
        by_term("kind", "kind", "event_kind", "Вид"),
        by_term("level", "level", "level", "Уровень"),
        *in_period("held_on"),
        by_condition("system", lambda: Q(within_system=True), "В рамках РС НМС"),
    ),
    edit=lambda row: reverse("events:event_edit", args=[row.pk]),
)

ROLE = Column("Роль", attrgetter("role"), 18, "participation_role")
PRESENT = Column("Присутствовал", attrgetter("was_present"), 12)

PARTICIPANTS = Table(
    title="Участники",
    columns=(person_column("Участник"), workplace_column(), ROLE, PRESENT),
    edit=lambda row: reverse("events:participation_edit", args=[row.pk]),
)


def person_panel(user, person):
    """The events in which the person took part."""
    rows = (
        Participation.objects.filter(person=person).select_related("event").order_by("-event__held_on", "pk")
    )
    return Panel(
        title="События",
        columns=(
            Column("Мероприятие", attrgetter("event.title"), url=lambda row: row.event.get_absolute_url()),
            Column("Дата", attrgetter("event.held_on")),
            Column("Уровень", attrgetter("event.level"), vocabulary="level"),
            ROLE,
            PRESENT,
        ),
        rows=list(rows),
        empty="Здесь появятся семинары, конференции и открытые уроки.",
    )
