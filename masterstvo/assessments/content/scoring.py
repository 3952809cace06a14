"""From answers to scores and levels. Scores are percent of the best possible; where nothing was answered there is none, not 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from masterstvo.assessments.content.flow import Answers, asked
from masterstvo.assessments.content.parts import Content, Criterion, Level, ScaleKind

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Score:
    """``percent``: 0–100 with two digits, None when nothing scored was answered; ``level``: its title, "" without levels."""

    percent: Decimal | None
    level: str = ""
    n_asked: int = 0
    n_answered: int = 0


@dataclass(frozen=True)
class Result:
    """``criteria``: percent of each scored and answered one; ``failed``: keys of critical ones that hold the whole down."""

    total: Score
    sections: dict[str, Score]
    criteria: dict[str, Decimal]
    failed: tuple[str, ...] = ()


def score(content: Content, answers: Answers, form: Iterable[str] | None = None) -> Result:
    """Return the scores of one sheet. ``form``: the keys drawn for its respondent."""
    got = asked(content, answers, form)
    percents = {
        each.key: percent for each in got if (percent := _percent(content, each, answers)) is not None
    }
    failed = tuple(
        each.key
        for each in got
        if each.critical_from is not None and percents.get(each.key, HUNDRED) < each.critical_from
    )
    keys = {each.key for each in got}
    sections, parts = {}, []
    for section in content.sections:
        mine = [each for each in section.criteria if each.key in keys]
        exact = _mean([(each.weight, percents[each.key]) for each in mine if each.key in percents])
        fails = any(each.key in failed for each in mine)
        sections[section.key] = Score(
            _rounded(exact),
            _level(section.levels or content.levels, _rounded(exact), fails=fails),
            len(mine),
            sum(each.key in answers for each in mine),
        )
        if exact is not None:
            parts.append((section.weight, exact))
    total = _mean(parts)
    whole = Score(
        _rounded(total),
        _level(content.levels, _rounded(total), fails=bool(failed)),
        len(got),
        sum(each.key in answers for each in got),
    )
    return Result(
        whole, sections, {key: _rounded(each) or Decimal(0) for key, each in percents.items()}, failed
    )


def _percent(content: Content, criterion: Criterion, answers: Answers) -> Decimal | None:
    best = criterion.scale.best
    if best <= 0:
        return None
    if criterion.key not in answers:
        return Decimal(0) if content.unanswered_is_wrong else None
    return points(criterion, answers[criterion.key]) / best * HUNDRED


def points(criterion: Criterion, answer: Any) -> Decimal:
    """Return what an answer brings: never less than nothing, so wrong ticks only take back what right ones brought."""
    if criterion.scale.kind == ScaleKind.POINTS:
        return Decimal(answer)
    worth = {each.key: each.points for each in criterion.scale.choices}
    given = answer if isinstance(answer, list) else [answer]
    return max(Decimal(0), sum((worth.get(each, Decimal(0)) for each in given), Decimal(0)))


def _mean(weighted: list[tuple[Decimal, Decimal]]) -> Decimal | None:
    total = sum((weight for weight, _ in weighted), Decimal(0))
    return sum((weight * value for weight, value in weighted), Decimal(0)) / total if total else None


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(CENT, ROUND_HALF_UP)


def _level(levels: tuple[Level, ...], percent: Decimal | None, *, fails: bool) -> str:
    if percent is None or not levels:
        return ""
    if fails:
        return levels[0].title
    return next(each.title for each in reversed(levels) if percent >= each.starts_at)
