"""A schedule as RFC 5545 events."""

from datetime import UTC, date, datetime

from .moments import Occurrence, occurrences, recurrence_days
from .resolve import DAY
from .schedule import Schedule

_LINE = 75  # octets, RFC 5545 section 3.1


def to_ical(schedule: Schedule, summary: str, uid: str, stamp: datetime | None = None) -> str:
    """Return the VEVENT of ``schedule``; several where its occurrences differ in length, "" where it has no dates.

    A rule repeats one length, so that months of 30 and 31 days become events of their own, ``uid`` numbered.
    """
    times = occurrences(schedule)
    stamp = stamp or datetime.now(UTC)
    if not times:
        return ""
    same_length = len({each.end - each.start for each in times}) == 1
    if schedule.rrule and same_length and [each.start for each in times] == recurrence_days(schedule):
        rule = f"{schedule.rrule};UNTIL={schedule.end:%Y%m%d}"
        return _event(times[0], summary, uid, schedule, stamp, rule)
    uids = [uid, *(f"{number}-{uid}" for number in range(2, len(times) + 1))]
    return "".join(_event(each, summary, own, schedule, stamp) for each, own in zip(times, uids, strict=True))


def _event(
    each: Occurrence, summary: str, uid: str, schedule: Schedule, stamp: datetime, rule: str = ""
) -> str:  # fmt: skip
    said = "\n".join(part for part in (schedule.text.strip(), schedule.note) if part)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escape(uid)}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_date(each.start)}",
        f"DTEND;VALUE=DATE:{_date(each.end + DAY)}",  # exclusive
        *([f"RRULE:{rule}"] if rule else []),
        f"SUMMARY:{_escape(summary)}",
        *([f"DESCRIPTION:{_escape(said)}"] if said else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _date(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _escape(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def _folded(line: str) -> str:
    """Break ``line`` between characters so that no part is longer than 75 octets."""
    parts, part, size = [], "", 0
    for sign in line:
        width = len(sign.encode("utf-8", "replace"))
        if size + width > _LINE:
            parts.append(part)
            part, size = "", 1  # the space that begins a continued line
        part += sign
        size += width
    return "\r\n ".join([*parts, part])
