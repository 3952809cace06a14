"""Everything that changes a framework: an edition of one's own, competences, targets from a day, measures, a whole file."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError, Stale
from masterstvo.core.terms import shipped_terms
from masterstvo.core.versions import lock
from masterstvo.core.words import fold
from masterstvo.diagnostics.content.difference import added_goals, difference, without_past
from masterstvo.diagnostics.content.parts import Document, Goal, Node, Scope, Words
from masterstvo.diagnostics.content.reading import NotFramework, read, written
from masterstvo.diagnostics.models import (
    Competence,
    CountingRule,
    Deficit,
    Diagnostic,
    Framework,
    Measure,
    Target,
)
from masterstvo.diagnostics.panels import followers
from masterstvo.diagnostics.queries.framework import (
    digest_of_weights,
    document_of,
    levels_written,
    words_of_framework,
)
from masterstvo.organizations.models import Municipality, Region


class AlreadyOwn(DomainError):
    pass


class NameTaken(DomainError):
    field = "title"


class PastTarget(DomainError):
    field = "starts_on"


class EmptyTerm(DomainError):
    field = "ends_on"


class FileRefused(DomainError):
    field = "file"


# --- An edition of one's own --------------------------------------------------------------------------------------------
@transaction.atomic
def begin_framework(source: Framework, *, owner: Municipality | Region, by: Any) -> Framework:
    """Begin the edition of a municipality or a region as a copy of ``source``, from today on. Raises: AlreadyOwn.

    What was measured goes on with the copy: it means the same on this day.
    """
    today = timezone.localdate()
    mine = {"municipality": owner} if isinstance(owner, Municipality) else {"region": owner}
    lock(owner)
    if Framework.objects.on(today).filter(**mine).exists():
        raise AlreadyOwn("Своя рамка уже есть: правьте её.")
    made = add(
        Framework(key=source.key, title=source.title, source=source.source, starts_on=today, **mine),
        by=by,
        action="diagnostics.begin_framework",
    )
    _write_anew(made, without_past(document_of(source)))
    _hand_over(source, made, _followers_of(owner, today))
    return made


def _followers_of(owner: Municipality | Region, today: dt.date) -> list[int]:
    """Return the municipalities that go over to the new edition: of a region, those without one of their own."""
    if isinstance(owner, Municipality):
        return [owner.pk]
    own = Framework.objects.on(today).filter(municipality__region=owner)
    return list(owner.municipalities.exclude(pk__in=own.values("municipality")).values_list("pk", flat=True))


def _hand_over(source: Framework, made: Framework, municipalities: list[int]) -> None:
    """Let results, deficits and what apps above keep speak of the copies. Queries: a few for each competence."""
    old = dict(Competence.objects.filter(framework=source).values_list("key", "pk"))
    pairs = [
        (old[key], pk)
        for key, pk in Competence.objects.filter(framework=made, block__isnull=False).values_list("key", "pk")
    ]
    for before, after in pairs:
        for model in (Diagnostic, Deficit):
            rows = model.objects.filter(competence=before, person__municipality__in=municipalities)
            rows.update(competence=after)
    for follow in followers():
        follow(pairs, municipalities)


def _write_anew(framework: Framework, document: Document) -> None:
    """Fill a new framework. The log tells of it as a whole."""
    made: dict[str, Competence] = {}
    for position, node in enumerate(document.nodes):
        made[node.key] = Competence.objects.create(
            framework=framework,
            key=node.key,
            block=made.get(node.block),
            target=node.target,
            position=position,
            **_columns(node),
        )
    Target.objects.bulk_create(
        _target(made[node.key], goal) for node in document.nodes for goal in node.goals
    )
    Measure.objects.bulk_create(
        Measure(competence=made[node.key], instrument=instrument, criterion=criterion, weight=weight)
        for node in document.nodes
        for (instrument, criterion), weight in node.measures.items()
    )


def _columns(node: Node) -> dict[str, Any]:
    return {
        "title": node.title,
        "synonyms": list(node.synonyms),
        "categories": list(node.categories),
        "levels": levels_written(node.levels),
    }


def _target(competence: Competence, goal: Goal) -> Target:
    return Target(
        competence=competence,
        percent=goal.percent,
        starts_on=goal.starts_on,
        ends_on=goal.ends_on,
        category=goal.scope.category,
        job=goal.scope.job,
        subject=goal.scope.subject,
    )


# --- Competences ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_competence(
    framework: Framework,
    *,
    title: str,
    by: Any,
    block: Competence | None = None,
    target: Decimal = Decimal(60),
    **values: Any,
) -> Competence:
    """Add a competence to ``block``, or a block. ``values``: synonyms, categories, levels. Raises: NameTaken."""
    lock(framework)
    taken = set(framework.competences.values_list("key", flat=True))
    key = next(f"own.{n}" for n in range(1, 10_000) if f"own.{n}" not in taken)
    last = framework.competences.order_by("-position").values_list("position", flat=True).first()
    made = Competence(
        framework=framework,
        block=block,
        key=key,
        title=title,
        target=target,
        position=(last or 0) + 1,
        **values,
    )
    _check_names(made)
    return add(made, by=by, action="diagnostics.add_competence")


@transaction.atomic
def edit_competence(competence: Competence, *, by: Any, **values: Any) -> Competence:
    """Rename it, move it to another block, tell its levels. ``values`` may hold a token. Raises: NameTaken, Stale."""
    wanted = Competence(
        pk=competence.pk,
        framework=competence.framework,
        block=values.get("block", competence.block),
        title=values.get("title", competence.title),
        synonyms=values.get("synonyms", competence.synonyms),
    )
    if competence.archived_on is None:
        _check_names(wanted)
    if "block" in values:
        values["block_id"] = values.pop("block").pk
    return change(competence, values, by=by, action="diagnostics.edit_competence")


def _check_names(wanted: Competence) -> None:
    """Refuse a name that another competence answers to: a result finds its competence by name."""
    if wanted.block is None:
        return
    names = {fold(text) for text in (wanted.title, *wanted.synonyms)}
    others = Competence.objects.filter(
        framework=wanted.framework, block__isnull=False, archived_on=None
    ).exclude(pk=wanted.pk)
    for each in others:
        if shared := names & {fold(text) for text in (each.title, each.key, *each.synonyms)}:
            raise NameTaken(
                f"Название «{shared.pop()}» уже есть у компетенции «{each.title}»: результат не понял бы, о какой он."
            )


@transaction.atomic
def move_competence(competence: Competence, *, step: int, by: Any) -> None:
    """Put it one place up (−1) or down (+1) among its neighbours; at the end nothing moves."""
    lock(competence.framework)
    rows = list(
        Competence.objects.filter(
            framework=competence.framework_id, block=competence.block_id, archived_on=None
        )
    )
    at = next((n for n, each in enumerate(rows) if each.pk == competence.pk), None)
    if at is None or not 0 <= at + step < len(rows):
        return
    rows.insert(at + step, rows.pop(at))
    for place, each in zip(sorted(row.position for row in rows), rows, strict=True):
        change(each, {"position": place}, by=by, action="diagnostics.move_competence")


@transaction.atomic
def archive_competence(competence: Competence, *, by: Any) -> Competence:
    """Ask of it no more: no new result finds it, and what was measured stays. Of a block, all of it."""
    return change(
        competence, {"archived_on": timezone.localdate()}, by=by, action="diagnostics.archive_competence"
    )


@transaction.atomic
def restore_competence(competence: Competence, *, by: Any) -> Competence:
    """Take it out of the archive. Raises: NameTaken."""
    lock(competence)
    _check_names(competence)
    return change(competence, {"archived_on": None}, by=by, action="diagnostics.restore_competence")


# --- Targets and measures ---------------------------------------------------------------------------------------------------
@transaction.atomic
def set_target(
    competence: Competence,
    *,
    percent: Decimal,
    starts_on: dt.date,
    by: Any,
    ends_on: dt.date | None = None,
    category: str = "",
    job: str = "",
    subject: str = "",
) -> Target:
    """Say what is sufficient from a day on; what was measured before is judged as before. Raises: PastTarget, EmptyTerm."""
    today = timezone.localdate()
    if starts_on < today:
        raise PastTarget(
            f"Новый уровень действует самое раннее с {today:%d.%m.%Y}: прошлое не пересчитывается."
        )
    if ends_on and ends_on <= starts_on:
        raise EmptyTerm("Последний день раньше первого.")
    lock(competence)
    return _put_target(
        competence, Goal(Scope(category, fold(job), subject), percent, starts_on, ends_on), by=by
    )


def _put_target(competence: Competence, goal: Goal, *, by: Any) -> Target:
    """Add a target, or say it anew from the same day; the one before it ends there, and it ends where the next one begins."""
    made = _target(competence, goal)
    same = Target.objects.filter(
        competence=competence, category=made.category, job=made.job, subject=made.subject
    )
    following = same.filter(starts_on__gt=made.starts_on).order_by("starts_on").first()
    if following and (made.ends_on is None or made.ends_on > following.starts_on):
        made.ends_on = following.starts_on
    for each in same.filter(starts_on__lt=made.starts_on).on(made.starts_on):
        change(each, {"ends_on": made.starts_on}, by=by, action="diagnostics.end_target")
    known = same.filter(starts_on=made.starts_on).first()
    if known:
        values = {"percent": made.percent, "ends_on": made.ends_on}
        return change(known, values, by=by, action="diagnostics.set_target")
    return add(made, by=by, action="diagnostics.set_target")


@transaction.atomic
def set_measures(
    competence: Competence, *, instrument: str, weights: dict[str, Decimal], by: Any, seen: str | None = None
) -> None:
    """Say which questions of ``instrument`` tell of the competence. ``weights``: by key of the question, "" is the whole sheet.

    ``seen``: the digest of those that the page showed. Raises: Stale.
    """
    lock(competence)
    known = {each.criterion: each for each in competence.measures.filter(instrument=instrument)}
    if seen is not None and digest_of_weights({key: each.weight for key, each in known.items()}) != seen:
        raise Stale("Пока страница была открыта, веса изменили. Откройте её ещё раз и внесите свои.")
    for criterion, measure in known.items():
        if criterion not in weights:
            remove(measure, by=by, action="diagnostics.remove_measure", reason="Больше не измеряет")
    for criterion, weight in weights.items():
        if criterion in known:
            change(known[criterion], {"weight": weight}, by=by, action="diagnostics.set_measure")
        else:
            made = Measure(competence=competence, instrument=instrument, criterion=criterion, weight=weight)
            add(made, by=by, action="diagnostics.set_measure")


# --- A whole file ---------------------------------------------------------------------------------------------------------
def digest_of(document: Document) -> str:
    """Return what tells one edition from another."""
    return hashlib.sha256(json.dumps(written(document), sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def replace_framework(framework: Framework, *, told: Any, seen: str, by: Any) -> Framework:
    """Make the framework what ``told`` says; whoever looked at the preview has ``seen`` that edition. Raises: Stale, FileRefused."""
    lock(framework)
    old, words = document_of(framework), words_of_framework(framework)
    if digest_of(old) != seen:
        raise Stale("Пока вы смотрели, рамку изменили. Проверьте, что поменяется теперь.")
    try:
        new = read(told, words)
        changes = difference(old, new, words=words, today=timezone.localdate())
    except NotFramework as error:
        raise FileRefused(" ".join(error.problems)) from None
    if changes:
        _apply(framework, old, new, by=by)
        record(by, "diagnostics.replace_framework", framework)
    return framework


def _apply(framework: Framework, old: Document, new: Document, *, by: Any) -> None:
    before = old.by_key()
    rows = {each.key: each for each in framework.competences.all()}
    for position, node in enumerate(new.nodes):
        row = rows.get(node.key) or Competence(framework=framework, key=node.key, target=node.target)
        row_is_new = row.pk is None
        values = _columns(node) | {
            "block_id": rows[node.block].pk if node.block else None,
            "position": position,
            "archived_on": (row.archived_on or timezone.localdate()) if node.is_archived else None,
        }
        if row_is_new:
            for name, value in values.items():
                setattr(row, name, value)
            rows[node.key] = add(row, by=by, action="diagnostics.add_competence")
        else:
            change(row, values, by=by, action="diagnostics.edit_competence")
        _apply_inner(rows[node.key], before.get(node.key), node, by=by)
    for key in before.keys() - new.by_key().keys():
        if rows[key].archived_on is None:
            archive_competence(rows[key], by=by)


def _apply_inner(row: Competence, known: Node | None, node: Node, *, by: Any) -> None:
    for goal in added_goals(known, node):
        _put_target(row, goal, by=by)
    was = known.measures if known else {}
    for instrument in {name for name, _ in (*was, *node.measures)}:
        weights = {key: weight for (name, key), weight in node.measures.items() if name == instrument}
        if weights != {key: weight for (name, key), weight in was.items() if name == instrument}:
            set_measures(row, instrument=instrument, weights=weights, by=by)


# --- Shipped ----------------------------------------------------------------------------------------------------------
def load_shipped_framework(**_: Any) -> None:
    """Add the shipped framework and rule of counting once; afterwards they belong to the authority."""
    told = yaml.safe_load((Path(__file__).parent.parent / "framework.yaml").read_text(encoding="utf-8"))
    if not CountingRule.objects.exists():
        CountingRule.objects.create(starts_on=told["starts_on"], **told["rule"])
    if Framework.objects.filter(municipality=None, region=None, key=told["key"]).exists():
        return
    framework = Framework.objects.create(
        key=told["key"], title=told["title"], source=told["source"], starts_on=told["starts_on"]
    )
    _write_anew(framework, read(told, _shipped_words(told["blocks"])))


def _shipped_words(blocks: Iterable[dict[str, Any]]) -> Words:
    """Return the words of the shipped file: the dictionaries may not be there yet."""
    keys = [word["key"] for word in shipped_terms()["staff_category"]]
    named = {name for block in blocks for each in block["competences"] for name in each.get("measures", {})}
    return Words({fold(key): key for key in keys}, {}, {fold(name): name for name in named}, {})
