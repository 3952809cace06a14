"""Everything that changes measurements and the deficits that follow from them, and opens results to others."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.assessments.content.scoring import Result
from masterstvo.assessments.models import Sheet
from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.words import fold
from masterstvo.diagnostics.counting import Change, change_of
from masterstvo.diagnostics.models import (
    Competence,
    Deficit,
    Diagnostic,
    Share,
)
from masterstvo.diagnostics.queries.framework import (
    Targets,
    competence_named,
    competences_by_name,
    rule_on,
    targets_of,
)
from masterstvo.diagnostics.queries.standing import measurements_by, measurements_of
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person

LONGEST = dt.timedelta(days=366)


class TermOutOfReach(DomainError):
    field = "ends_on"


class ForeignResult(DomainError):
    field = "diagnostic"


@transaction.atomic
def add_diagnostic(
    *, person: Person, measured_on: dt.date, procedure: str, competency: str, by: Any, **values: Any
) -> Diagnostic:
    """Add a measurement. ``values``: kind, score, maximum, threshold, has_deficit."""
    diagnostic = Diagnostic(
        person=person, measured_on=measured_on, procedure=procedure, competency=competency, **values
    )
    diagnostic.competence = competence_named(person.municipality_id, competency, measured_on)
    add(diagnostic, by=by, action="diagnostics.add_diagnostic")
    settle_deficits([person.pk], by=by)
    return diagnostic


@transaction.atomic
def edit_diagnostic(diagnostic: Diagnostic, *, by: Any, reason: str = "", **values: Any) -> Diagnostic:
    """Correct a measurement; what follows from it is told anew."""
    if "competency" in values:
        values["competence"] = competence_named(
            diagnostic.person.municipality_id,
            values["competency"],
            values.get("measured_on", diagnostic.measured_on),
        )
    change(diagnostic, values, by=by, action="diagnostics.edit_diagnostic", reason=reason)
    settle_deficits([diagnostic.person_id], by=by)
    return diagnostic


@transaction.atomic
def remove_diagnostic(diagnostic: Diagnostic, *, by: Any, reason: str) -> None:
    """Remove a measurement entered by mistake; deficits that it alone opened go with it."""
    person = diagnostic.person_id
    remove(diagnostic, by=by, action="diagnostics.remove_diagnostic", reason=reason)
    settle_deficits([person], by=by)


# --- From a finished sheet to measurements ----------------------------------------------------------------------------
def take_sheet(sheet: Sheet, result: Result, by: Any) -> None:
    """Keep what a finished ``sheet`` measures. Called in the transaction that finishes it."""
    rows = measurements_by(sheet, result)
    for row in rows:
        add(row, by=by, action="diagnostics.add_diagnostic")
    if rows:
        settle_deficits([sheet.person_id], by=by)


# --- Deficits ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def settle_deficits(people: Iterable[int], *, by: Any, day: dt.date | None = None) -> None:
    """Open, weigh anew and close the deficits of ``people`` as their measurements say on ``day`` (today).

    Queries: a constant number for all people, and one for each change.
    """
    day = day or timezone.localdate()
    rule = rule_on(day)
    if rule is None:
        return
    people = list(people)
    _one_at_a_time(people)
    measured = measurements_of(people)
    targets = targets_of(people, day)
    _withdraw_mistaken(people, targets, by=by)
    opened = {
        (each.person_id, each.competence_id): each
        for each in Deficit.objects.select_for_update().filter(person__in=people, closed_on=None)
    }
    for (person, competence), rows in measured.items():
        deficit = opened.get((person, competence.pk))
        first = next((each for each in rows if deficit and each.pk == deficit.opened_by_id), None)
        found = change_of(rule, rows, partial(targets.on, person, competence.pk), first, day)
        if found is not None:
            _settle(deficit, found, person, competence, by=by)


def _one_at_a_time(people: list[int]) -> None:
    """Let nobody else count the deficits of ``people`` until the end of the transaction: two results at once would open one twice.

    Without the key, which every insert of a measurement holds; in one order, so that no two wait for each other.
    """
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    list(locked.values_list("pk"))


def _withdraw_mistaken(people: list[int], targets: Targets, *, by: Any) -> None:
    """Take back what a corrected or removed measurement had opened or closed."""

    def is_weak(row: Diagnostic | None, deficit: Deficit) -> bool:
        if row is None or row.competence_id != deficit.competence_id or row.percent is None:
            return False
        return row.percent < targets.on(deficit.person_id, deficit.competence_id, row.measured_on)

    locked = Deficit.objects.select_for_update(of=("self",)).filter(person__in=people)
    rows = list(locked.select_related("opened_by", "closed_by").order_by("-closed_on", "pk"))
    still_open = {(each.person_id, each.competence_id) for each in rows if each.closed_on is None}
    for each in rows:
        if not is_weak(each.opened_by, each):
            remove(each, by=by, action="diagnostics.withdraw_deficit", reason="Измерение исправлено")
        elif (
            each.closed_on
            and (each.closed_by is None or is_weak(each.closed_by, each))
            and (each.person_id, each.competence_id) not in still_open
        ):
            still_open.add((each.person_id, each.competence_id))
            change(
                each, {"closed_by_id": None, "closed_on": None}, by=by, action="diagnostics.reopen_deficit"
            )


def _settle(deficit: Deficit | None, found: Change, person: int, competence: Competence, *, by: Any) -> None:
    if deficit is None and found.severity:
        add(
            Deficit(
                person_id=person,
                competence=competence,
                severity=found.severity,
                opened_by_id=found.by.pk,
                opened_on=found.by.measured_on,
            ),
            by=by,
            action="diagnostics.open_deficit",
        )
    elif deficit and found.severity is None:
        change(
            deficit,
            {"closed_by_id": found.by.pk, "closed_on": found.by.measured_on},
            by=by,
            action="diagnostics.close_deficit",
        )
    elif deficit:
        change(deficit, {"severity": found.severity}, by=by, action="diagnostics.weigh_deficit")


@transaction.atomic
def mark_ready(deficit: Deficit, *, by: Any, ready_on: dt.date | None = None) -> Deficit:
    """Say that learning for a deficit is done, so that it may be measured again; that alone closes nothing."""
    _one_at_a_time([deficit.person_id])
    return change(
        deficit, {"ready_on": ready_on or timezone.localdate()}, by=by, action="diagnostics.mark_ready"
    )


# --- Measurements that come in files ----------------------------------------------------------------------------------
@transaction.atomic
def take_imported(keys: Iterable[int], *, municipality: int, by: Any) -> None:
    """Find the competences of measurements written in bulk, by their names in today's framework, and settle what follows.

    Queries: a constant number for each 500 people, and one for each deficit that changes.
    """
    known = competences_by_name(municipality, timezone.localdate())
    rows = list(Diagnostic.objects.filter(pk__in=list(keys)).only("competency", "competence", "person"))
    for row in rows:
        row.competence = known.get(fold(row.competency))
    Diagnostic.objects.bulk_update(rows, ["competence"], batch_size=500)
    settle_many({row.person_id for row in rows}, by=by)


def settle_many(people: Iterable[int], *, by: Any) -> None:
    """Settle the deficits of many people, 500 at a time."""
    ordered = sorted(people)
    for start in range(0, len(ordered), 500):
        settle_deficits(ordered[start : start + 500], by=by)


@transaction.atomic
def release_imported(keys: Iterable[int], *, by: Any) -> set[int]:
    """Take back what measurements about to be undone have opened and closed; return whose they are.

    A deficit for which a route was built stays, and with it its measurement.
    """
    keys = list(keys)
    for deficit in Deficit.objects.filter(closed_by__in=keys):
        again = Deficit.objects.filter(
            person=deficit.person_id, competence=deficit.competence_id, closed_on=None
        )
        if not again.exists():
            change(
                deficit, {"closed_by_id": None, "closed_on": None}, by=by, action="diagnostics.reopen_deficit"
            )
    for deficit in Deficit.objects.filter(opened_by__in=keys, routes=None):
        remove(deficit, by=by, action="diagnostics.withdraw_deficit", reason="Загрузка отменена")
    return set(Diagnostic.objects.filter(pk__in=keys).values_list("person", flat=True))


# --- Open to others ---------------------------------------------------------------------------------------------------
def share_results(
    person: Person,
    *,
    ends_on: dt.date,
    by: Any,
    diagnostic: Diagnostic | None = None,
    user: Any = None,
    organization: Organization | None = None,
) -> Share:
    """Open results of ``person`` until the day before ``ends_on``. Raises: TermOutOfReach, ForeignResult."""
    today = timezone.localdate()
    if not today < ends_on <= today + LONGEST:
        raise TermOutOfReach("Открыть можно самое раннее до сегодняшнего дня и не больше чем на год.")
    if diagnostic and diagnostic.person_id != person.pk:
        raise ForeignResult("Открыть можно только свой результат.")
    share = Share(
        person=person,
        diagnostic=diagnostic,
        user=user,
        organization=organization,
        starts_on=today,
        ends_on=ends_on,
    )
    return add(share, by=by, action="diagnostics.share_results")


def revoke_share(share: Share, *, by: Any) -> None:
    """Close what was opened, at once."""
    remove(share, by=by, action="diagnostics.revoke_share", reason="Доступ закрыт самим педагогом")
