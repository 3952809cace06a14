"""How a document that was read again differs from the plan in the database, row by row."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from masterstvo.core.words import clean, fold
from masterstvo.plans import reading
from masterstvo.plans.models import Activity, Direction, Plan, Target
from masterstvo.plans.queries.written import REPORT, activity_texts, target_texts

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
LIKE = 0.55  # below this two rows are different rows, not one row reworded
TITLES = {
    "number": "№",
    "title": "мероприятие",
    "period_text": "срок",
    "responsible_text": "ответственные",
    "expected_result": "прогнозируемый результат",
    "actual_result": "фактический результат",
    "participants_text": "участники",
    "content_text": "содержание",
    "place_text": "место",
    "note_text": "примечание",
    "direction": "направление",
    "target_text": "план",
    "fact_text": "факт",
    "block": "раздел",
    "parts": "части показателя",
    "goal": "цель",
    "tasks": "задачи",
    "order_number": "приказ №",
    "order_on": "приказ от",
}
PLAN_FIELDS = ("title", "goal", "tasks", "order_number", "order_on")


@dataclass(frozen=True)
class FieldChange:
    """``value`` is what the column gets; ``before`` and ``after`` are for the reader."""

    name: str
    title: str
    before: str
    after: str
    value: Any = None


@dataclass(frozen=True)
class RowChange:
    """``pk`` of what is in the plan, ``index`` of what is in the document; -1 where there is none."""

    noun: str  # plan, direction, target, activity
    kind: str
    title: str
    pk: int = -1
    index: int = -1
    fields: tuple[FieldChange, ...] = ()

    @property
    def key(self) -> str:
        """What a form sends to accept this row."""
        return f"{self.noun}-{self.kind}-{self.index if self.kind == ADDED else self.pk}"

    def as_json(self) -> dict[str, Any]:
        fields = [
            {"field": field.name, "before": field.before, "after": field.after} for field in self.fields
        ]
        return {"noun": self.noun, "kind": self.kind, "title": self.title, "fields": fields}


@dataclass(frozen=True)
class Difference:
    """``pairs`` tell which row of the plan each row of the document is, by index; None for a new one."""

    rows: tuple[RowChange, ...]
    activity_pairs: tuple[int | None, ...]
    target_pairs: tuple[int | None, ...]
    direction_pairs: tuple[int | None, ...]

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def token(self) -> str:
        """Tells whether the difference is still the one that a person looked at."""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()[:16]

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)


@dataclass(frozen=True)
class _Row:
    """A row as it is compared with others."""

    number: str
    title: str


def difference(plan: Plan, read: reading.ReadPlan) -> Difference:
    """Return what ``read`` adds to ``plan``, takes from it and changes in it. Queries: four."""
    is_report = read.heading.kind == REPORT
    directions = list(plan.directions.order_by("position", "pk"))
    activities = list(plan.activities.order_by("position", "pk"))
    targets = list(plan.targets.filter(parent=None).order_by("position", "pk").prefetch_related("children"))
    direction_pairs = _paired(directions, read.directions)
    activity_pairs = _paired(activities, read.activities)
    target_pairs = _paired(targets, read.indicators) if read.indicators else []
    numbers = {
        row.number: directions[pair].pk if pair is not None else None
        for row, pair in zip(read.directions, direction_pairs, strict=True)
    }

    def activity_fields(old: Activity, new: reading.Activity) -> list[FieldChange]:
        texts = activity_texts(new, is_report=is_report)
        told = {name: text for name, text in texts.items() if text or not _is_absent(new, name, is_report)}
        return [*_changes(old, told), *_direction_change(old, new, numbers, directions, read.directions)]

    rows = [
        *_plan_row(plan, read.heading),
        *_direction_rows(directions, read.directions, direction_pairs),
        *_rows("target", targets, read.indicators, target_pairs, _target_fields),
        *_rows("activity", activities, read.activities, activity_pairs, activity_fields),
    ]
    return Difference(
        tuple(rows),
        tuple(activities[pair].pk if pair is not None else None for pair in activity_pairs),
        tuple(targets[pair].pk if pair is not None else None for pair in target_pairs),
        tuple(directions[pair].pk if pair is not None else None for pair in direction_pairs),
    )


def _is_absent(row: reading.Activity, name: str, is_report: bool) -> bool:
    """A column that the document does not have takes nothing away from the plan."""
    if name == "actual_result":
        return True  # a result entered here is never emptied by a document
    if name == "expected_result":
        return is_report and row.actual_text is None
    optional = {"participants_text", "content_text", "place_text", "note_text"}
    return name in optional and getattr(row, name) is None


def _plan_row(plan: Plan, heading: reading.Heading) -> list[RowChange]:
    told: dict[str, Any] = {"goal": heading.goal, "tasks": list(heading.tasks)}
    if heading.kind != REPORT:  # a report has its own title and order
        told["title"] = heading.title
        if heading.order:
            told |= {"order_number": heading.order.number, "order_on": heading.order.date}
    changes = tuple(_changes(plan, {name: value for name, value in told.items() if value}))
    return [RowChange("plan", CHANGED, "Титул плана", pk=plan.pk, fields=changes)] if changes else []


def _direction_rows(
    olds: Sequence[Direction], news: Sequence[reading.Direction], pairs: Sequence[int | None]
) -> list[RowChange]:
    """Only renamed ones: new directions come with their rows, empty ones go by themselves."""
    rows = []
    for index, (new, pair) in enumerate(zip(news, pairs, strict=True)):
        if pair is None:
            continue
        fields = tuple(_changes(olds[pair], {"number": new.number, "title": new.title}))
        if fields:
            rows.append(RowChange("direction", CHANGED, str(olds[pair]), olds[pair].pk, index, fields))
    return rows


def _rows(
    noun: str,
    olds: Sequence[Any],
    news: Sequence[Any],
    pairs: Sequence[int | None],
    fields_of: Callable[[Any, Any], list[FieldChange]],
) -> list[RowChange]:
    rows = []
    for index, (new, pair) in enumerate(zip(news, pairs, strict=True)):
        if pair is None:
            rows.append(RowChange(noun, ADDED, f"{new.number} {new.title}".strip(), index=index))
        elif fields := tuple(fields_of(olds[pair], new)):
            old = olds[pair]
            rows.append(RowChange(noun, CHANGED, f"{old.number} {old.title}".strip(), old.pk, index, fields))
    if news:  # a document without this table takes nothing away
        left = set(range(len(olds))) - {pair for pair in pairs if pair is not None}
        for place in sorted(left):
            title = f"{olds[place].number} {olds[place].title}".strip()
            rows.append(RowChange(noun, REMOVED, title, pk=olds[place].pk))
    return rows


def _changes(old: Any, told: dict[str, Any]) -> list[FieldChange]:
    changes = []
    for name, value in told.items():
        before, after = _shown(getattr(old, name)), _shown(value)
        if clean(before) != clean(after):
            title = "название" if name == "title" and not isinstance(old, Activity) else TITLES[name]
            changes.append(FieldChange(name, title, before, after, value))
    return changes


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value or "")


def _target_fields(old: Target, new: reading.Indicator) -> list[FieldChange]:
    told = {name: text for name, text in target_texts(new).items() if text or name != "fact_text"}
    changes = _changes(old, told)
    before = "\n".join(f"{part.title}: {part.target_text}" for part in old.children.all())
    after = "\n".join(f"{part.title}: {part.target_text}" for part in new.children)
    if clean(before) != clean(after):
        changes.append(FieldChange("parts", TITLES["parts"], before, after))
    return changes


def _direction_change(
    old: Activity,
    new: reading.Activity,
    numbers: dict[str, int | None],
    olds: Sequence[Direction],
    news: Sequence[reading.Direction],
) -> list[FieldChange]:
    pk = numbers.get(new.direction)
    if pk is not None and pk == old.direction_id or not new.direction and old.direction_id is None:
        return []
    before = next((str(each) for each in olds if each.pk == old.direction_id), "")
    after = next((f"{each.number}. {each.title}" for each in news if each.number == new.direction), "")
    return [FieldChange("direction", TITLES["direction"], before, after, new.direction)]


def _paired(olds: Sequence[Any], news: Sequence[Any]) -> list[int | None]:
    """Return for each new row the place of the old row that it is: same title first, then likeness, number and order."""
    old_rows = [_Row(row.number, fold(row.title)) for row in olds]
    new_rows = [_Row(row.number, fold(row.title)) for row in news]
    pairs: dict[int, int] = {}
    matcher = SequenceMatcher(a=[repr(r) for r in old_rows], b=[repr(r) for r in new_rows], autojunk=False)
    for block in matcher.get_matching_blocks():
        pairs |= {block.b + step: block.a + step for step in range(block.size)}
    taken = set(pairs.values())
    for alike in (_same_row, _same_title):
        for new, row in enumerate(new_rows):
            if new in pairs:
                continue
            near = [old for old, other in enumerate(old_rows) if old not in taken and alike(row, other)]
            if near:
                pairs[new] = min(near, key=lambda old: abs(old - new))
                taken.add(pairs[new])
    _pair_by_likeness(old_rows, new_rows, pairs)
    return [pairs.get(new) for new in range(len(new_rows))]


def _same_row(one: _Row, other: _Row) -> bool:
    return one == other


def _same_title(one: _Row, other: _Row) -> bool:
    return one.title == other.title


def _pair_by_likeness(olds: Sequence[_Row], news: Sequence[_Row], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    scored = []
    for new, row in enumerate(news):
        if new in pairs:
            continue
        for old, other in enumerate(olds):
            if old not in taken and (score := _likeness(row, other)) >= LIKE:
                scored.append((score - 0.001 * abs(old - new), -abs(old - new), new, old))
    for _, _, new, old in sorted(scored, reverse=True):
        if new not in pairs and old not in taken:
            pairs[new] = old
            taken.add(old)


def _likeness(one: _Row, other: _Row) -> float:
    words, others = one.title.split(), other.title.split()
    same = SequenceMatcher(a=words, b=others, autojunk=False).ratio() if words and others else 0.0
    return same * 0.85 + (0.15 if one.number and one.number == other.number else 0.0)
