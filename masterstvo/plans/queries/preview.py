"""What was read from a document, as a person looks at it before it is written."""

from dataclasses import dataclass

from masterstvo.plans import reading
from masterstvo.plans.queries.written import REPORT, activity_texts
from masterstvo.plans.reading import people_in
from masterstvo.plans.schedule import Schedule, parse


@dataclass(frozen=True)
class PreviewRow:
    """A heading of a direction, or an activity with its period as understood."""

    direction: reading.Direction | None = None
    texts: dict[str, str] | None = None
    schedule: Schedule | None = None


@dataclass(frozen=True)
class Preview:
    rows: tuple[PreviewRow, ...]
    n_unclear_periods: int
    n_people: int
    is_report: bool


def preview(read: reading.ReadPlan, years: tuple[int, int]) -> Preview:
    """Return the rows of ``read`` under their directions, periods parsed for the plan's ``years``."""
    is_report = read.heading.kind == REPORT
    directions = {direction.number: direction for direction in read.directions}
    rows: list[PreviewRow] = []
    shown: set[str] = set()
    people: set[str] = set()
    for activity in read.activities:
        for number in _path(activity.direction, directions):
            if number not in shown:
                shown.add(number)
                rows.append(PreviewRow(direction=directions[number]))
        texts = activity_texts(activity, is_report=is_report)
        rows.append(PreviewRow(texts=texts, schedule=parse(activity.period_text, years)))
        people.update(people_in(activity.responsible_text))
    unclear = sum(row.schedule is not None and row.schedule.kind == "unknown" for row in rows)
    return Preview(tuple(rows), unclear, len(people), is_report)


def _path(number: str | None, directions: dict[str, reading.Direction]) -> list[str]:
    path: list[str] = []
    while number and number in directions and number not in path:
        path.insert(0, number)
        number = directions[number].parent
    return path
