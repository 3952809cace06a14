"""A framework as rows of one sheet of Excel: a line a block, a competence, a level, a target or a measure; and back."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from masterstvo.diagnostics.content.parts import Document, Node, Words
from masterstvo.diagnostics.content.reading import ROW, NotFramework, plain

COLUMNS = (
    ("Что", 14),
    ("Ключ", 22),
    ("Название", 50),
    ("Другие названия", 34),
    ("Для кого", 22),
    ("Процент", 10),
    ("С дня", 12),
    ("По день", 12),
    ("Категория", 18),
    ("Должность", 22),
    ("Предмет", 18),
    ("Описание", 50),
    ("Инструмент", 26),
    ("Вопрос", 22),
    ("Вес", 8),
    ("В архиве", 10),
)
ROWS_AT_MOST = 5000
BLOCK, COMPETENCE, LEVEL, TARGET, MEASURE = "блок", "компетенция", "уровень", "цель", "измеряется"
NAMES = (
    "what", "key", "title", "synonyms", "categories", "percent", "from", "to", "category", "job", "subject",
    "descriptor", "instrument", "criterion", "weight", "archived",
)  # fmt: skip


def rows_of(document: Document, words: Words) -> Iterable[tuple[Any, ...]]:
    """Return the lines of the sheet, without its header."""
    for node in document.nodes:
        yield _row(
            COMPETENCE if node.block else BLOCK,
            key=node.key,
            title=node.title,
            synonyms="; ".join(node.synonyms),
            categories="; ".join(words.title(each) for each in node.categories),
            percent=plain(node.target) if node.block else None,
            archived="да" if node.is_archived else "",
        )
        yield from _inner(node, words)


def _inner(node: Node, words: Words) -> Iterable[tuple[Any, ...]]:
    for level in node.levels:
        yield _row(LEVEL, title=level.title, percent=plain(level.starts_at), descriptor=level.descriptor)
    for goal in node.goals:
        told = {
            "from": goal.starts_on,
            "to": goal.ends_on - dt.timedelta(days=1) if goal.ends_on else None,
        }
        yield _row(
            TARGET,
            percent=plain(goal.percent),
            category=words.title(goal.scope.category),
            job=goal.scope.job,
            subject=words.title(goal.scope.subject),
            **told,
        )
    for (instrument, criterion), weight in node.measures.items():
        yield _row(MEASURE, instrument=instrument, criterion=criterion or "*", weight=plain(weight))


def _row(what: str, **cells: Any) -> tuple[Any, ...]:
    return (what, *(cells.get(name) for name in NAMES[1:]))


# --- Back -------------------------------------------------------------------------------------------------------------
def from_rows(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Return the JSON of the lines under the header, each part with its line. Raises: NotFramework."""
    blocks: list[dict[str, Any]] = []
    problems: list[str] = []
    owner: dict[str, Any] | None = None
    for number, cells in enumerate(rows, start=2):
        told: dict[str, Any] = dict(zip(NAMES, cells, strict=False))
        what = str(told.pop("what", "") or "").strip().lower()
        if not what and not any(str(each or "").strip() for each in told.values()):
            continue
        told[ROW] = number
        if what == BLOCK:
            owner = _owner(told) | {"competences": []}
            blocks.append(owner)
        elif what == COMPETENCE and blocks:
            owner = _owner(told)
            blocks[-1]["competences"].append(owner)
        elif what in (LEVEL, TARGET, MEASURE) and owner is not None:
            told["from"] = told["percent"] if what == LEVEL else told.get("from")
            owner[{LEVEL: "levels", TARGET: "targets", MEASURE: "measures"}[what]].append(told)
        elif what in (COMPETENCE, LEVEL, TARGET, MEASURE):
            problems.append(f"Строка {number}, столбец «Что»: сначала нужна строка «{BLOCK}».")
        else:
            problems.append(
                f"Строка {number}, столбец «Что»: стоит «{what}», нужно «{BLOCK}», «{COMPETENCE}», «{LEVEL}», "
                f"«{TARGET}» или «{MEASURE}»."
            )
    if problems:
        raise NotFramework(problems)
    return {"blocks": blocks}


def _owner(told: dict[str, Any]) -> dict[str, Any]:
    kept = {name: told.get(name) for name in ("key", "title", "synonyms", "categories", ROW)}
    return kept | {
        "target": told.get("percent"),
        "archived": str(told.get("archived") or "").strip().lower() in ("да", "1", "true", "+"),
        "levels": [],
        "targets": [],
        "measures": [],
    }
