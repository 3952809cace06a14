"""Reads about frameworks, measurements and deficits."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.content.scoring import Result
from masterstvo.assessments.models import Instrument, Sheet
from masterstvo.core.terms import spellings, titles_of
from masterstvo.core.words import fold
from masterstvo.diagnostics.content.parts import Document, Goal, Level, Node, Scope, Words
from masterstvo.diagnostics.content.reading import plain
from masterstvo.diagnostics.counting import Counting, Measurement
from masterstvo.diagnostics.models import (
    Competence,
    CountingRule,
    Deficit,
    Diagnostic,
    Framework,
    Measure,
    Target,
)
from masterstvo.people.models import Employment, Person

SELF = "self_assessment"
MEASURING = frozenset({"test", "observation", SELF})  # kinds of instruments that are kinds of measurement


def with_openness(rows: QuerySet, opened: QuerySet) -> QuerySet:
    """Tell each row, a measurement or what follows from some, by ``is_open`` whether it is among ``opened``."""
    return rows.annotate(
        is_open=Case(When(pk__in=opened.values("pk"), then=Value(True)), default=Value(False))
    )


# --- Frameworks and the rule ------------------------------------------------------------------------------------------
def framework_on(municipality: int, day: dt.date) -> Framework | None:
    """Return the framework in force on ``day``: the municipality's own before its region's and the shipped one. Queries: one."""
    shipped = Q(municipality=None, region=None)
    rows = Framework.objects.on(day).filter(
        Q(municipality=municipality) | Q(region__municipalities=municipality) | shipped
    )
    nearest = F("municipality").asc(nulls_last=True), F("region").asc(nulls_last=True)
    return rows.order_by(*nearest, "-starts_on", "pk").first()


def competences_in(framework: Framework | None) -> QuerySet[Competence]:
    """Return the competences by which results are known today: no blocks, nothing of the archive."""
    rows = Competence.objects.filter(framework=framework, block__isnull=False, archived_on=None)
    return rows.filter(block__archived_on=None)


def competence_named(municipality: int, name: str, day: dt.date) -> Competence | None:
    """Return the competence that ``name`` calls by its title or another one, or None. Queries: two."""
    return competences_by_name(municipality, day).get(fold(name))


def competences_by_name(municipality: int, day: dt.date) -> dict[str, Competence]:
    """Return {folded title, key or synonym: competence} of the framework in force on ``day``. Queries: two."""
    found: dict[str, Competence] = {}
    for each in competences_in(framework_on(municipality, day)):
        for text in (each.title, each.key, *each.synonyms):
            found.setdefault(fold(text), each)
    return found


def rule_on(day: dt.date) -> Counting | None:
    """Return the rule of counting in force on ``day``. Queries: one."""
    row = CountingRule.objects.on(day).order_by("-starts_on", "-pk").first()
    return row and Counting(tuple(row.kinds), row.months, row.medium_from, row.severe_from)


@dataclass(frozen=True)
class Job:
    """What of a person's work a target may ask for. ``position``: folded."""

    category: str
    position: str
    subjects: frozenset[str]


def jobs_of(people: Iterable[int], day: dt.date) -> dict[int, list[Job]]:
    """Return the jobs of each person on ``day``, the main one first. Queries: two."""
    found: dict[int, list[Job]] = defaultdict(list)
    rows = Employment.objects.on(day).filter(person__in=list(people)).prefetch_related("subjects")
    for each in rows.order_by("-basis", "-starts_on", "pk"):
        subjects = frozenset(term.key for term in each.subjects.all())
        found[each.person_id].append(Job(each.category, fold(each.position), subjects))
    return found


