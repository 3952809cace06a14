"""Grammar of dates: «22 марта», «I и III кварталы», «с 1 по 15 марта», «сентябрь 2025 – май 2026»."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from .readings import Dates, Deadline, Span, Stretch, Unit, Years
from .tokens import Token

Result = TypeVar("Result")
Place = tuple[Result, int] | None

_SEASONS: Final = {
    "spring": ((3, 1), (5, 0)), "summer": ((6, 1), (8, 0)), "autumn": ((9, 1), (11, 0)), "winter": ((12, 1), (2, 0)),
}  # fmt: skip
_TERMS: Final = {1: ((9, 1), (10, 0)), 2: ((11, 1), (12, 0)), 3: ((1, 1), (3, 0)), 4: ((4, 1), (5, 0))}
_WEEKS: Final = {1: (1, 7), 2: (8, 14), 3: (15, 21), 4: (22, 28), -1: (-7, 0)}
_DECADES: Final = {1: (1, 10), 2: (11, 20), 3: (21, 0), -1: (21, 0)}
_HALVES: Final = {1: (1, 15), 2: (16, 0), -1: (16, 0)}
_EDGES: Final = {"begin": (1, 10), "middle": (11, 20), "end": (21, 0)}
_YEAR: Final = ((1, 1), (12, 0))
_SCHOOL: Final = ((9, 1), (8, 0))


class TokenReader:
    """Looking at tokens without stepping over the end."""

    def __init__(self, tokens: list[Token], plan: tuple[int, int]) -> None:
        self.tokens = tokens
        self.plan = plan

    def kind(self, i: int) -> str:
        return self.tokens[i].kind if 0 <= i < len(self.tokens) else ""

    def value(self, i: int) -> int | str | tuple[int, int, int | None]:
        return self.tokens[i].value if 0 <= i < len(self.tokens) else ""

    def number(self, i: int) -> int:
        value = self.value(i)
        return value if isinstance(value, int) else 0

    def word(self, i: int) -> str:
        value = self.value(i)
        return value if isinstance(value, str) else ""

    def unit(self, i: int, *names: str) -> bool:
        return self.kind(i) == "unit" and self.value(i) in names

    def skip(self, i: int, *kinds: str) -> int:
        while self.kind(i) in kinds:
            i += 1
        return i

    def year_mark(self, i: int) -> int:
        """Step over «г.», «г. г.», «года», «годах»."""
        while self.unit(i, "year"):
            i += 1
        return i


class DateReader(TokenReader):
    """Reads dates; each method takes a place and returns (what was read, the place behind it) or None."""

    def source(self, i: int, j: int) -> str:
        """Return the text of the tokens from ``i`` up to ``j``, as written."""
        raise NotImplementedError

    def first_of(self, i: int, *readers: Callable[[int], Place[Result]]) -> Place[Result]:
        return next((place for reader in readers if (place := reader(i))), None)

    # Years

    def years(self, i: int) -> Place[Years]:
        """«2025», «2021-2024 гг.», «2025/26 уч. год», «следующего учебного года», «года, следующего за отчётным»."""
        return self.first_of(i, self.written_years, self.named_year)

    def written_years(self, i: int) -> Place[Years]:
        if self.kind(i) != "year":
            return None
        first = last = self.number(i)
        i += 1
        j = self.year_mark(i)
        if self.kind(j) in ("dash", "slash") and (second := self._second_year(j + 1, first)):
            last, i = second, j + 2
        school = self.kind(i) == "study"
        i = self.year_mark(self.skip(i, "study"))
        if last < first:
            return None
        if school and last == first:
            last = first + 1
        return Years(first, last, school), i

    def _second_year(self, i: int, first: int) -> int:
        if self.kind(i) == "year":
            return self.number(i)
        # «2025/26»: two figures of the next year
        if (
            self.kind(i) == "number"
            and self.number(i) == (first + 1) % 100
            and self.kind(i + 1) in ("study", "unit")
        ):
            return first + 1
        return 0

    def named_year(self, i: int) -> Place[Years]:
        year = self.plan[0]
        if self.kind(i) == "this" and (self.kind(i + 1) in ("study", "calendar") or self.unit(i + 1, "year")):
            year += self.number(i)
            school = self.kind(i + 1) == "study"
            j = self.year_mark(self.skip(i + 1, "study", "calendar"))
            return Years(year, year + 1 if school else year, school, named=True), j
        if self.unit(i, "year"):  # года, следующего за отчётным (годом)
            j = self.skip(i + 1, "comma")
            if (
                self.kind(j) == "this"
                and self.value(j) == 1
                and self.kind(j + 1) == "in"
                and self.kind(j + 2) == "this"
            ):
                return Years(year + 1, year + 1, named=True), self.year_mark(j + 3)
        return None

    def dated(self, stretch: Stretch, i: int) -> tuple[Stretch, int]:
        """Return ``stretch`` with the years that follow it, if any do."""
        place = self.years(self.skip(i, "in")) or self.years(self.skip(i, "comma"))
        if place:
            return replace(stretch, years=place[0]), place[1]
        if self.kind(i) == "study" and self.unit(i + 1, "year"):
            return replace(stretch, years=self.school_year_of_plan()), self.year_mark(i + 1)
        return stretch, i

    def school_year_of_plan(self) -> Years:
        first, last = self.plan
        return Years(first, max(last, first + 1), school=True)

    # Single stretches

    def stretch(self, i: int) -> Place[Stretch]:
        return self.first_of(
            self.skip(i, "in", "during", "whole"),
            self.day,
            self.month,
            self.edge,
            self.season,
            self.school_year,
            self.year,
        )

    def day(self, i: int) -> Place[Stretch]:
        if self.kind(i) == "date":
            value = self.value(i)
            assert isinstance(value, tuple)
            day, month, year = value
            years = Years(year, year) if year else None
            stretch, j = Stretch("day", (month, day), (month, day), years), i + 1
        elif self.kind(i) == "number" and self.kind(i + 1) == "month":
            md = (self.number(i + 1), self.number(i))
            stretch, j = Stretch("day", md, md), i + 2
        else:
            return None
        if not _is_day(stretch.begin):
            return None
        j = self._weekday_beside(j)
        if stretch.years is None:
            stretch, j = self.dated(stretch, j)
        return stretch, self._weekday_beside(self.year_mark(j) if stretch.years else j)

    def _weekday_beside(self, i: int) -> int:
        """«22 марта, суббота»: the weekday adds nothing to a date."""
        j = self.skip(i, "comma")
        return j + 1 if self.kind(j) == "weekday" else i

    def month(self, i: int) -> Place[Stretch]:
        if self.kind(i) == "month_year":
            value = self.value(i)
            assert isinstance(value, tuple)
            _, month, year = value
            if not (1 <= month <= 12 and 1990 <= (year or 0) <= 2099):
                return None
            return Stretch("month", (month, 1), (month, 0), Years(year or 0, year or 0)), self.year_mark(
                i + 1
            )
        if self.kind(i) != "month":
            return None
        month = self.number(i)
        j = i + 2 if self.unit(i + 1, "month") else i + 1  # март месяц
        return self.dated(Stretch("month", (month, 1), (month, 0)), j)

    def edge(self, i: int) -> Place[Stretch]:
        """«начало сентября», «конец года», «конец II квартала»."""
        if self.kind(i) != "edge":
            return None
        edge = self.word(i)
        if (
            edge == "end"
            and self.kind(i - 1) not in ("in", "before", "towards", "from", "by", "dash")
            and i > 0
        ):
            return None
        if place := self.month(i + 1):
            stretch, j = place
            first, last = _EDGES[edge]
            month = stretch.begin[0]
            unit: Unit = {"begin": "part", "middle": "middle", "end": "closing"}[edge]  # type: ignore[assignment]
            return replace(stretch, unit=unit, begin=(month, first), finish=(month, last)), j
        whole = self.first_of(i + 1, self.school_year, self.year, self._unit_of_plan) or self._one_part(i + 1)
        if not whole or edge == "middle":
            return None
        stretch, j = whole
        first_month, last_month = stretch.begin[0], stretch.finish[0]
        month = first_month if edge == "begin" else last_month
        years = stretch.years
        if stretch.unit == "school":
            years = years or self.school_year_of_plan()
            if edge == "end" and self.kind(i - 1) not in ("before", "towards", "by"):
                return None  # May for a teacher, August by the calendar
        elif years and years.first != years.last:
            years = Years(years.first, years.first) if edge == "begin" else Years(years.last, years.last)
        return Stretch("part" if edge == "begin" else "closing", (month, 1), (month, 0), years), j

    def _unit_of_plan(self, i: int) -> Place[Stretch]:
        return (Stretch("year", *_YEAR), i + 1) if self.unit(i, "year") else None

    def _one_part(self, i: int) -> Place[Stretch]:
        place = self.numbered(i)
        if place and len(place[0]) == 1 and isinstance(place[0][0], Stretch):
            return place[0][0], place[1]
        return None

    def season(self, i: int) -> Place[Stretch]:
        """«осень», «летний период», «осенне-зимний период», «летние каникулы»."""
        if self.kind(i) != "season":
            return None
        first = last = self.word(i)
        j = i + 1
        if self.kind(j) == "dash" and self.kind(j + 1) == "season":
            last, j = self.word(j + 1), j + 2
        if self.kind(j) == "holidays" and not first == last == "summer":
            return None  # the dates of the others are in the school's own calendar
        j = self.skip(j, "period", "holidays")
        j = self.skip(j, "period")
        if self.unit(j, "month"):
            j += 1
        begin, finish = _SEASONS[first][0], _SEASONS[last][1]
        stretch, j = self.dated(Stretch("part", begin, finish), j)
        years = stretch.years
        two_years = years is not None and years.last == years.first + 1
        if first == "winter" and not (last == "winter" and two_years):
            return None  # a winter belongs to two years: which one, only two written years tell
        if years and years.first != years.last and not years.school:
            if not (two_years and stretch.crosses):
                return None
            stretch = replace(stretch, years=Years(years.first, years.first))
        return stretch, j

    def school_year(self, i: int) -> Place[Stretch]:
        i = self.skip(i, "new")
        if place := self.years(i):
            if not place[0].school:
                return None
            return Stretch("school", *_SCHOOL, place[0]), place[1]
        if self.kind(i) == "study" and (self.unit(i + 1, "year") or self.kind(i + 1) == "period"):
            j = self.year_mark(self.skip(i + 1, "period"))
            if place := self.written_years(j):  # учебный год 2025-2026
                first, last = place[0].first, place[0].last
                return Stretch("school", *_SCHOOL, Years(first, max(last, first + 1), school=True)), place[1]
            return Stretch("school", *_SCHOOL, self.school_year_of_plan()), j
        return None

    def year(self, i: int) -> Place[Stretch]:
        if place := self.years(i):
            return (Stretch("year", *_YEAR, place[0]), place[1]) if not place[0].school else None
        if self.kind(i) == "calendar" and self.unit(i + 1, "year"):
            return Stretch("year", *_YEAR), i + 2
        return None

    # Numbered things: days of a month, quarters, half-years, terms, decades, weeks

    def numbers(self, i: int) -> Place[list[tuple[int, int]]]:
        """«1», «1 и 3», «I–III», «с 1 по 15», «10, 15-20»: pairs first–last."""
        pairs: list[tuple[int, int]] = []
        while True:
            j = self.skip(i, "from", "in")
            if self.kind(j) not in ("number", "ordinal"):
                break
            first = last = self.number(j)
            j += 1
            k = self.skip(j, "dash")
            k = self.skip(k, "by") if k == j or self.kind(k) == "by" else k
            if k > j and self.kind(k) in ("number", "ordinal"):
                last, j = self.number(k), k + 1
            pairs.append((first, last))
            i = j
            k = self.skip(j, "comma", "and", "slash")
            if k == j or self.kind(k) not in ("number", "ordinal"):
                break
            i = k
        return (pairs, i) if pairs else None

    def numbered(self, i: int) -> Place[list[Stretch | Span]]:
        """A list of days or parts told by numbers: «10, 15 и 20 марта», «1 и 3 квартал», «третья декада мая»."""
        place = self.numbers(i)
        if place is None:
            if self.unit(i, "quarter", "half", "term") and self.kind(i + 1) in ("number", "ordinal"):
                stretch = self._part(self.word(i), self.number(i + 1), i + 2)  # квартал 4
                return ([stretch[0]], stretch[1]) if stretch else None
            return None
        pairs, j = place
        if self.kind(j) == "month":
            return self._days(pairs, j)
        last_dash = self.kind(j) == "dash" or self.kind(j) == "by"
        if last_dash and self.kind(j + 1) == "date":
            return self._days_before_date(pairs, j + 1, joined=True)
        if self.kind(j) in ("comma", "and") and self.kind(j + 1) == "date":
            return self._days_before_date(pairs, j + 1, joined=False)
        return self._parts(pairs, j)

    def _days(self, pairs: list[tuple[int, int]], i: int) -> Place[list[Stretch | Span]]:
        month, j = self.number(i), i + 1
        model, j = self.dated(Stretch("day", (month, 1), (month, 1)), j)
        elements = [_day_pair(replace(model, begin=(month, a), finish=(month, a)), b) for a, b in pairs]
        valid = all(_is_day((month, a)) and _is_day((month, b)) and a <= b for a, b in pairs)
        return (elements, self._weekday_beside(j)) if valid else None

    def _days_before_date(
        self, pairs: list[tuple[int, int]], i: int, *, joined: bool
    ) -> Place[list[Stretch | Span]]:
        place = self.day(i)
        if not place:
            return None
        model, j = place
        month, day = model.begin
        pairs = [*pairs[:-1], (pairs[-1][0], day)] if joined else [*pairs, (day, day)]
        if joined and pairs[-1][0] > day:
            return None
        valid = all(_is_day((month, a)) and a <= b for a, b in pairs)
        elements = [_day_pair(replace(model, begin=(month, a), finish=(month, a)), b) for a, b in pairs]
        return (elements, j) if valid else None

    def _parts(self, pairs: list[tuple[int, int]], i: int) -> Place[list[Stretch | Span]]:
        if self.kind(i) != "unit":
            return None
        name = self.word(i)
        elements: list[Stretch | Span] = []
        j = i
        for a, b in pairs:
            first, last = self._part(name, a, i + 1), self._part(name, b, i + 1)
            if not first or not last or (a > b and name != "term"):
                return None
            elements.append(first[0] if a == b else Span(first[0], last[0]))
            j = last[1]
        return (elements, j) if elements else None

    def _part(self, name: str, n: int, i: int) -> Place[Stretch]:
        """The n-th quarter, half-year, term – or decade, week, half of the month that follows."""
        of_month = {"decade": _DECADES, "week": _WEEKS, "part_half": _HALVES}.get(name)
        if of_month is not None:
            place = self.month(self.skip(i, "in"))
            if not place and name == "part_half":
                place = self.first_of(i, self.school_year, self.year, self._unit_of_plan)
                if place and n in (1, 2):
                    begin, finish = ((6 * n - 5, 1), (6 * n, 0))
                    if place[0].unit == "school":
                        begin, finish = ((9, 1), (12, 0)) if n == 1 else ((1, 1), (5, 0))
                    return Stretch("part", begin, finish, place[0].years), place[1]
                return None
            if not place or n not in of_month:
                return None
            month, (first, last) = place[0].begin[0], of_month[n]
            return replace(place[0], unit="part", begin=(month, first), finish=(month, last)), place[1]
        if name == "quarter" and 1 <= n <= 4:
            months = ((3 * n - 2, 1), (3 * n, 0))
        elif name == "half" and n in (1, 2):
            months = ((6 * n - 5, 1), (6 * n, 0))
        elif name == "term" and n in _TERMS:
            months = _TERMS[n]
        else:
            return None
        stretch, j = self.dated(Stretch("part", *months), i)
        if name == "half" and stretch.years and stretch.years.school:
            stretch = (
                replace(stretch, begin=(9, 1), finish=(12, 0))
                if n == 1
                else replace(stretch, finish=(5, 0), begin=(1, 1))
            )
        if self.unit(j, "year") and self.kind(j + 1) != "comma":
            j = self.year_mark(j)  # IV квартал года
        return stretch, j

    # Spans and lists

    def span(self, i: int) -> Place[list[Stretch | Span]]:
        """«Март – май», «с 1 сентября по 10 октября», «в период с … по …», «с сентября»; else one stretch."""
        j = self.skip(i, "in", "during", "whole", "period", "starting")
        opened = self.kind(j) == "from"
        j = self.skip(j, "from")
        if place := self.numbered(j):
            elements, k = place
            joined = self._joined(elements[-1], k) if isinstance(elements[-1], Stretch) else None
            if joined:
                return [*elements[:-1], joined[0]], joined[1]
            if opened and len(elements) == 1 and isinstance(elements[0], Stretch):
                return [Span(elements[0], elements[0], open_end=True)], k
            return elements, k
        first = self.stretch(j)
        if not first:
            return None
        if joined := self._joined(*first):
            return [joined[0]], joined[1]
        if opened:
            return [Span(first[0], first[0], open_end=True)], first[1]
        return [first[0]], first[1]

    def _joined(self, first: Stretch, i: int) -> Place[Span]:
        """Read the second half of a span whose first half is ``first``."""
        j = self.skip(i, "comma") if self.kind(self.skip(i, "comma")) == "by" else i
        j = self.skip(j, "dash")
        exclusive = self.kind(j) == "before"
        j = self.skip(j, "by", "before")
        if j == i:
            return None
        second = self.stretch(j) or self._one_part(j)
        if not second:
            return None
        last, j = second
        if self.kind(j) == "inclusive":
            exclusive, j = False, j + 1
        further = self._joined(last, j) if self.kind(j) == "dash" else None
        if further and not further[0].open_end:  # март – апрель – май
            last, j = further[0].last, further[1]
        return Span(first, last, exclusive=exclusive and last.unit not in ("day", "year", "school")), j

    def dates(self, i: int) -> Place[Dates]:
        """A list of spans: by commas, «и», a slash, a new line, or months side by side."""
        place = self.span(i)
        if not place:
            return None
        elements, j = list(place[0]), place[1]
        while (k := self._next(j)) is not None:
            place = self.span(k)
            if not place or any(isinstance(e, Span) and e.open_end for e in place[0]):
                break
            elements += place[0]
            j = place[1]
        if self.kind(j) == "inclusive":
            j += 1
        return Dates(tuple(elements)), j

    def _next(self, i: int) -> int | None:
        j = self.skip(i, "comma", "and", "slash", "newline", "semicolon")
        return j if j > i or self.kind(i) in ("month", "month_year") else None

    def deadline(self, i: int) -> Place[Deadline]:
        """«до 20 марта», «к сентябрю», «не позднее 15 мая», «в срок до 18.11.2021», «по март»."""
        j = self.skip(i, "in", "term_word", "colon", "dash")
        inclusive = False
        if self.kind(j) == "not" and self.kind(j + 1) == "later":
            inclusive, j = True, self.skip(j + 2, "comma", "than", "before")
        elif self.kind(j) in ("before", "towards", "by"):
            inclusive, j = self.kind(j) == "by", j + 1
        else:
            return None
        if self.kind(j - 1) == "by" and self.kind(j) == "edge":
            return None  # «по окончании» is after the end, not until it
        hour_at, j = j, self.hour(j) or j
        hour = self.source(hour_at, j)
        place = self.stretch(j) or self._one_part(j)
        if not place:
            return None
        stretch, j = place
        if self.kind(j) == "inclusive":
            inclusive, j = True, j + 1
        if self.kind(self.skip(i, "in")) == "by" and stretch.unit in ("year", "school"):
            return None
        return Deadline(stretch, inclusive, hour), j

    def hour(self, i: int) -> int | None:
        """Return the place behind «15.00», «14:30 часов», «в 10 ч. 30 мин.», or None."""
        j = self.skip(i, "in", "towards", "before", "from")
        if self.kind(j) == "clock":
            return self.skip(j + 1, "hour")
        if self.kind(j) == "number" and self.kind(j + 1) == "hour":
            j += 2
            if self.kind(j) == "number" and self.kind(j + 1) == "minute":
                j += 2
            return j
        return None


def _day_pair(stretch: Stretch, last: int) -> Stretch | Span:
    month, first = stretch.begin
    if first == last:
        return stretch
    return Span(stretch, replace(stretch, begin=(month, last), finish=(month, last)))


def _is_day(md: tuple[int, int]) -> bool:
    month, day = md
    return 1 <= month <= 12 and 1 <= day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
