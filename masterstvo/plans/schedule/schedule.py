"""A period phrase of a plan as dates: the schedule, and how it is made."""

from dataclasses import dataclass
from datetime import date

from .phrase import Phrase, read_phrase
from .readings import Continuous, Dates, Deadline, Often, Undated
from .resolve import is_written, is_years, resolve, resolve_deadline, span_of_years
from .tokens import clean

KINDS = (
    "range", "months", "point", "deadline", "recurring", "continuous", "on_request", "by_schedule", "unknown",
)  # fmt: skip
_LONGEST = 1000  # a cell of more signs is a mistake of the table, not a period


@dataclass(frozen=True)
class Schedule:
    """When a thing of the plan is due. Dates are inclusive; ``rrule`` is an RFC 5545 rule or ""."""

    text: str
    kind: str
    start: date | None = None
    end: date | None = None
    rrule: str = ""
    note: str = ""

    def as_json(self) -> dict[str, str | None]:
        """Return the fields in their fixed order, dates in ISO form."""
        return {
            "text": self.text,
            "kind": self.kind,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "rrule": self.rrule,
            "note": self.note,
        }


def parse(text: str, year: int | tuple[int, int]) -> Schedule:
    """Return how the period phrase ``text`` of a plan for ``year`` (or first and last year) is understood.

    What is not understood has the kind "unknown"; nothing is guessed and nothing raised.
    """
    plan = (year, year) if isinstance(year, int) else (min(year), max(year))
    cleaned = clean(text)
    phrase = read_phrase(cleaned, plan) if 0 < len(cleaned) <= _LONGEST else Phrase(None)
    dated = _dated(text, phrase, plan)
    return dated or Schedule(text, "unknown")


def _dated(text: str, phrase: Phrase, plan: tuple[int, int]) -> Schedule | None:
    reading, note = phrase.reading, phrase.note
    match reading:
        case Dates():
            period = resolve(reading, plan)
            if period is None:
                return None
            return Schedule(
                text, period.kind, period.start, period.end, period.rrule, _with_year(note, reading, plan)
            )
        case Deadline():
            end = resolve_deadline(reading, plan)
            return Schedule(text, "deadline", None, end, "", note) if end else None
        case Continuous():
            bounds = _bounds(reading.dates, plan)
            return Schedule(text, "continuous", *bounds, "", note) if bounds else None
        case Often(detail=False):
            bounds = _bounds(reading.bounds, plan)
            last = resolve_deadline(reading.until, plan) if reading.until else None
            if bounds is None or (reading.until and last is None):
                return None
            start, end = bounds[0], last or bounds[1]
            return Schedule(text, "recurring", start, end, reading.rrule, note) if start <= end else None
        case Undated():
            return Schedule(text, reading.kind, None, None, "", note)
    return None


def _bounds(dates: Dates | None, plan: tuple[int, int]) -> tuple[date, date] | None:
    if dates is None:
        return span_of_years(plan)
    period = resolve(dates, plan)
    return (period.start, period.end) if period and not period.rrule else None


def _with_year(note: str, dates: Dates, plan: tuple[int, int]) -> str:
    """Say which year was taken where a plan of several years left it open."""
    if plan[0] == plan[1] or is_written(dates) or is_years(dates):
        return note
    return "; ".join(filter(None, (note, f"год не указан, взят {plan[0]}")))
