"""What a document says, typed: the result of reading."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ScheduleOf = Callable[[str, int | None], object]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field stands, counted from 1 as a reader counts; ``column`` is the place in the table's grid."""

    table: int
    row: int
    column: int

    def __str__(self) -> str:
        return f"Таблица {self.table}, строка {self.row}, графа {self.column}"


Sources = Mapping[str, tuple[Provenance, ...]]


@dataclass(frozen=True, slots=True)
class Target:
    """``op``: one of = >= <= > <; ``unit``: percent, count, people, points, hours, rubles or «» when not told."""

    op: str
    value: float
    unit: str
    year: int | None = None
    label: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"op": self.op, "value": self.value, "unit": self.unit, "year": self.year, "label": self.label}


@dataclass(frozen=True, slots=True)
class Fact:
    value: float
    unit: str
    label: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"value": self.value, "unit": self.unit, "label": self.label}


@dataclass(frozen=True, slots=True)
class Direction:
    number: str
    title: str
    parent: str | None = None
    sources: Sources = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """``fact_text`` is ``None`` where the document has no column of actual values."""

    number: str
    title: str
    target_text: str
    targets: tuple[Target, ...] = ()
    children: tuple["Indicator", ...] = ()
    fact_text: str | None = None
    facts: tuple[Fact, ...] = ()
    block: int = 1
    block_title: str = ""
    unit: str = ""
    sources: Sources = field(default_factory=dict)

    def as_json(self, *, provenance: bool = False) -> dict[str, Any]:
        data: dict[str, Any] = {
            "number": self.number,
            "title": self.title,
            "target_text": self.target_text,
            "targets": [target.as_json() for target in self.targets],
            "children": [child.as_json(provenance=provenance) for child in self.children],
        }
        if self.fact_text is not None:
            data |= {"fact_text": self.fact_text, "facts": [fact.as_json() for fact in self.facts]}
        if self.block_title:
            data |= {"block": self.block, "block_title": self.block_title}
        return data | _sources_json(self.sources, provenance)


@dataclass(frozen=True, slots=True)
class Activity:
    """One row. ``content_text``, ``participants_text`` and ``actual_text`` are ``None`` without such a column."""

    direction: str
    number: str
    period_text: str
    title: str
    responsible_text: str
    result_text: str
    content_text: str | None = None
    participants_text: str | None = None
    actual_text: str | None = None
    place_text: str | None = None
    note_text: str | None = None
    links: tuple[str, ...] = ()
    sources: Sources = field(default_factory=dict)

    def as_json(self, *, provenance: bool = False) -> dict[str, Any]:
        data: dict[str, Any] = {
            "direction": self.direction,
            "number": self.number,
            "period_text": self.period_text,
            "title": self.title,
            "responsible_text": self.responsible_text,
            "result_text": self.result_text,
        }
        optional = ("content_text", "participants_text", "actual_text", "place_text", "note_text")
        data |= {name: value for name in optional if (value := getattr(self, name)) is not None}
        if self.links:
            data["links"] = list(self.links)
        return data | _sources_json(self.sources, provenance)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A number in the result of an activity that may be meant as a target; a person decides."""

    activity: int  # index in ``ReadPlan.activities``
    number: str
    text: str
    op: str
    value: float
    unit: str
    year: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "activity": self.activity, "number": self.number, "text": self.text,
            "op": self.op, "value": self.value, "unit": self.unit,
            "year": self.year,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    where: str
    what: str

    def as_json(self) -> dict[str, str]:
        return {"where": self.where, "what": self.what}


@dataclass(frozen=True, slots=True)
class Order:
    number: str
    date: dt.date | None

    def as_json(self) -> dict[str, str | None]:
        return {"number": self.number, "date": self.date.isoformat() if self.date else None}


@dataclass(frozen=True, slots=True)
class Heading:
    """``kind``: annual, roadmap, concept or report."""

    title: str = ""
    kind: str = "annual"
    municipality: str = ""
    region: str = ""
    year_from: int | None = None
    year_to: int | None = None
    order: Order | None = None
    goal: str = ""
    tasks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "kind": self.kind,
            "municipality": self.municipality,
            "region": self.region,
            "year_from": self.year_from,
            "year_to": self.year_to,
            "order": self.order.as_json() if self.order else None,
            "goal": self.goal,
            "tasks": list(self.tasks),
        }


@dataclass(frozen=True, slots=True)
class ReadPlan:
    filename: str
    heading: Heading
    directions: tuple[Direction, ...]
    indicators: tuple[Indicator, ...]
    activities: tuple[Activity, ...]
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_json(self, *, schedule: ScheduleOf | None = None, provenance: bool = False) -> dict[str, Any]:
        """Return what ``plan import --json`` prints.

        ``schedule``: callable(period_text, year) -> JSON value, put beside every activity.
        """
        activities = []
        for activity in self.activities:
            data = activity.as_json(provenance=provenance)
            if schedule is not None:
                data["schedule"] = schedule(activity.period_text, self.heading.year_from)
            activities.append(data)
        return {
            "plan": self.heading.as_json(),
            "directions": list(self._directions_json(None, provenance)),
            "indicators": [indicator.as_json(provenance=provenance) for indicator in self.indicators],
            "activities": activities,
            "suggestions": [suggestion.as_json() for suggestion in self.suggestions],
            "problems": [problem.as_json() for problem in self.problems],
        }

    def _directions_json(self, parent: str | None, provenance: bool) -> Iterator[dict[str, Any]]:
        for direction in self.directions:
            if direction.parent != parent:
                continue
            data: dict[str, Any] = {"number": direction.number, "title": direction.title}
            below = list(self._directions_json(direction.number, provenance))
            if below:
                data["subdirections"] = below
            yield data | _sources_json(direction.sources, provenance)


def _sources_json(sources: Sources, wanted: bool) -> dict[str, Any]:
    if not wanted:
        return {}
    return {
        "provenance": {
            name: [{"table": p.table, "row": p.row, "column": p.column} for p in places]
            for name, places in sources.items()
        }
    }
