"""What a phrase can say: the typed results of the grammar, before a plan year makes dates of them."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["day", "month", "part", "middle", "closing", "year", "school"]


@dataclass(frozen=True)
class Years:
    """Years of the text: ``school`` years, or ``named`` by a word, as in «следующего года»."""

    first: int
    last: int
    school: bool = False
    named: bool = False


@dataclass(frozen=True)
class Stretch:
    """A stretch of the year from (month, day) to (month, day); day 0 is the month's last day.

    ``unit`` tells what it was made of; "part" is a quarter, a half-year, a season, a decade;
    "middle" and "closing" are «середина …» and «конец …». ``years`` are those in the text.
    """

    unit: Unit
    begin: tuple[int, int]
    finish: tuple[int, int]
    years: Years | None = None

    @property
    def crosses(self) -> bool:
        """Whether it ends in the year after it begins."""
        return self.finish[0] < self.begin[0]


@dataclass(frozen=True)
class Span:
    """From one stretch to another; ``open_end`` for «с сентября», ``exclusive`` for «с января до мая»."""

    first: Stretch
    last: Stretch
    open_end: bool = False
    exclusive: bool = False


@dataclass(frozen=True)
class Dates:
    """One or more stretches or spans, in the order of the text."""

    elements: tuple[Stretch | Span, ...]


@dataclass(frozen=True)
class Deadline:
    """«до …», «к …»: ``inclusive`` when the named stretch itself still counts; ``hour`` as written."""

    stretch: Stretch
    inclusive: bool
    hour: str = ""


@dataclass(frozen=True)
class Often:
    """A recurrence. ``freq``/``interval``/``rules`` are parts of an RFC 5545 rule.

    ``detail`` marks a recurrence that only refines another one («вторник» after «еженедельно»).
    """

    freq: str
    interval: int = 1
    rules: tuple[tuple[str, str], ...] = ()
    detail: bool = False
    note: str = ""
    bounds: Dates | None = None
    until: Deadline | None = None

    @property
    def rrule(self) -> str:
        """Return the rule, parts in the order FREQ, INTERVAL, BY…."""
        interval = [("INTERVAL", str(self.interval))] if self.interval > 1 else []
        return ";".join(f"{key}={value}" for key, value in [("FREQ", self.freq), *interval, *self.rules])


@dataclass(frozen=True)
class Continuous:
    """«в течение года», «постоянно»; ``dates`` when it says of what year."""

    dates: Dates | None = None


@dataclass(frozen=True)
class Undated:
    """Done on request, or when another paper says: no dates of its own."""

    kind: str
    note: str = ""


@dataclass(frozen=True)
class Remark:
    """Something said beside the period, kept as a note."""

    note: str


Reading = Dates | Deadline | Often | Continuous | Undated | Remark
