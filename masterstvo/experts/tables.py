"""Columns and filters of the list of expert appointments, and the panel on a person's card."""

from operator import attrgetter

from django.urls import reverse

from masterstvo.core.listing import Column, Panel, Table, by_term, held_in_period
from masterstvo.experts.models import ExpertAppointment
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at

WORK = (
    Column("Вид экспертизы", attrgetter("kind"), 26, "expert_kind"),
    Column("Уровень", attrgetter("level"), 18, "level"),
    Column("Начало", attrgetter("starts_on"), 12),
    Column("Окончание", attrgetter("last_day"), 12),
    Column("Основание", attrgetter("basis"), 36),
)

APPOINTMENTS = Table(
    title="Эксперты",
    columns=(person_column("Эксперт"), workplace_column(), *WORK),
    filters=(
        person_search("basis"),
        works_at(),
        by_term("kind", "kind", "expert_kind", "Вид экспертизы"),
        by_term("level", "level", "level", "Уровень"),
        *held_in_period(),
    ),
    edit=lambda row: reverse("experts:expertappointment_edit", args=[row.pk]),
)


def person_panel(user, person):
    """The person's expert work; most people have none, so an empty panel is not shown."""
    rows = list(ExpertAppointment.objects.filter(person=person))
    return Panel(title="Экспертная работа", columns=WORK, rows=rows) if rows else None
