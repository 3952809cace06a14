"""Grammar of recurrences: «ежегодно», «не реже 2 раз в год», «каждый первый вторник месяца», «15 числа»."""

from typing import Final

from .dates import DateReader, Place
from .readings import Often

FREQUENCIES: Final = {
    "year": ("YEARLY", 1), "half": ("MONTHLY", 6), "quarter": ("MONTHLY", 3), "month": ("MONTHLY", 1),
    "decade": ("MONTHLY", 1), "week": ("WEEKLY", 1), "day": ("DAILY", 1),
}  # fmt: skip
TERM_ENDS: Final = (("BYMONTH", "3,5,10,12"),)  # a term is over in these months
AFTER_QUARTERS: Final = "1,4,7,10"
WORKING_DAYS: Final = "MO,TU,WE,TH,FR"
_WEEKDAYS_SPREAD: Final = {
    2: "WE,FR",
    3: "MO,WE,FR",
    4: "MO,TU,TH,FR",
    5: WORKING_DAYS,
    6: WORKING_DAYS + ",SA",
}
_PER_YEAR: Final = {"half": 2, "quarter": 4, "term": 4}
_MONTH_ENDS: Final = {
    ("week", 1): 7, ("week", 2): 14, ("week", 3): 21, ("week", 4): 28, ("week", -1): -1,
    ("decade", 1): 10, ("decade", 2): 20, ("decade", 3): -1, ("decade", -1): -1,
    ("part_half", 1): 15, ("part_half", 2): -1, ("edge", "begin"): 10, ("edge", "middle"): 15, ("edge", "end"): -1,
}  # fmt: skip


