"""The report as one value: everything its Word file says, nothing of how it looks."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Link:
    """A proof: a link when there is an address, else the words of the document."""

    title: str
    url: str


@dataclass(frozen=True)
class IndicatorRow:
    """A row of Table 1. ``plan`` and ``fact`` are the same two numbers for a chart, None where there is none."""

    number: str
    block: str
    title: str
    plan_text: str
    fact_text: str
    is_part: bool
    is_below: bool
    reason: str
    unit: str
    plan: Decimal | None
    fact: Decimal | None


@dataclass(frozen=True)
class Section:
    """One direction or sub-direction of section 1."""

    number: str
    title: str
    depth: int
    facts: tuple[str, ...]
    problems: tuple[str, ...]
    causes: tuple[str, ...]
    conclusions: tuple[str, ...]


@dataclass(frozen=True)
class ActivityRow:
    """A row of Table 2."""

    number: str
    period: str
    title: str
    responsible: str
    expected: str
    actual: str
    state: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class ActivityGroup:
    """The rows of one direction; a group without rows is the heading of those below it."""

    number: str
    title: str
    depth: int
    rows: tuple[ActivityRow, ...]


@dataclass(frozen=True)
class CarriedRow:
    """An activity that passes to the next period."""

    number: str
    title: str
    why: str
    when: str


@dataclass(frozen=True)
class EventRow:
    day: dt.date
    title: str
    topics: str
    level: str
    people: int
    by_organization: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ContestRow:
    day: dt.date
    title: str
    level: str
    participants: tuple[tuple[str, str, str], ...]  # name, organization, result


@dataclass(frozen=True)
class CourseRow:
    provider: str
    programmes: int
    completions: int
    people: int
    in_register: int


@dataclass(frozen=True)
class TallyRow:
    """How many there were of something: pairs of a model, experts of a kind, results of a level, practices."""

    part: str
    title: str
    number: int


@dataclass(frozen=True)
class PairsRow:
    """Pairs of one model and format that worked in the period. ``formal``: with all that art. 351.8 of the Labour Code asks for."""

    model: str
    format: str
    pairs: int
    with_act: int
    formal: int
    network: int
    closed: int


@dataclass(frozen=True)
class ActsRow:
    """The acts of mentoring at one school, "" where there is none, and its pairs at the end of the period."""

    organization: str
    regulation: str
    order: str
    pairs: int
    without_act: int


@dataclass(frozen=True)
class ApprovalRow:
    """A line of the agreement sheet."""

    name: str
    position: str
    task: str
    due_on: dt.date | None
    agreed_on: dt.date | None


@dataclass(frozen=True)
class ReportContent:
    municipality: str
    region: str
    authority: str
    year: int
    as_of: dt.date
    is_draft: bool
    plan_title: str
    plan_order: str
    order_number: str
    order_on: dt.date | None
    signer: str
    signer_position: str
    goal: str
    tasks: tuple[str, ...]
    foreword: tuple[str, ...]
    indicators: tuple[IndicatorRow, ...]
    sections: tuple[Section, ...]
    groups: tuple[ActivityGroup, ...]
    states: tuple[tuple[str, int], ...]
    problems: tuple[str, ...]
    causes: tuple[str, ...]
    needs: tuple[str, ...]
    prospects: tuple[str, ...]
    carried: tuple[CarriedRow, ...]
    events: tuple[EventRow, ...]
    contests: tuple[ContestRow, ...]
    courses: tuple[CourseRow, ...]
    approvals: tuple[ApprovalRow, ...] = ()
    masters: tuple[TallyRow, ...] = ()
    pairs: tuple[PairsRow, ...] = ()
    acts: tuple[ActsRow, ...] = ()
    mentoring: tuple[str, ...] = ()
