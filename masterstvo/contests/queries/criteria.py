"""By what a contest is judged, as its page and its regulations say it: entrants read all that jurors mark by."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from masterstvo.assessments.content.parts import Criterion, ScaleKind, Section
from masterstvo.contests.models import Contest, Criteria, MarkSheet, Nomination
from masterstvo.core.numbers import format_decimal


@dataclass(frozen=True)
class Asked:
    """One question. ``about``: how it is marked and what it weighs; ``steps``: what can be chosen, each with its descriptor."""

    text: str
    about: str
    hint: str
    steps: list[str]


@dataclass(frozen=True)
class Part:
    title: str
    about: str
    asked: list[Asked]


@dataclass(frozen=True)
class Told:
    """One set of criteria. ``title``: with its nomination and phase, ``weight``: among the other sets of the same work."""

    title: str
    weight: int
    parts: list[Part]


def told_criteria(contest: Contest) -> list[Told]:
    """Return the criteria of ``contest`` by sections. Queries: one."""
    rows = contest.criteria.select_related("version__instrument", "nomination").order_by("pk")
    return [
        Told(_title(each), each.weight, [_part(one) for one in each.version.parts.sections]) for each in rows
    ]


def begun_sheets(contest: Contest, phase: str, nomination: Nomination | None) -> QuerySet[MarkSheet]:
    """Return the sheets somebody has begun of the works that criteria of ``nomination``, or of the whole contest, would be about."""
    rows = MarkSheet.objects.filter(assignment__entry__contest=contest, assignment__phase=phase)
    rows = rows.exclude(answers={})
    if nomination is not None:
        return rows.filter(assignment__entry__nomination=nomination)
    own = contest.criteria.filter(phase=phase, nomination__isnull=False).values("nomination")
    return rows.filter(Q(assignment__entry__nomination=None) | ~Q(assignment__entry__nomination__in=own))


def as_lines(told: list[Told]) -> Iterator[str]:
    """Yield the criteria as paragraphs of a paper."""
    for each in told:
        yield f"{each.title}, вес {each.weight}."
        for part in each.parts:
            yield f"{part.title} ({part.about})."
            for asked in part.asked:
                yield f"{_ended(asked.text)} {_ended(asked.about)}{asked.hint and f' {_ended(asked.hint)}'}"
                yield from (f"– {_ended(step)}" for step in asked.steps)


def _ended(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _title(row: Criteria) -> str:
    nomination = f" (номинация «{row.nomination}»)" if row.nomination else ""
    return f"{row.version.instrument.title}{nomination}, {row.get_phase_display()}"


def _part(section: Section) -> Part:
    asked = [_asked(each) for each in section.criteria]
    return Part(section.title, f"вес {_number(section.weight)}", asked)


def _asked(criterion: Criterion) -> Asked:
    scale = criterion.scale
    if scale.kind == ScaleKind.POINTS:
        how = f"Баллы от 0 до {_number(scale.best)}"
    elif criterion.is_scored:
        how = f"Наибольший балл {_number(scale.best)}"
    else:
        how = "Без баллов"
    steps = [
        f"{each.label}{f', {_number(each.points)}' if criterion.is_scored else ''}{each.descriptor and f': {each.descriptor}'}"
        for each in scale.choices
    ]
    weight = f", вес {_number(criterion.weight)}" if criterion.is_scored else ""
    return Asked(criterion.text, f"{how}{weight}", criterion.hint, steps)


def _number(value: Decimal) -> str:
    return format_decimal(value, 2)
