"""An instrument as rows of one sheet of Excel, one line a level, a section or a question; and back."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from masterstvo.assessments.content.parts import (
    SCALE_TITLES,
    WITH_OPTIONS,
    Condition,
    Content,
    Criterion,
    ScaleKind,
)
from masterstvo.assessments.content.reading import NotContent, written

COLUMNS = (
    ("Что", 12),
    ("Ключ", 14),
    ("Текст", 60),
    ("Пояснение", 40),
    ("Вид ответа", 24),
    ("Ответы: текст = баллы | по чему узнать", 60),
    ("Наибольший балл", 10),
    ("С процента", 10),
    ("Вес", 8),
    ("Обязателен", 12),
    ("Критический, %", 12),
    ("Трудность", 10),
    ("Если", 30),
    ("По жребию", 10),
)
KINDS = {title: kind for kind, title in SCALE_TITLES.items()}
LEVEL, SECTION, SECTION_LEVEL, QUESTION, MINUTES, SKIPPED = (
    "уровень", "раздел", "уровень раздела", "вопрос", "минут на всё", "пропуск – ошибка",
)  # fmt: skip
ROWS_AT_MOST = 2000
BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")  # one that no backslash escapes
ESCAPED = re.compile(r"\\([\\|])")


def rows_of(content: Content) -> Iterable[tuple[Any, ...]]:
    """Return the lines of the sheet, without its header."""
    told = written(content)
    yield from (_row(LEVEL, text=each["title"], start=each["from"]) for each in told.get("levels", ()))
    if content.minutes:
        yield _row(MINUTES, text=str(content.minutes))
    if content.unanswered_is_wrong:
        yield _row(SKIPPED, text="да")
    for section in content.sections:
        yield _row(
            SECTION,
            key=section.key,
            text=section.title,
            hint=section.hint,
            weight=_number(section.weight),
            draw=section.draw,
        )
        for level in section.levels:
            yield _row(SECTION_LEVEL, text=level.title, start=_number(level.starts_at))
        yield from (_question(each, content) for each in section.criteria)


def _question(each: Criterion, content: Content) -> tuple[Any, ...]:
    options = "\n".join(
        " | ".join(
            filter(None, (f"{_escaped(option.label)} = {option.points.normalize():f}", option.descriptor))
        )
        for option in each.scale.options
    )
    when = f"{each.when.criterion}: {', '.join(_named(each.when, content))}" if each.when else ""
    return _row(
        QUESTION,
        key=each.key,
        text=each.text,
        hint=each.hint,
        kind=SCALE_TITLES[each.scale.kind],
        options=options,
        maximum=_number(each.scale.maximum),
        weight=_number(each.weight),
        required="да" if each.is_required else "нет",
        critical=_number(each.critical_from),
        difficulty=each.difficulty,
        when=when,
    )


def _escaped(label: str) -> str:
    """Return an answer whose own bars are not taken for the one before its descriptor."""
    return label.replace("\\", "\\\\").replace("|", "\\|")


def _named(when: Condition, content: Content) -> Sequence[str]:
    """Return the keys that the answers of a condition get when the sheet is read back: there they are numbered anew."""
    looked = content.criterion(when.criterion)
    if looked is None or not looked.scale.options:
        return when.values
    return [str(n) for n, option in enumerate(looked.scale.options) if option.key in when.values]


def _row(what: str, **cells: Any) -> tuple[Any, ...]:
    names = (
        "key", "text", "hint", "kind", "options", "maximum", "start", "weight", "required", "critical", "difficulty",
        "when", "draw",
    )  # fmt: skip
    return (what, *(cells.get(name) for name in names))


def _number(value: Any) -> Any:
    return None if value is None else int(value) if value == int(value) else float(value)


# --- Back -------------------------------------------------------------------------------------------------------------
def from_rows(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Return the JSON that ``reading.read`` takes, of the lines under the header. Raises: NotContent."""
    content: dict[str, Any] = {"sections": [], "levels": []}
    problems: list[str] = []
    for n, cells in enumerate(rows, start=2):
        texts = [_text(each) for each in cells] + [""] * (len(COLUMNS) - len(cells))
        what = texts[0].lower()
        if not any(texts):
            continue
        if what in (QUESTION, SECTION_LEVEL) and not content["sections"]:
            problems.append(f"Строка {n}: сначала нужна строка «{SECTION}».")
        elif what == QUESTION:
            try:
                content["sections"][-1]["criteria"].append(_read_question(texts))
            except ValueError as error:
                problems.append(f"Строка {n}: {error}")
        elif what == SECTION:
            content["sections"].append(
                {
                    "key": texts[1] or f"s{len(content['sections']) + 1}",
                    "title": texts[2],
                    "hint": texts[3],
                    "weight": texts[8] or None,
                    "draw": texts[13] or None,
                    "criteria": [],
                    "levels": [],
                }
            )
        elif what in (LEVEL, SECTION_LEVEL):
            place = content if what == LEVEL else content["sections"][-1]
            place["levels"].append({"title": texts[2], "from": texts[7] or 0})
        elif what == MINUTES:
            content["minutes"] = texts[2]
        elif what == SKIPPED:
            content["unanswered_is_wrong"] = texts[2].lower() == "да"
        else:
            problems.append(
                f"Строка {n}: в столбце «Что» стоит «{texts[0]}», нужно «{SECTION}» или «{QUESTION}»."
            )
    if problems:
        raise NotContent(problems[:20])
    _name_questions(content)
    return content


def _read_question(texts: list[str]) -> dict[str, Any]:
    kind = KINDS.get(texts[4].lower())
    if kind is None:
        raise ValueError(f"вид ответа «{texts[4]}» не известен. Есть: {', '.join(KINDS)}.")
    scale: dict[str, Any] = {"kind": str(kind)}
    if kind in WITH_OPTIONS:
        scale["options"] = [
            _option(n, line) for n, line in enumerate(filter(str.strip, texts[5].splitlines()))
        ]
    if kind == ScaleKind.POINTS:
        scale["maximum"] = texts[6]
    criterion, _, values = texts[12].partition(":")
    return {
        "key": texts[1],
        "text": texts[2],
        "hint": texts[3],
        "scale": scale,
        "weight": texts[8] or None,
        "required": texts[9].lower() != "нет",
        "critical_from": texts[10] or None,
        "difficulty": texts[11] or None,
        "when": {"criterion": criterion.strip(), "values": [each.strip() for each in values.split(",")]}
        if texts[12]
        else None,
    }


def _option(n: int, line: str) -> dict[str, Any]:
    bar = BAR.search(line)
    told, descriptor = (line[: bar.end() - 1], line[bar.end() :]) if bar else (line, "")
    label, sign, points = told.rpartition("=")
    if not sign:
        label, points = told, ""
    return {
        "key": str(n),
        "label": ESCAPED.sub(r"\1", label.strip()),
        "points": points.strip() or None,
        "descriptor": descriptor.strip(),
    }


def _name_questions(content: dict[str, Any]) -> None:
    """Give keys to questions that have none: whoever writes a sheet by hand needs none."""
    questions = [each for section in content["sections"] for each in section["criteria"]]
    taken = {each["key"] for each in questions}
    n = 0
    for each in questions:
        while not each["key"]:
            n += 1
            if f"q{n}" not in taken:
                each["key"] = f"q{n}"
                taken.add(f"q{n}")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value).strip()
