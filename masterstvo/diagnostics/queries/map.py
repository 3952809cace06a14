"""Reads of many people together: gains, and where deficits lie."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from masterstvo.diagnostics.models import (
    Competence,
    Deficit,
    Diagnostic,
)
from masterstvo.diagnostics.queries.framework import rule_on
from masterstvo.diagnostics.queries.standing import Standing, standings

BANDS = (
    (Fraction(1, 4), "до четверти", "ok"),
    (Fraction(1, 2), "до половины", "risk"),
    (Fraction(1), "больше половины", "bad"),
)


@dataclass(frozen=True)
class Cell:
    """What a group's measurements of one competence come to. ``band``: how many of the measured have a deficit, "" of too few people.

    A band and not a number: exact counts by schools and by subjects would tell of one person by subtraction.
    """

    n_measured: int
    band: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Gain:
    """What came of one competence among many people: the band, and the means of those measured again by the same kind.

    ``target``: what is sufficient for most of them. ``before``, ``now``: None while fewer than the smallest group were measured twice.
    """

    competence: Competence
    target: Decimal
    cell: Cell
    n_twice: int
    before: Decimal | None
    now: Decimal | None


def gains(people: Collection[int], day: dt.date, *, smallest: int) -> list[Gain]:
    """Return the competences in which ``people`` have a measurement that counts, in the order of the framework. Queries: seven."""
    found: dict[Competence, list[Standing]] = defaultdict(list)
    for each in standings(people, day):
        if each.now:
            found[each.competence].append(each)
    told = []
    for competence in sorted(
        found, key=lambda each: (each.framework_id, each.block_id or 0, each.position, each.pk)
    ):
        rows = found[competence]
        twice = [(each.before.percent, each.now.percent) for each in rows if each.before and each.now]
        means = [sum(side, Decimal(0)) / len(twice) for side in zip(*twice, strict=True)]
        before, now = means if len(twice) >= smallest else (None, None)
        cell = _cell(len(rows), sum(each.deficit is not None for each in rows), smallest)
        targets = Counter(each.target for each in rows)
        target = max(targets, key=lambda each: (targets[each], each))
        told.append(Gain(competence, target, cell, len(twice), before, now))
    return told


GROUPS = {"organization": "organization__title", "subject": "subjects__title"}


@dataclass(frozen=True)
class Map:
    """Groups × competences. ``rows``: [(group, [cell or None where nobody was measured])]."""

    competences: list[Competence]
    rows: list[tuple[str, list[Cell | None]]]


def deficit_map(municipality: int, day: dt.date, *, by: str, smallest: int) -> Map:
    """Return how open deficits lie over organizations or subjects. ``by``: "organization" or "subject". Queries: five.

    People counted are those at work on ``day`` with a measurement that counts; one person may stand in several groups.
    """
    rule = rule_on(day)
    if rule is None:
        return Map([], [])
    group = f"person__employments__{GROUPS[by]}"
    fresh = Diagnostic.objects.filter(
        kind__in=rule.kinds, measured_on__gt=rule.oldest(day), measured_on__lte=day, score__isnull=False
    )
    counted = _at_work(fresh.exclude(competence=None), municipality, day, group)
    counted = counted.values_list(group, "competence").annotate(n=Count("person", distinct=True))
    measured = {(title, competence): n for title, competence, n in counted}
    weak = _weak(fresh, municipality, day, group)
    competences = list(Competence.objects.filter(pk__in={key for _, key in measured}))
    return Map(
        competences,
        [
            (
                title,
                [
                    _map_cell(measured.get((title, each.pk)), weak.get((title, each.pk), 0), smallest)
                    for each in competences
                ],
            )
            for title in sorted({title for title, _ in measured})
        ],
    )


def _at_work(rows: QuerySet, municipality: int, day: dt.date, group: str) -> QuerySet:
    """Keep ``rows`` about people at work on ``day`` whose job has a ``group``; one for each job."""
    still = Q(person__employments__ends_on=None) | Q(person__employments__ends_on__gt=day)
    # All in one filter: it speaks of one job. An ``exclude`` would ask about all jobs, row by row.
    at_work = rows.filter(
        still,
        person__employments__starts_on__lte=day,
        person__employments__organization__municipality=municipality,
        **{f"{group}__isnull": False},
    )
    return at_work.order_by()


def _weak(fresh: QuerySet, municipality: int, day: dt.date, group: str) -> Counter[tuple[str, int]]:
    """Return {(group, competence): how many people} with an open deficit and a measurement that counts.

    The two sets meet here: joined row by row in the database they would depend on statistics that a large write has made old.
    Queries: two.
    """
    opened = _at_work(Deficit.objects.filter(closed_on=None), municipality, day, group)
    rows = set(opened.values_list(group, "person", "competence"))
    pairs = fresh.filter(person__in={person for _, person, _ in rows}).values_list("person", "competence")
    known = set(pairs.order_by().distinct())
    return Counter((title, key) for title, person, key in rows if (person, key) in known)


def _map_cell(n_measured: int | None, n_weak: int, smallest: int) -> Cell | None:
    return None if n_measured is None else _cell(n_measured, n_weak, smallest)


def _cell(n_measured: int, n_weak: int, smallest: int) -> Cell:
    if n_measured < smallest:
        return Cell(n_measured)
    share = Fraction(n_weak, n_measured)
    band, tone = next((band, tone) for top, band, tone in BANDS if share <= top)
    return Cell(n_measured, band, tone)
