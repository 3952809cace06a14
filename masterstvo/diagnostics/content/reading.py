"""A framework as JSON: read with every problem named in Russian, and written back the same."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from masterstvo.core.words import clean, fold
from masterstvo.diagnostics.content.parts import (
    USUAL_TARGET,
    Document,
    Goal,
    Level,
    Node,
    Scope,
    Words,
)

NODES_AT_MOST = 500
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2199, 12, 31)
ROW = "_row"  # the line of the sheet that a part came from


class NotFramework(ValueError):
    """``problems``: Russian sentences, each with its place."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("; ".join(problems))


@dataclass
class _Reader:
    words: Words
    problems: list[str] = field(default_factory=list)

    def say(self, raw: Any, column: str, what: str) -> None:
        """Name the place: a line of the sheet, or what the part is called."""
        row, title = raw.get(ROW), clean(raw.get("title") or raw.get("key") or "")
        place = f"Строка {row}" if row else f"«{title}»" if title else "Рамка"
        self.problems.append(f"{place}, столбец «{column}»: {what}")

    def text(self, raw: Any, name: str, column: str, *, most: int = 300, required: bool = False) -> str:
        value = raw.get(name)
        if value is not None and not isinstance(value, str | int | float):
            self.say(raw, column, "нужен текст.")
            return ""
        found = clean("" if value is None else value)
        if required and not found:
            self.say(raw, column, "пусто, а нужно название.")
        if len(found) > most:
            self.say(raw, column, f"длиннее {most} знаков.")
        return found

    def number(
        self, raw: Any, name: str, column: str, default: Decimal, *, low: int = 0, high: int = 100
    ) -> Decimal:
        value = raw.get(name)
        if value is None or value == "":
            return default
        try:
            number = Decimal(str(value).replace(",", ".").rstrip("% "))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not low <= number <= high:
            self.say(raw, column, f"нужно число от {low} до {high}, а стоит «{value}».")
            return default
        return number.quantize(Decimal("0.01"))

    def percent(self, raw: Any, name: str, column: str, default: Decimal) -> Decimal:
        found = self.number(raw, name, column, default)
        if not found:
            self.say(raw, column, "достаточный уровень должен быть больше 0.")
            return default
        return found

    def day(self, raw: Any, name: str, column: str) -> dt.date | None:
        value = raw.get(name)
        if value is None or value == "":
            return None
        found = _day(value)
        if found is None:
            self.say(raw, column, f"нужен день в виде 01.09.2026, а стоит «{value}».")
        return found

    def word(self, raw: Any, name: str, column: str, known: dict[str, str]) -> str:
        value = clean(raw.get(name) or "")
        return self._known(raw, value, column, known) if value else ""

    def some(self, raw: Any, name: str, column: str, known: dict[str, str] | None = None) -> tuple[str, ...]:
        """Return several words, out of a list or through «;»."""
        value = raw.get(name) or ()
        parts = value.split(";") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not all(isinstance(each, str) for each in parts):
            self.say(raw, column, "нужен список слов.")
            return ()
        cleaned = [clean(each) for each in parts if clean(each)]
        if known is None:
            return tuple(cleaned)
        return tuple(self._known(raw, each, column, known) for each in cleaned)

    def _known(self, raw: Any, value: str, column: str, known: dict[str, str]) -> str:
        found = known.get(fold(value))
        if found is None:
            self.say(raw, column, f"слова «{value}» нет в словаре. Выберите из списка или исправьте.")
            return ""
        return found


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        value = value.date()
    if not isinstance(value, dt.date):
        for shape in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                value = dt.datetime.strptime(str(value).strip(), shape).date()  # noqa: DTZ007 -- a calendar day
                break
            except ValueError:
                continue
    return value if isinstance(value, dt.date) and EARLIEST <= value <= LATEST else None


# --- Reading ------------------------------------------------------------------------------------------------------------
def read(raw: Any, words: Words) -> Document:
    """Return the framework that ``raw`` describes. Raises: NotFramework with every problem."""
    blocks = raw.get("blocks") if isinstance(raw, dict) else None
    if not isinstance(blocks, list) or not blocks:
        raise NotFramework(["В файле нет ни одного блока компетенций."])
    reader = _Reader(words)
    nodes: list[Node] = []
    for each in blocks:
        if not isinstance(each, dict):
            raise NotFramework(["Блок рамки должен быть записью с названием и списком компетенций."])
        block = _node(reader, each, Node("", ""))
        nodes.append(block)
        inner = each.get("competences") or []
        if not isinstance(inner, list) or not all(isinstance(one, dict) for one in inner):
            reader.say(each, "Компетенции", "нужен список компетенций.")
            continue
        nodes += [_node(reader, one, block) for one in inner]
    _check_names(reader, nodes)
    if len(nodes) > NODES_AT_MOST:
        reader.problems.append(f"В рамке больше {NODES_AT_MOST} блоков и компетенций.")
    if reader.problems:
        raise NotFramework(reader.problems)
    return Document(tuple(nodes))


def _node(reader: _Reader, raw: Any, block: Node) -> Node:
    key = reader.text(raw, "key", "Ключ", most=80, required=True)
    categories = reader.some(raw, "categories", "Для кого", reader.words.categories)
    return Node(
        key=key,
        title=reader.text(raw, "title", "Название", required=True),
        block=block.key,
        synonyms=reader.some(raw, "synonyms", "Другие названия"),
        categories=categories or block.categories,
        target=reader.percent(raw, "target", "Процент", USUAL_TARGET),
        levels=tuple(_levels(reader, raw)),
        goals=tuple(_goals(reader, raw)),
        measures=dict(_measures(reader, raw)),
        is_archived=raw.get("archived") is True,
    )


