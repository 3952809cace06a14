"""What a document says, as the values of the plan's own tables."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from masterstvo.core.words import clean
from masterstvo.indicators.choices import Measure
from masterstvo.plans import reading
from masterstvo.plans.choices import ActivityState, PlanKind
from masterstvo.plans.models import Activity, Target
from masterstvo.plans.reading.model import Sources
from masterstvo.plans.schedule import Schedule, due_on, parse

REPORT = "report"
SOURCES = {  # our field: the column's role in the document
    "number": "number",
    "title": "title",
    "period_text": "period",
    "responsible_text": "responsible",
    "expected_result": "result",
    "actual_result": "actual",
    "participants_text": "participants",
    "content_text": "content",
    "place_text": "place",
    "note_text": "note",
    "target_text": "target_text",
    "fact_text": "fact_text",
}
_REPORT_ON = re.compile(r"^(?:\w+\s+){0,2}отч[её]т\w*\s+(?:о|об)\s+\w+\s+плана", re.I)
_URL = re.compile(r"https?://[^\s<>«»\"]+")
_DID_NOT = r"не\s+(?:провод|провед|осуществл|состоя|организов|удал|выполн|прин(?:ял|имал)|участвовал|реализо|был[оа]?\s+участ)"
# A number that opens the text or carries its unit; the numbers of a date do neither.
_WRITTEN = re.compile(
    r"^\D{0,25}?(\d+(?:[.,]\d+)?)(?!\d*\.\d)\s*(?:%|$|\n|\(|ед|шт|чел|мероприят|событ)|(\d+(?:[.,]\d+)?)\s*%"
)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_BARE = re.compile(r"\d+(?:[.,]\d+)?")
_STATES = (  # the first that fits wins; only what a result says of the row itself, at its beginning or as the whole
    (ActivityState.POSTPONED, re.compile(r"^.{0,60}\bперенес", re.I | re.S)),
    (ActivityState.REPLACED, re.compile(r"^.{0,30}\bзамен[её]н", re.I | re.S)),
    (ActivityState.NOT_APPLICABLE, re.compile(r"^(?:не было запрос|не требу|.{0,60}\bна территории\b.{0,40}(?:отсутству|нет\b))", re.I | re.S)),
    (ActivityState.PART, re.compile(r"\bчастично\b", re.I)),
    (ActivityState.NOT_HELD, re.compile(rf"^.{{0,60}}\b{_DID_NOT}", re.I | re.S)),
)  # fmt: skip


def plan_kind(heading: reading.Heading) -> str:
    """A report speaks of a plan: of several years, or of one."""
    if heading.kind in PlanKind.values:
        return heading.kind
    years = (heading.year_to or 0) - (heading.year_from or 0)
    return PlanKind.ROADMAP if years > 1 else PlanKind.ANNUAL


def plan_title(heading: reading.Heading) -> str:
    """Return the plan's own title; a report's title names the plan that it reports on."""
    return _REPORT_ON.sub("План", heading.title) if heading.kind == REPORT else heading.title


def fit(model: type, field: str, text: str) -> str:
    """Return ``text`` as long as the column can hold."""
    return text[: model._meta.get_field(field).max_length]  # type: ignore[attr-defined]


def activity_texts(row: reading.Activity, *, is_report: bool) -> dict[str, str]:
    """Return the texts of one row by our fields. The only result column of a report tells what came of it."""
    facts_in_result = is_report and row.actual_text is None
    return {
        "number": fit(Activity, "number", row.number),
        "title": row.title,
        "period_text": row.period_text,
        "responsible_text": row.responsible_text,
        "expected_result": "" if facts_in_result else row.result_text,
        "actual_result": row.result_text if facts_in_result else row.actual_text or "",
        "participants_text": row.participants_text or "",
        "content_text": row.content_text or "",
        "place_text": row.place_text or "",
        "note_text": row.note_text or "",
    }


def schedule_values(text: str, years: tuple[int, int]) -> dict[str, Any]:
    """Return the columns that keep the parsed period of a plan for ``years`` (first and last)."""
    schedule = parse(text, years)
    return {
        "schedule_kind": schedule.kind,
        "starts_on": schedule.start,
        "due_on": due_on(schedule),
        "rrule": fit(Activity, "rrule", schedule.rrule),
        "schedule_note": schedule.note,
    }


def schedule_of(activity: Activity) -> Schedule:
    """Return the schedule that ``activity`` keeps."""
    return Schedule(
        activity.period_text,
        activity.schedule_kind,
        activity.starts_on,
        activity.due_on,
        activity.rrule,
        activity.schedule_note,
    )


def state_told_by(result: str) -> str:
    """Return the state that the words of a result tell; whatever is not told otherwise was done."""
    text = clean(result)
    if not re.search(r"\w", text):
        return ActivityState.NOT_STARTED
    told = next((state for state, words in _STATES if words.search(text)), ActivityState.DONE)
    # A new date is seldom told as a date; without one the row was simply not held yet.
    return ActivityState.NOT_HELD if told == ActivityState.POSTPONED else told


def links_in(row: reading.Activity, result: str) -> list[str]:
    """Return the addresses of a result, each once, in order."""
    found = [*row.links, *(match.rstrip(".,;:)") for match in _URL.findall(result))]
    longest = 1000
    return [url for url in dict.fromkeys(found) if url.startswith("http") and len(url) <= longest]


def written_number(text: str) -> Decimal | None:
    """Return the number that a fact written by hand begins with, or None when it holds none: a plan or a date is not a fact."""
    found = _WRITTEN.search(text.strip())
    return decimal(found.group(1) or found.group(2)) if found else None


def written_fact(text: str, measure: str) -> Decimal | None:
    """Return the fact that ``text`` tells in the unit of ``measure``: «31 чел. (12,5 %)» is 12,5 of a share, nothing of a count."""
    percent = _PERCENT.search(text)
    if measure != Measure.SHARE:
        return None if percent else written_number(text)
    if written_number(text) is None:
        return None
    if percent:
        return decimal(percent.group(1))
    return decimal(text.strip()) if _BARE.fullmatch(text.strip()) else None


def decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def target_texts(row: reading.Indicator) -> dict[str, str]:
    return {
        "number": fit(Target, "number", row.number),
        "block": fit(Target, "block", clean(row.block_title)),
        "title": row.title,
        "target_text": row.target_text,
        "fact_text": row.fact_text or "",
    }


def target_numbers(row: reading.Indicator) -> Iterator[dict[str, Any]]:
    """Yield the columns of each number of a target."""
    for position, number in enumerate(row.targets):
        yield {
            "op": number.op,
            "value": Decimal(str(number.value)),
            "unit": number.unit,
            "year": number.year,
            "label": (number.label or "")[:600],
            "position": position,
        }


def provenance(sources: Sources, file_id: int) -> dict[str, Any]:
    """Return where each field stands.

    Shape: {"title": {"file": id, "places": [[table, row, column]]}}, counted from 1 as a reader counts.
    """
    told = {field: sources.get(role) or sources.get(field) for field, role in SOURCES.items()}
    if "actual" not in sources and "result" in sources:
        told["actual_result"] = sources["result"]
    return {
        field: {"file": file_id, "places": [[p.table, p.row, p.column] for p in places]}
        for field, places in told.items()
        if places
    }
