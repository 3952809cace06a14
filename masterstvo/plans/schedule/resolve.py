"""Stretches of a year into dates: which year, where it crosses into the next, which rule names a list."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from .readings import Dates, Deadline, Span, Stretch, Years

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Dates with their kind; ``rrule`` names the parts of a list."""

    kind: str
    start: date
    end: date
    rrule: str = ""


@dataclass(frozen=True)
class _Piece:
    start: date
    end: date
    unit: str
    apart: bool = False  # a span between months of different written years


def is_written(dates: Dates) -> bool:
    """Whether any year stands in the text."""
    return any(years is not None for element in dates.elements for years in _years_of(element))


def is_years(dates: Dates) -> bool:
    """Whether it is made of whole years only."""
    return all(s.unit in ("year", "school") for element in dates.elements for s in _stretches(element))


def resolve(dates: Dates, plan: tuple[int, int]) -> Period | None:
    """Return the period of ``dates``, or None where no rule can tell it (30 February; a list of odd years)."""
    try:
        pieces = _pieces(dates.elements, plan)
    except ValueError:
        return None
    if not pieces or any(piece.end < piece.start for piece in pieces):
        return None
    pieces = list(dict.fromkeys(pieces))
    start, end = min(p.start for p in pieces), max(p.end for p in pieces)
    units = {piece.unit for piece in pieces}
    if len(pieces) == 1:
        kind = "months" if units == {"month"} and not pieces[0].apart else "range"
        return Period("point" if units == {"day"} else kind, start, end)
    if units & {"year", "school"} and len(units) > 1:
        return None
    if units == {"month"}:
        return _of_months(pieces, start, end, "months")
    kind = "point" if units == {"day"} else "range"
    if kind == "range" and _contiguous(pieces):
        return Period(kind, start, end)
    if all(p.start.day == 1 and (p.end + DAY).day == 1 for p in pieces):
        return _of_months(pieces, start, end, kind)
    return _of_days(pieces, start, end, kind)


def resolve_deadline(deadline: Deadline, plan: tuple[int, int]) -> date | None:
    """Return the last day that a deadline leaves, or None."""
    stretch = deadline.stretch
    try:
        if stretch.years and stretch.years.first != stretch.years.last and not stretch.years.school:
            return None
        year = stretch.years.first if stretch.years else plan[0]
        start, end = _dates(stretch, _own_year(stretch, year))
    except ValueError:
        return None
    if stretch.unit == "middle":
        return start + (end - start) / 2
    # «до 2024 г.», «до конца мая», «до 20 марта» count their own days; «до сентября» ends on the day before
    if deadline.inclusive or stretch.unit in ("day", "year") or stretch.begin[1] != 1 or is_closing(stretch):
        return end
    last = start - DAY
    if stretch.years is None and last.year < plan[0]:
        return date(plan[0], 12, 31)  # «до января»: before the next one
    return last


def is_closing(stretch: Stretch) -> bool:
    """Whether it is the end of something larger, as in «до конца года»."""
    return stretch.unit == "closing"


def span_of_years(plan: tuple[int, int]) -> tuple[date, date]:
    """Return the first and the last day of the plan."""
    return date(plan[0], 1, 1), date(plan[1], 12, 31)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def runs(days: Sequence[date], *, by_month: bool) -> list[tuple[date, date]]:
    """Join neighbouring days (or months, told by their first days) into intervals."""
    joined: list[tuple[date, date]] = []
    for day in days:
        end = month_end(day.year, day.month) if by_month else day
        if joined and joined[-1][1] + DAY >= day:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((day, end))
    return joined


def _stretches(element: Stretch | Span) -> list[Stretch]:
    return [element] if isinstance(element, Stretch) else [element.first, element.last]


def _years_of(element: Stretch | Span) -> list[Years | None]:
    return [stretch.years for stretch in _stretches(element)]


def _pieces(elements: Sequence[Stretch | Span], plan: tuple[int, int]) -> list[_Piece]:
    pieces: list[_Piece] = []
    written = is_written(Dates(tuple(elements)))
    for i, element in enumerate(elements):
        years = next((y for e in elements[i:] for y in reversed(_years_of(e)) if y), None)
        after = pieces[-1].start if pieces and years is None and written else None
        if isinstance(element, Span):
            pieces += _span_pieces(element, years, plan, after)
        else:
            pieces += _stretch_pieces(element, years, plan, after)
        runs_back = not written and len(pieces) > 1 and pieces[-1].start < pieces[-2].start
        if runs_back and pieces[-1].start.year < plan[1]:
            # a list that runs backwards follows the school year where the plan does
            last = pieces.pop()
            pieces.append(_moved(last, 1))
    return pieces


def _moved(piece: _Piece, years: int) -> _Piece:
    start = piece.start.replace(year=piece.start.year + years)
    end = piece.end + DAY
    return _Piece(start, end.replace(year=end.year + years) - DAY, piece.unit, piece.apart)