class Targets:
    """Whose what is sufficient, as it was on a day; read once for many people."""

    def __init__(self, jobs: dict[int, list[Job]], competences: Iterable[Competence]) -> None:
        self._jobs = jobs
        self._competences = {each.pk: each for each in competences}

    def on(self, person: int, competence: int, day: dt.date) -> Decimal:
        """Return the percent from which ``competence`` was sufficient for ``person`` on ``day``: the closest target's.

        A subject is closer than words of the position, these than a category of staff; of the person's jobs the main one goes first.
        """
        known = self._competences[competence]
        in_force = [
            each
            for each in known.targets.all()
            if each.starts_on <= day and (each.ends_on is None or day < each.ends_on)
        ]
        closest = sorted(in_force, key=_closeness, reverse=True)
        for job in self._jobs.get(person) or [Job("", "", frozenset())]:
            for each in closest:
                if _fits(each, job) and (each.subject or each.job or each.category):
                    return each.percent
        return next((each.percent for each in closest if not any(_closeness(each)[:3])), known.target)


def _closeness(target: Target) -> tuple[bool, bool, bool, dt.date]:
    return bool(target.subject), bool(target.job), bool(target.category), target.starts_on


def _fits(target: Target, job: Job) -> bool:
    return (
        target.category in ("", job.category)
        and target.job in job.position
        and (not target.subject or target.subject in job.subjects)
    )


def targets_of(people: Iterable[int], day: dt.date) -> Targets:
    """Return what is sufficient for ``people``, by the jobs that they have on ``day``. Queries: four."""
    return Targets(jobs_of(people, day), Competence.objects.prefetch_related("targets"))


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


# --- A framework as one document ----------------------------------------------------------------------------------------
def document_of(framework: Framework) -> Document:
    """Return the whole framework, its archive included. Queries: three."""
    rows = Competence.objects.filter(framework=framework).prefetch_related("targets", "measures")
    by_block: dict[int | None, list[Competence]] = defaultdict(list)
    for each in rows:
        by_block[each.block_id].append(each)
    return Document(
        tuple(_node(each, block) for block in by_block[None] for each in (block, *by_block[block.pk]))
    )


def _node(row: Competence, block: Competence) -> Node:
    return Node(
        key=row.key,
        title=row.title,
        block=block.key if row.block_id else "",
        synonyms=tuple(row.synonyms),
        categories=tuple(row.categories),
        target=row.target,
        levels=levels_of(row),
        goals=tuple(
            Goal(Scope(each.category, each.job, each.subject), each.percent, each.starts_on, each.ends_on)
            for each in row.targets.all()
        ),
        measures={(each.instrument, each.criterion): each.weight for each in row.measures.all()},
        is_archived=row.archived_on is not None,
    )


def levels_of(row: Competence) -> tuple[Level, ...]:
    return tuple(
        Level(each["title"], Decimal(str(each["from"])), each.get("descriptor", "")) for each in row.levels
    )


def levels_written(levels: Iterable[Level]) -> list[dict[str, Any]]:
    """Return levels as a competence keeps them."""
    return [
        {"title": each.title, "from": plain(each.starts_at), "descriptor": each.descriptor} for each in levels
    ]


def words_of_framework(framework: Framework) -> Words:
    """Return the words that a file of ``framework`` may use. Queries: four."""
    told = titles_of("staff_category", "subject")
    here = Instrument.objects.filter(Q(municipality=None) | Q(municipality=framework.municipality_id))
    named = list(here.order_by("-municipality", "pk").values_list("key", "title"))
    keys = Measure.objects.filter(competence__framework=framework).values_list("instrument", flat=True)
    return Words(
        {word: term.key for word, term in spellings("staff_category").items()},
        {word: term.key for word, term in spellings("subject").items()},
        {fold(title): key for key, title in named} | {fold(key): key for key in (*keys, *dict(named))},
        told["staff_category"] | told["subject"],
    )


# --- What a sheet measures ----------------------------------------------------------------------------------------------
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


# --- One person -------------------------------------------------------------------------------------------------------
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


# --- Many people together ---------------------------------------------------------------------------------------------
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
