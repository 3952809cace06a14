"""Which criteria one respondent gets, in which order, and what counts as an answer."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from masterstvo.assessments.content.parts import WITH_OPTIONS, Content, Criterion, ScaleKind, Section

TEXT_AT_MOST = 2000
NUMBER_AT_MOST = Decimal(10) ** 9
Answers = Mapping[str, Any]  # {key of a criterion: "yes", key of an option, "12.5", [keys], "text"}


class NotAnAnswer(ValueError):
    """The text says in Russian what is expected."""


# --- Parallel forms ---------------------------------------------------------------------------------------------------
def drawn(content: Content, chance: random.Random) -> list[str]:
    """Return the keys of one respondent's form, in order.

    Of a section with ``draw`` every form gets the same number of criteria of each difficulty, so that forms are equally hard.
    """
    return [key for section in content.sections for key in _drawn_of(section, chance)]


def _drawn_of(section: Section, chance: random.Random) -> list[str]:
    keys = [each.key for each in section.criteria]
    if section.draw is None or section.draw >= len(keys):
        return keys
    chosen: set[str] = set()
    for difficulty, n in quotas(section).items():
        pool = [each.key for each in section.criteria if each.difficulty == difficulty]
        chosen.update(chance.sample(pool, n))
    return [key for key in keys if key in chosen]


def quotas(section: Section) -> dict[int | None, int]:
    """Return how many criteria of each difficulty a form has: in proportion to the bank, the largest remainders first."""
    pools: dict[int | None, int] = defaultdict(int)
    for each in section.criteria:
        pools[each.difficulty] += 1
    draw, total = section.draw or len(section.criteria), len(section.criteria)
    share = {difficulty: n * draw for difficulty, n in pools.items()}
    given = {difficulty: whole // total for difficulty, whole in share.items()}
    rest = sorted(share, key=lambda each: (-(share[each] % total), each or 0))
    for difficulty in rest[: draw - sum(given.values())]:
        given[difficulty] += 1
    return given


# --- Branching --------------------------------------------------------------------------------------------------------
def asked(content: Content, answers: Answers, form: Iterable[str] | None = None) -> list[Criterion]:
    """Return the criteria that apply under the ``answers`` so far. ``form``: keys drawn for this respondent; None – all.

    A criterion whose condition speaks of one that was not asked is not asked either.
    """
    within = None if form is None else set(form)
    shown: set[str] = set()
    found = []
    for each in content.criteria():
        if within is not None and each.key not in within:
            continue
        if each.when and not (
            each.when.criterion in shown and _has(answers.get(each.when.criterion), each.when.values)
        ):
            continue
        shown.add(each.key)
        found.append(each)
    return found


def _has(answer: Any, values: tuple[str, ...]) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(each in values for each in given)


def unanswered(criteria: Iterable[Criterion], answers: Answers) -> list[Criterion]:
    """Return the required ones that still wait for an answer."""
    return [each for each in criteria if each.is_required and each.key not in answers]


# --- One answer -------------------------------------------------------------------------------------------------------
def answer_of(criterion: Criterion, sent: list[str]) -> Any:
    """Return the answer in the shape it is kept in, or None when nothing was answered. ``sent``: what the form brought.

    Raises: NotAnAnswer.
    """
    given = [each.strip() for each in sent if each.strip()]
    if not given:
        return None
    kind = criterion.scale.kind
    if kind == ScaleKind.TEXT:
        if len(given[0]) > TEXT_AT_MOST:
            raise NotAnAnswer(f"Сократите ответ: поместится {TEXT_AT_MOST} знаков.")
        return given[0]
    if kind in (ScaleKind.POINTS, ScaleKind.NUMBER):
        return str(_number(given[0], criterion.scale.maximum if kind == ScaleKind.POINTS else None))
    known = {each.key for each in criterion.scale.choices}
    if not set(given) <= known:
        raise NotAnAnswer("Выберите ответ из предложенных.")
    if kind == ScaleKind.SEVERAL:
        return [each.key for each in criterion.scale.choices if each.key in given]
    if len(given) > 1:
        raise NotAnAnswer("Выберите один ответ.")
    return given[0]


def _number(text: str, maximum: Decimal | None) -> Decimal:
    try:
        number = Decimal(text.replace(",", ".").replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
    except InvalidOperation:
        raise NotAnAnswer("Здесь нужно число, например 12 или 4,5.") from None
    if not number.is_finite() or abs(number) > NUMBER_AT_MOST:
        raise NotAnAnswer("Число слишком большое: проверьте.")
    if maximum is not None and not 0 <= number <= maximum:
        raise NotAnAnswer(f"Здесь нужно число от 0 до {maximum.normalize():f}.")
    return number


def answer_in_words(criterion: Criterion, answer: Any) -> str:
    """Return an answer as people read it."""
    if criterion.scale.kind in WITH_OPTIONS | {ScaleKind.YES_NO}:
        labels = {each.key: each.label for each in criterion.scale.choices}
        given = answer if isinstance(answer, list) else [answer]
        return "; ".join(labels.get(each, str(each)) for each in given)
    if criterion.scale.kind == ScaleKind.TEXT:
        return str(answer)
    return str(answer).replace(".", ",")
