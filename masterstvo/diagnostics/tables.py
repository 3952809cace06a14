"""Columns and filters of the list of measurements, and the panel on a person's card.

Rows carry ``is_open`` (``queries.with_openness``): what a measurement showed leaves this file only when it is true.
"""

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Q
from django.urls import reverse

from masterstvo.core.listing import (
    Column,
    Filter,
    Panel,
    Rows,
    Table,
    by_choice,
    by_condition,
    by_term,
    in_period,
    lines,
)
from masterstvo.diagnostics.choices import Severity
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.diagnostics.queries.standing import with_openness
from masterstvo.diagnostics.rules import (
    confided_diagnostics,
    has_results,
    measurable_people,
    open_diagnostics,
    own_shares,
    profiled_people,
    shares_with,
)
from masterstvo.people.models import Person
from masterstvo.people.panels import (
    accompanied_people,
    person_column,
    person_search,
    workplace_column,
    works_at,
)

HIDDEN = "не показано"
SEVERITY_LOOKS = {Severity.SLIGHT: "going_on", Severity.MEDIUM: "at_risk", Severity.SEVERE: "missed"}
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


DEFICITS = Table(
    title="Дефициты",
    columns=(
        person_column(),
        workplace_column(),
        Column("Компетенция", attrgetter("competence"), 40, small=lambda row: row.competence.block),
        Column(
            "Выраженность",
            lambda row: row.get_severity_display(),
            16,
            state=lambda row: SEVERITY_LOOKS[row.severity],
        ),
        Column("Выявлен", attrgetter("opened_on"), 12, small=lambda row: row.opened_by.procedure),
        Column("Можно измерить снова", attrgetter("ready_on"), 14),
    ),
    filters=(
        person_search("competence__title"),
        works_at(),
        by_choice("severity", "severity", Severity.choices, "Выраженность"),
        by_condition("ready", lambda: Q(ready_on__isnull=False), "Готовы к повторному измерению"),
    ),
)


def person_panel(user, person):
    """When the person was measured; what it showed, only to those who may know."""
    rows = with_openness(Diagnostic.objects.filter(person=person), open_diagnostics(user))
    return Panel(
        title="Диагностика",
        columns=(PROCEDURE, MEASURED, *SHOWED),
        rows=list(rows),
        note="Результаты видят сам педагог, его наставник, методист маршрута и те, кому педагог их открыл",
        empty="Диагностик пока не было.",
        all_url=reverse("diagnostics:profile_detail", args=[person.pk])
        if profiled_people(user).filter(pk=person.pk).exists()
        else "",
        add_url=f"{reverse('diagnostics:diagnostic_create')}?person={person.pk}"
        if measurable_people(user).filter(pk=person.pk).exists()
        else "",
    )


@dataclass(frozen=True)
class Sheet:
    """What one person's measurements showed. ``why``: why the reader may read it."""

    person: Person
    why: str
    table: Rows


def ward_sheets(user):
    """Return a sheet for each person whom ``user`` accompanies or who has shared results with them. Queries: three."""
    own = set(accompanied_people(user).values_list("pk", flat=True))
    opened = confided_diagnostics(user)
    by_person: dict[int, list[Diagnostic]] = {}
    for row in with_openness(opened, opened):
        by_person.setdefault(row.person_id, []).append(row)
    shares = shares_with(user).values("person")
    people = Person.objects.filter(Q(pk__in=own) | Q(pk__in=by_person) | Q(pk__in=shares))
    return [
        Sheet(
            person,
            "Вы сопровождаете" if person.pk in own else "Педагог открыл вам эти результаты",
            lines(str(person), (PROCEDURE, MEASURED, *SHOWED), by_person.get(person.pk, ()), {}),
        )
        for person in people
    ]


def shares_panel(user):
    """What the person has opened to others, on «Мой доступ»; None without a card."""
    return {"shares": list(own_shares(user))} if has_results(user) else None


def wards_panel(user):
    """Where to read of the people one accompanies; None for whoever accompanies nobody and was shown nothing."""
    n_people = len(ward_sheets(user))
    return {"n_people": n_people} if n_people else None