def _levels(reader: _Reader, raw: Any) -> Iterable[Level]:
    found = [
        Level(
            reader.text(each, "title", "Название", required=True),
            reader.number(each, "from", "Процент", Decimal(0)),
            reader.text(each, "descriptor", "Описание", most=1000),
        )
        for each in _records(reader, raw, "levels", "Уровни")
    ]
    if len({each.starts_at for each in found}) < len(found):
        reader.say(raw, "Процент", "два уровня начинаются с одного процента.")
    return sorted(found, key=lambda each: each.starts_at)


def _goals(reader: _Reader, raw: Any) -> Iterable[Goal]:
    seen = set()
    for each in _records(reader, raw, "targets", "Цели"):
        scope = Scope(
            reader.word(each, "category", "Категория", reader.words.categories),
            fold(reader.text(each, "job", "Должность", most=100)),
            reader.word(each, "subject", "Предмет", reader.words.subjects),
        )
        starts_on, last_day = reader.day(each, "from", "С дня"), reader.day(each, "to", "По день")
        percent = reader.percent(each, "percent", "Процент", Decimal(1))
        if starts_on is None:
            if not each.get("from"):
                reader.say(each, "С дня", "нужен день, с которого уровень действует.")
            continue
        if last_day and last_day < starts_on:
            reader.say(each, "По день", "последний день раньше первого.")
            continue
        if (scope, starts_on) in seen:
            reader.say(each, "С дня", "такой же уровень с этого дня уже есть выше.")
        seen.add((scope, starts_on))
        yield Goal(scope, percent, starts_on, last_day + dt.timedelta(days=1) if last_day else None)


def _measures(reader: _Reader, raw: Any) -> Iterable[tuple[tuple[str, str], Decimal]]:
    for each in _measure_records(reader, raw):
        instrument = clean(each.get("instrument") or "")
        known = reader.words.instruments.get(fold(instrument))
        if known is None:
            reader.say(
                each, "Инструмент", f"инструмента «{instrument}» нет. Пишите его ключ или точное название."
            )
            continue
        criterion = reader.text(each, "criterion", "Вопрос", most=80)
        weight = reader.number(each, "weight", "Вес", Decimal(1), high=9999)
        if not weight:
            reader.say(each, "Вес", "вес должен быть больше 0.")
        yield (known, "" if criterion == "*" else criterion), weight


def _measure_records(reader: _Reader, raw: Any) -> list[Any]:
    """Return measures as records; a file may also write {instrument: [questions]} or {instrument: {question: weight}}."""
    told = raw.get("measures") or []
    if not isinstance(told, dict):
        return _records(reader, raw, "measures", "Чем измеряется")
    return [
        {"instrument": instrument, "criterion": key, "weight": asked[key] if isinstance(asked, dict) else 1}
        for instrument, asked in told.items()
        if isinstance(asked, dict | list)
        for key in asked
    ]


def _records(reader: _Reader, raw: Any, name: str, column: str) -> list[Any]:
    told = raw.get(name) or []
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        reader.say(raw, column, "нужен список записей.")
        return []
    return told


def _check_names(reader: _Reader, nodes: list[Node]) -> None:
    """A result finds its competence by name, so no two competences may answer to one."""
    keys: set[str] = set()
    names: dict[str, str] = {}
    for each in nodes:
        if each.key in keys:
            reader.problems.append(f"Ключ «{each.key}» стоит у двух строк: у каждой должен быть свой.")
        keys.add(each.key)
        if not each.block or each.is_archived:
            continue
        for name in {fold(text) for text in (each.title, *each.synonyms)}:
            if name in names:
                reader.problems.append(f"Название «{name}» есть и у «{names[name]}», и у «{each.title}».")
            names[name] = each.title


# --- Writing ------------------------------------------------------------------------------------------------------------
def written(document: Document) -> dict[str, Any]:
    """Return the JSON of a framework, without what is empty."""
    return {
        "blocks": [
            _written(block) | {"competences": [_written(each) for each in inner]}
            for block, inner in document.blocks()
        ]
    }


def _written(node: Node) -> dict[str, Any]:
    by_instrument: dict[str, dict[str, Any]] = {}
    for (instrument, criterion), weight in node.measures.items():
        by_instrument.setdefault(instrument, {})[criterion or "*"] = plain(weight)
    told = {
        "key": node.key,
        "title": node.title,
        "synonyms": list(node.synonyms),
        "categories": list(node.categories),
        "target": plain(node.target) if node.block else None,
        "levels": [
            {"title": each.title, "from": plain(each.starts_at), "descriptor": each.descriptor}
            for each in node.levels
        ],
        "targets": [
            _filled(
                percent=plain(each.percent),
                **{"from": each.starts_on.isoformat()},
                to=(each.ends_on - dt.timedelta(days=1)).isoformat() if each.ends_on else None,
                category=each.scope.category,
                job=each.scope.job,
                subject=each.scope.subject,
            )
            for each in node.goals
        ],
        "measures": by_instrument,
        "archived": node.is_archived,
    }
    return _filled(**told)


def _filled(**told: Any) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value or value == 0 and value is not False}


def plain(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
