"""An instrument as one form: all its questions on a page with what stands in their fields. Shown by ``assessments/_form.html``."""

from dataclasses import dataclass
from typing import Any

from masterstvo.assessments.content.parts import Content, Criterion, ScaleKind, Section
from masterstvo.assessments.models import Answered


@dataclass(frozen=True)
class Field:
    """One question. ``value``: keys of the options chosen, or the text of a field without options."""

    criterion: Criterion
    value: Any
    is_wrong: bool = False


@dataclass(frozen=True)
class Part:
    section: Section
    fields: list[Field]


def form_of(
    content: Content, sheet: Answered, *, sent: dict[str, list[str]] | None = None, wrong: str = ""
) -> list[Part]:
    """Return the questions by sections. ``sent``: what a refused form brought, else the kept answers stand; ``wrong``: key of its fault."""
    given = kept_as_sent(sheet.answers) if sent is None else sent
    return [
        Part(
            section, [Field(each, _value(each, given.get(each.key, [])), each.key == wrong) for each in mine]
        )
        for section in content.sections
        if (mine := [each for each in section.criteria if sheet.form is None or each.key in sheet.form])
    ]


def keys_of(content: Content, sheet: Answered) -> list[str]:
    """Return the names of the form's fields: what a view takes out of the request."""
    return [each.key for each in content.criteria() if sheet.form is None or each.key in sheet.form]


def kept_as_sent(answers: dict[str, Any]) -> dict[str, list[str]]:
    """Return answers in the shape in which a form sends them."""
    return {key: answer if isinstance(answer, list) else [answer] for key, answer in answers.items()}


def _value(criterion: Criterion, given: list[str]) -> Any:
    if criterion.scale.choices:
        return given
    text = (given or [""])[0]
    return text if criterion.scale.kind == ScaleKind.TEXT else text.replace(".", ",")
