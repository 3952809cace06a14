"""Reads of frameworks: which holds, its competences, the rule of counting, targets, and it as one document."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from masterstvo.assessments.models import Instrument
from masterstvo.core.terms import spellings, titles_of
from masterstvo.core.words import fold
from masterstvo.diagnostics.content.parts import Document, Goal, Level, Node, Scope, Words
from masterstvo.diagnostics.content.reading import plain
from masterstvo.diagnostics.counting import Counting
from masterstvo.diagnostics.models import (
    Competence,
    CountingRule,
    Framework,
    Measure,
    Target,
)
from masterstvo.people.models import Employment


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


def digest_of_weights(weights: Mapping[str, Decimal]) -> str:
    """Return what tells one set of weights of questions from another."""
    told = sorted((key, f"{weight:.2f}") for key, weight in weights.items())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
