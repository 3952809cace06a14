"""Where a respondent stands in a sheet."""

from dataclasses import dataclass

from masterstvo.assessments.content.flow import Answers, asked
from masterstvo.assessments.content.parts import Content, Criterion, Section

SECONDS_A_QUESTION = 20


@dataclass(frozen=True)
class Step:
    """One screen. ``number`` of ``total`` questions; ``criterion`` is None on the last screen, where the sheet is finished."""

    criterion: Criterion | None
    section: Section | None
    number: int
    total: int
    n_answered: int
    previous: str
    minutes_left: int


def step_of(content: Content, answers: Answers, form: list[str] | None, key: str | None) -> Step:
    """Return the screen of question ``key``; of the first unanswered one when ``key`` is not asked (any more); "end" is the last."""
    got = asked(content, answers, form)
    keys = [each.key for each in got]
    n_answered = sum(each in answers for each in keys)
    if key == END:
        at = len(keys)
    elif key in keys:
        at = keys.index(key)
    else:
        at = next((n for n, each in enumerate(keys) if each not in answers), len(keys))
    criterion = got[at] if at < len(got) else None
    section = next((each for each in content.sections if criterion in each.criteria), None)
    left = max(1, round((len(keys) - n_answered) * SECONDS_A_QUESTION / 60))
    return Step(criterion, section, at + 1, len(keys), n_answered, keys[at - 1] if at else "", left)


END = "end"


def key_after(content: Content, answers: Answers, form: list[str] | None, key: str) -> str:
    """Return the key of the question after ``key``, or ``END``."""
    keys = [each.key for each in asked(content, answers, form)]
    at = keys.index(key) + 1 if key in keys else len(keys)
    return keys[at] if at < len(keys) else END
