"""What every table of answers shares: keeping them, whole or in part, and scoring them at the end (docs/recipes/judge-by-an-instrument.md).

Nothing here saves: the action that owns the table locks its row, calls these, and saves and records in its own words.
"""

from masterstvo.assessments.content.flow import NotAnAnswer, answer_of, asked, unanswered
from masterstvo.assessments.content.parts import Content, Criterion
from masterstvo.assessments.content.scoring import Result, score
from masterstvo.assessments.models import Answered
from masterstvo.core.errors import DomainError

ANSWERS = ("answers",)  # columns that keeping changes
SCORES = ("percent", "level")  # columns that scoring changes


class AnswerIsMissing(DomainError):
    """``key``: the criterion that still waits."""

    def __init__(self, text: str, *, key: str = ""):
        self.key = key
        super().__init__(text)


class AnswerIsWrong(DomainError):
    """``key``: the criterion whose answer cannot be kept."""

    def __init__(self, text: str, *, key: str = ""):
        self.key = key
        super().__init__(text)


def keep_answer(sheet: Answered, content: Content, *, key: str, sent: list[str]) -> None:
    """Put one answer among the others, or take it away when nothing was ``sent``. Raises: AnswerIsWrong."""
    _keep(sheet, _criterion(content, key, sheet.form), sent)


def keep_answers(sheet: Answered, content: Content, *, sent: dict[str, list[str]]) -> None:
    """Put what a form of all criteria brought in place of the answers; what is empty waits. ``sent``: {key: what its field brought}.

    Raises: AnswerIsWrong, with the question in its text: the reader sees many at once.
    """
    sheet.answers = {}
    for criterion in content.criteria():
        if sheet.form is not None and criterion.key not in sheet.form:
            continue
        try:
            _keep(sheet, criterion, sent.get(criterion.key, []))
        except AnswerIsWrong as error:
            raise AnswerIsWrong(f"«{criterion.text}»: {error}", key=criterion.key) from error


def check_complete(sheet: Answered, content: Content) -> None:
    """Raises: AnswerIsMissing."""
    left = unanswered(asked(content, sheet.answers, sheet.form), sheet.answers)
    if left:
        raise AnswerIsMissing(f"Остался вопрос без ответа: «{left[0].text}».", key=left[0].key)


def score_answers(sheet: Answered, content: Content) -> Result:
    """Write the total and its level into the row; return the scores of sections and criteria too."""
    result = score(content, sheet.answers, sheet.form)
    sheet.percent, sheet.level = result.total.percent, result.total.level
    return result


def _criterion(content: Content, key: str, form: list[str] | None) -> Criterion:
    found = content.criterion(key)
    if found is None or (form is not None and key not in form):
        raise AnswerIsWrong("Такого вопроса в этом листе нет.", key=key)
    return found


def _keep(sheet: Answered, criterion: Criterion, sent: list[str]) -> None:
    try:
        answer = answer_of(criterion, sent)
    except NotAnAnswer as error:
        raise AnswerIsWrong(str(error), key=criterion.key) from error
    if answer is None:
        sheet.answers.pop(criterion.key, None)
    else:
        sheet.answers[criterion.key] = answer
