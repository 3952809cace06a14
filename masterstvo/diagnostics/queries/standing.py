"""Reads of one person: what was measured, what a sheet measures, where somebody stands."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.content.scoring import Result
from masterstvo.assessments.models import Sheet
from masterstvo.diagnostics.counting import Measurement
from masterstvo.diagnostics.models import (
    Competence,
    Deficit,
    Diagnostic,
    Measure,
)
from masterstvo.diagnostics.queries.framework import competences_in, framework_on, rule_on, targets_of
from masterstvo.people.models import Person

SELF = "self_assessment"


MEASURING = frozenset({"test", "observation", SELF})  # kinds of instruments that are kinds of measurement


def with_openness(rows: QuerySet, opened: QuerySet) -> QuerySet:
    """Tell each row, a measurement or what follows from some, by ``is_open`` whether it is among ``opened``."""
    return rows.annotate(
        is_open=Case(When(pk__in=opened.values("pk"), then=Value(True)), default=Value(False))
    )


def measurements_of(people: Iterable[int]) -> dict[tuple[int, Competence], list[Measurement]]:
    """Return every measurement of a known competence that has a score, the oldest first. Queries: one."""
    rows = Diagnostic.objects.filter(
        person__in=list(people), competence__isnull=False, score__isnull=False, maximum__gt=0
    )
    found: dict[tuple[int, Competence], list[Measurement]] = defaultdict(list)
    for row in rows.select_related("competence").order_by("measured_on", "pk"):
        if row.competence and row.percent is not None:
            found[row.person_id, row.competence].append(
                Measurement(row.pk, row.kind, row.measured_on, row.percent)
            )
    return found


def measurements_by(sheet: Sheet, result: Result) -> list[Diagnostic]:
    """Return a measurement, not saved yet, of each competence that the answers of a finished ``sheet`` tell of.

    An instrument of a kind that measures nothing gives none, nor does one about a school: its head is not measured by it.
    """
    instrument = sheet.campaign.version.instrument
    if instrument.kind not in MEASURING or instrument.subject == Subject.ORGANIZATION:
        return []
    measured_on = timezone.localdate(sheet.finished_at)
    framework = framework_on(sheet.campaign.municipality_id, measured_on)
    told: dict[Competence, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    measures = Measure.objects.filter(
        instrument=instrument.key, competence__in=competences_in(framework).values("pk")
    )
    for each in measures.select_related("competence"):
        percent = result.criteria.get(each.criterion) if each.criterion else result.total.percent
        if percent is not None:
            told[each.competence].append((each.weight, percent))
    targets = targets_of([sheet.person_id], measured_on)
    return [
        Diagnostic(
            person=sheet.person,
            measured_on=measured_on,
            procedure=" – ".join(filter(None, (sheet.campaign.title, sheet.occasion)))[:300],
            kind=instrument.kind,
            competency=competence.title,
            competence=competence,
            sheet=sheet,
            score=_mean(parts),
            maximum=100,
            threshold=targets.on(sheet.person_id, competence.pk, measured_on),
        )
        for competence, parts in told.items()
    ]


def _mean(parts: list[tuple[Decimal, Decimal]]) -> Decimal:
    """Return the mean of [(weight, percent)]."""
    weight = sum((each for each, _ in parts), Decimal(0))
    return (sum((w * each for w, each in parts), Decimal(0)) / weight).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Standing:
    """Where a person stands in one competence.

    ``target``: as it was when ``now`` was measured. ``now``, ``before``: the measurement that counts, and the first one of its kind; ``said``: the latest self-assessment, which is
    shown beside them and counted nowhere.
    """

    competence: Competence
    target: Decimal
    now: Measurement | None
    before: Measurement | None
    said: Measurement | None
    deficit: Deficit | None


def profile(person: Person, day: dt.date) -> list[tuple[Competence, list[Standing]]]:
    """Return [(block, standings)] over the competences that were measured. Queries: eight."""
    blocks = Competence.objects.filter(block=None).in_bulk()
    found: dict[int, list[Standing]] = defaultdict(list)
    for each in sorted(
        standings([person.pk], day), key=lambda each: (each.competence.position, each.competence.pk)
    ):
        found[each.competence.block_id or each.competence.pk].append(each)
    return [(blocks[key], rows) for key, rows in found.items()]


def standings(people: Collection[int], day: dt.date) -> Iterator[Standing]:
    """Return where each of ``people`` stands in each competence that was measured. Queries: seven."""
    rule = rule_on(day)
    targets = targets_of(people, day)
    deficits = Deficit.objects.filter(person__in=people, closed_on=None)
    opened = {(each.person_id, each.competence_id): each for each in deficits}
    for (person, competence), rows in measurements_of(people).items():
        now = rule.counted(rows, day) if rule else None
        same = [each for each in rows if now and each.kind == now.kind and each.pk != now.pk]
        said = [each for each in rows if each.kind == SELF]
        yield Standing(
            competence,
            targets.on(person, competence.pk, now.measured_on if now else day),
            now,
            same[0] if same else None,
            said[-1] if said else None,
            opened.get((person, competence.pk)),
        )
