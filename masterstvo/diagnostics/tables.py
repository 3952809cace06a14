"""Columns and filters of the list of measurements, and the panel on a person's card.

Rows carry ``is_open`` (``queries.with_openness``): what a measurement showed leaves this file only when it is true.
"""

from operator import attrgetter

from django.urls import reverse

from masterstvo.core.listing import Column, Filter, Panel, Table, by_choice, by_term, in_period
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.diagnostics.queries import with_openness
from masterstvo.diagnostics.rules import measurable_people, open_diagnostics
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at

HIDDEN = "видит методист"
DEFICIT = [("1", "есть"), ("0", "нет")]


def _if_open(name):
    value = attrgetter(name)
    return lambda row: value(row) if row.is_open else HIDDEN


def _by_deficit(rows, answer):
    # A filter over hidden results would tell them.
    return rows.filter(is_open=True, has_deficit=answer == "1")


MEASURED = Column("Дата", attrgetter("measured_on"), 12)
PROCEDURE = Column("Процедура", attrgetter("procedure"), 36)
KIND = Column("Вид", attrgetter("kind"), 20, "diagnostic_kind")
SHOWED = (
    Column("Компетенция", _if_open("competency"), 36),
    Column("Балл", _if_open("score"), 10, is_number=True),
    Column("Максимум", _if_open("maximum"), 10, is_number=True),
    Column("Порог", _if_open("threshold"), 10, is_number=True),
    Column("Дефицит", _if_open("has_deficit"), 10),
)

DIAGNOSTICS = Table(
    title="Диагностика",
    columns=(person_column(), workplace_column(), MEASURED, PROCEDURE, KIND, *SHOWED),
    filters=(
        person_search("procedure"),
        works_at(),
        by_term("kind", "kind", "diagnostic_kind", "Вид"),
        *in_period("measured_on"),
        Filter("deficit", by_choice("deficit", "", DEFICIT, "Дефицит").field, _by_deficit),
    ),
    edit=lambda row: reverse("diagnostics:diagnostic_edit", args=[row.pk]),
)


def person_panel(user, person):
    """When the person was measured; what it showed, only to those who may know."""
    rows = with_openness(Diagnostic.objects.filter(person=person), open_diagnostics(user))
    return Panel(
        title="Диагностика",
        columns=(PROCEDURE, MEASURED, *SHOWED),
        rows=list(rows),
        note="Результаты видят сам педагог, его наставник и методист",
        empty="Диагностик пока не было.",
        add_url=f"{reverse('diagnostics:diagnostic_create')}?person={person.pk}"
        if measurable_people(user).filter(pk=person.pk).exists()
        else "",
    )