def times_a_year(n: int) -> Often | None:
    """Return the rule of «n раз в год»: equal parts of the year, each due on its last day."""
    if n < 1 or n > 52:
        return None
    if 12 % n == 0:
        return Often("YEARLY") if n == 1 else Often("MONTHLY", 12 // n)
    days = [365 * k // n for k in range(1, n)]
    return Often("YEARLY", rules=(("BYYEARDAY", ",".join(map(str, [*days, -1]))),))


def times_a_month(n: int) -> Often | None:
    """Return the rule of «n раз в месяц»."""
    if n < 1 or n > 15:
        return None
    if n == 1:
        return Often("MONTHLY")
    days = [30 * k // n for k in range(1, n)]
    return Often("MONTHLY", rules=(("BYMONTHDAY", ",".join(map(str, [*days, -1]))),))


def times_a_week(n: int) -> Often | None:
    """Return the rule of «n раз в неделю»."""
    if n == 1:
        return Often("WEEKLY")
    return Often("WEEKLY", rules=(("BYDAY", _WEEKDAYS_SPREAD[n]),)) if n in _WEEKDAYS_SPREAD else None


class OftenReader(DateReader):
    """Reads recurrences on top of dates."""

    def often(self, i: int) -> Place[Often]:
        return self.first_of(
            i,
            self.every_day_of_month,
            self.part_of_every,
            self.weekday_of_month,
            self.adverb,
            self.times,
            self.every,
        )

    def adverb(self, i: int) -> Place[Often]:
        if self.kind(i) not in ("often", "often_adj"):
            return None
        return Often(*FREQUENCIES[self.word(i)]), i + 1

    def times(self, i: int) -> Place[Often]:
        """«1 раз в квартал», «не реже двух раз в год», «раз в две недели», «дважды в месяц», «2 р/год»."""
        j = i
        if self.kind(j) == "not" and self.kind(j + 1) in ("seldomer", "earlier"):
            j += 2
        j = self.skip(j, "at_least", "than")
        count, k, vague = self._count(j)
        if self.kind(j) == "count_times":
            count, k = self.number(j), j + 1
        elif self.kind(k) == "times":
            k += 1
        else:
            return None
        if self.kind(k) not in ("in", "slash", "every"):
            return None
        k = self.skip(k, "in", "slash", "every", "whole")
        gap, k, vague_gap = self._count(k)
        k = self.skip(k, "study", "calendar", "this")
        if self.kind(k) != "unit":
            return None
        often = self._rate(count, gap, self.word(k))
        if often is None:
            return None
        note = "число раз указано приблизительно" if vague or vague_gap else ""
        return Often(often.freq, often.interval, often.rules, note=note), self.year_mark(k + 1)

    def _count(self, i: int) -> tuple[int, int, bool]:
        if self.kind(i) not in ("number", "count"):
            return 1, i, False
        if self.kind(i + 1) == "dash" and self.kind(i + 2) in ("number", "count"):
            return self.number(i), i + 3, True
        return self.number(i), i + 1, False

    def _rate(self, count: int, gap: int, unit: str) -> Often | None:
        if count < 1 or gap < 1 or gap > 100:
            return None
        if unit == "term" and count == gap == 1:
            return Often("YEARLY", rules=TERM_ENDS)
        if count == 1 and unit in FREQUENCIES and unit != "decade":
            freq, interval = FREQUENCIES[unit]
            months = interval * gap
            return (
                Often("YEARLY", months // 12)
                if freq == "MONTHLY" and months % 12 == 0
                else Often(freq, months)
            )
        if gap != 1:
            return None
        if unit in _PER_YEAR:
            return times_a_year(count * _PER_YEAR[unit])
        by_unit = {"year": times_a_year, "month": times_a_month, "week": times_a_week}
        return by_unit[unit](count) if unit in by_unit else None

    def every(self, i: int) -> Place[Often]:
        """«каждый месяц», «каждые две недели», «каждый вторник и четверг», «каждый июнь», «по вторникам»."""
        if self.kind(i) == "by":
            if self.kind(i + 1) == "working" and self.unit(i + 2, "day"):
                return Often("WEEKLY", rules=(("BYDAY", WORKING_DAYS),)), i + 3
            return self._weekdays(i + 1)
        j = self.skip(i, "in")
        if self.kind(j) != "every":
            return None
        j += 1
        if self.kind(j) == "month":
            return Often("YEARLY", rules=(("BYMONTH", str(self.number(j))),)), j + 1
        if self.kind(j) == "working" and self.unit(j + 1, "day"):
            return Often("WEEKLY", rules=(("BYDAY", WORKING_DAYS),)), j + 2
        if weekdays := self._weekdays(j):
            return weekdays
        gap, j, vague = self._count(j)
        j = self.skip(j, "study", "calendar")
        if self.kind(j) != "unit" or vague:
            return None
        often = self._rate(1, gap, self.word(j))
        return (often, self.year_mark(j + 1)) if often else None

    def _weekdays(self, i: int) -> Place[Often]:
        days = []
        while self.kind(i) == "weekday":
            days.append(self.word(i))
            j = self.skip(i + 1, "comma", "and", "by")
            i = j if self.kind(j) == "weekday" else i + 1
        return (Often("WEEKLY", rules=(("BYDAY", ",".join(dict.fromkeys(days))),)), i) if days else None

    def weekday_of_month(self, i: int) -> Place[Often]:
        """«каждый первый вторник месяца», «последняя пятница каждого месяца»; a bare weekday is a detail."""
        j = self.skip(i, "in", "every")
        nth = (
            self.number(j)
            if self.kind(j) == "ordinal" or (self.kind(j) == "number" and self.number(j) < 6)
            else 0
        )
        if nth and self.kind(j + 1) == "weekday":
            rules = (("BYDAY", f"{nth}{self.word(j + 1)}"),)
            k = self.skip(j + 2, "every")
            if self.kind(k) == "month" or self.kind(k) == "edge":
                return None  # the last Friday of May: no recurrence
            has_month = self.unit(k, "month")
            return Often("MONTHLY", rules=rules, detail=not has_month), k + 1 if has_month else j + 2
        if j == self.skip(i, "in") and (place := self._weekdays(j)):
            return Often("WEEKLY", rules=place[0].rules, detail=True), place[1]
        return None

    def part_of_every(self, i: int) -> Place[Often]:
        """«последняя неделя месяца», «в начале каждого месяца», «в конце каждой четверти»."""
        j = self.skip(i, "in", "by")
        if self.kind(j) == "every" and self.kind(j + 1) == "ordinal":
            j += 1
        key: tuple[str, int | str]
        if self.kind(j) == "edge":
            key, k = ("edge", self.word(j)), j + 1
        elif self.kind(j) in ("ordinal", "number") and self.unit(j + 1, "week", "decade", "part_half"):
            key, k = (self.word(j + 1), self.number(j)), j + 2
        else:
            return None
        every = self.kind(k) == "every"
        k = self.skip(k, "every")
        if self.unit(k, "month") and key in _MONTH_ENDS:
            note = self.source(j, k + 1)
            return Often("MONTHLY", rules=(("BYMONTHDAY", str(_MONTH_ENDS[key])),), note=note), k + 1
        if key == ("edge", "end") and self.unit(k, "quarter", "half", "term") and every:
            often = self._rate(1, 1, self.word(k))
            return (often, k + 1) if often else None
        if (
            key[0] != "edge"
            and key in _MONTH_ENDS
            and k == j + 2
            and self.kind(k) not in ("month", "study", "unit", "year")
        ):
            return Often(
                "MONTHLY", rules=(("BYMONTHDAY", str(_MONTH_ENDS[key])),), detail=True, note=self.source(j, k)
            ), k
        return None

    def every_day_of_month(self, i: int) -> Place[Often]:
        """«15 числа каждого месяца», «до 10 числа месяца, следующего за отчётным кварталом», «каждое 5 число»."""
        j = self.skip(i, "in")
        if self.kind(j) == "not" and self.kind(j + 1) == "later":
            j += 2
        j = self.skip(j, "before", "towards", "by")
        every = self.kind(j) == "every"
        j = self.skip(j, "every")
        place = self.numbers(j)
        if not place or not self.unit(place[1], "date") or any(not 1 <= a <= b <= 31 for a, b in place[0]):
            return None
        if self.kind(i) in ("before", "towards") and len(place[0]) > 1:
            return None
        days = ",".join(str(b) for _, b in sorted(place[0]))
        spans = any(a != b for a, b in place[0])
        note = self.source(i, place[1] + 1) if spans else ""
        k, whose = self._of_which_month(place[1] + 1)
        if whose == "quarter":
            return Often("YEARLY", rules=(("BYMONTH", AFTER_QUARTERS), ("BYMONTHDAY", days)), note=note), k
        detail = not every and whose not in ("every", "reported")
        if whose == "named":
            return None
        return Often(
            "MONTHLY", rules=(("BYMONTHDAY", days),), detail=detail, note=note or whose_note(whose)
        ), k

    def _of_which_month(self, i: int) -> tuple[int, str]:
        """Return the place behind «каждого месяца», «месяца, следующего за отчётным кварталом» and its meaning."""
        j = self.skip(i, "every", "this")
        if not self.unit(j, "month"):
            return i, "named" if self.kind(i) == "month" else ""
        if self.kind(i) == "every":
            return j + 1, "every"
        if self.kind(i) == "this":
            return j + 1, "after" if self.value(i) == 1 else ""
        k = self.skip(j + 1, "comma")
        if self.kind(k) == "this" and self.value(k) == 1 and self.kind(k + 1) == "in":
            k = self.skip(k + 2, "this")
            if self.unit(k, "quarter"):
                return k + 1, "quarter"
            return (k + 1 if self.unit(k, "month") or self.kind(k) == "period" else k), "reported"
        return j + 1, ""


def whose_note(whose: str) -> str:
    """Return the note for a day of the following month."""
    return "следующего месяца" if whose in ("after", "reported") else ""