def _stretch_pieces(
    stretch: Stretch, years: Years | None, plan: tuple[int, int], after: date | None
) -> list[_Piece]:
    years = stretch.years or years
    if stretch.unit in ("year", "school"):
        if years is None:
            return [_Piece(*span_of_years(plan), stretch.unit)]
        if stretch.unit == "school":
            return [_Piece(date(years.first, 9, 1), date(years.last, 8, 31), "school")]
        return [_Piece(date(years.first, 1, 1), date(years.last, 12, 31), "year")]
    if years is None:
        start, end = _dates(stretch, plan[0])
        if after and start < after:
            start, end = _dates(stretch, plan[0] if plan[0] > after.year else after.year)
            if start < after:
                start, end = _dates(stretch, after.year + 1)
        return [_Piece(start, end, stretch.unit)]
    if years.school:
        if years.last > years.first + 1:
            raise ValueError(years)
        return [_Piece(*_dates(stretch, _own_year(stretch, years.first, school=True)), stretch.unit)]
    return [_Piece(*_dates(stretch, year), stretch.unit) for year in range(years.first, years.last + 1)]


def _own_year(stretch: Stretch, year: int, *, school: bool = False) -> int:
    school = school or bool(stretch.years and stretch.years.school)
    return year + 1 if school and stretch.unit != "school" and stretch.begin[0] < 9 else year


def _span_pieces(span: Span, years: Years | None, plan: tuple[int, int], after: date | None) -> list[_Piece]:
    first, last = span.first, span.last
    units = {first.unit, last.unit}
    unit = "month" if units == {"month"} else "span"
    if span.open_end:
        start = _stretch_pieces(first, first.years, plan, after)[0].start
        end = date(max(plan[1], start.year), 12, 31)
        return [_Piece(start, end, unit, apart=start.year != end.year)]
    ly = last.years or (years if not first.years else None)
    fy = first.years
    if {"year", "school"} & units:
        a = _stretch_pieces(first, fy, plan, None)[0].start
        return [_Piece(a, _stretch_pieces(last, ly, plan, None)[-1].end, "year")]
    apart = False
    backwards = last.begin < first.begin
    if fy and ly:
        a_year, b_year = _own_year(first, fy.first), _own_year(last, ly.last, school=ly.school)
        if ly.school:
            b_year = _own_year(last, ly.first, school=True)
        apart = unit == "month" and a_year != b_year
    elif ly:
        if ly.school:
            a_year, b_year = (_own_year(s, ly.first, school=True) for s in (first, last))
            apart = unit == "month" and a_year != b_year
        elif ly.first != ly.last:
            if not backwards:
                return [
                    piece for year in range(ly.first, ly.last + 1)
                    for piece in _span_pieces(_in_year(span, year), None, plan, None)
                ]  # fmt: skip
            if ly.last != ly.first + 1:
                raise ValueError(ly)
            a_year, b_year, apart = ly.first, ly.last, unit == "month"
        else:
            b_year = ly.last
            a_year = b_year - 1 if backwards else b_year
    else:
        a_year = _own_year(first, fy.first) if fy else plan[0]
        if after and not fy and _dates(first, a_year)[0] < after:
            a_year = after.year if _dates(first, after.year)[0] >= after else after.year + 1
        b_year = a_year + 1 if backwards else a_year
    start = _dates(first, a_year)[0]
    last_start, end = _dates(last, b_year)
    return [_Piece(start, last_start - DAY if span.exclusive else end, unit, apart)]


def _in_year(span: Span, year: int) -> Span:
    years = Years(year, year)
    first = Stretch(span.first.unit, span.first.begin, span.first.finish, years)
    return Span(
        first, Stretch(span.last.unit, span.last.begin, span.last.finish, years), exclusive=span.exclusive
    )


def _dates(stretch: Stretch, year: int) -> tuple[date, date]:
    end_year = year + 1 if stretch.crosses else year
    return _date(year, *stretch.begin), _date(end_year, *stretch.finish)


def _date(year: int, month: int, day: int) -> date:
    if day > 0:
        return date(year, month, day)
    return month_end(year, month) + DAY * (day + 1 if day else 0)


def _contiguous(pieces: list[_Piece]) -> bool:
    ordered = sorted(pieces, key=lambda piece: piece.start)
    ends = accumulate((piece.end for piece in ordered), max)
    return all(piece.start <= end + DAY for end, piece in zip(ends, ordered[1:], strict=False))


def _months(start: date, end: date) -> list[date]:
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return [
        date(start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1, 1)
        for n in range(count)
    ]


def _of_months(pieces: list[_Piece], start: date, end: date, kind: str) -> Period | None:
    named = {month for piece in pieces for month in _months(piece.start, piece.end)}
    numbers = sorted({month.month for month in named})
    if {month for month in _months(start, end) if month.month in numbers} != named:
        return None  # no yearly rule tells «март 2024, сентябрь 2025»
    return Period(kind, start, end, "FREQ=YEARLY;BYMONTH=" + ",".join(map(str, numbers)))


def _of_days(pieces: list[_Piece], start: date, end: date, kind: str) -> Period | None:
    days = sorted({p.start + DAY * n for p in pieces for n in range((p.end - p.start).days + 1)})
    if start.year != end.year or len(days) > 62:
        return None
    months = {day.month for day in days}
    if len(months) == 1:
        rule = f"BYMONTH={start.month};BYMONTHDAY=" + ",".join(str(day.day) for day in days)
    else:
        rule = "BYYEARDAY=" + ",".join(str(day.timetuple().tm_yday) for day in days)
    return Period(kind, start, end, "FREQ=YEARLY;" + rule)
