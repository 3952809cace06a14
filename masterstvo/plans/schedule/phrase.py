"""A whole phrase: readings one after another, what they make together, and what stays a note."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from .dates import Place
from .often import AFTER_QUARTERS, OftenReader
from .readings import Continuous, Dates, Deadline, Often, Reading, Remark, Span, Stretch, Undated, Years
from .resolve import Period, is_written, is_years, month_end, resolve, resolve_deadline
from .tokens import fold, tokenize

_SEPARATORS: Final = ("comma", "semicolon", "colon", "dash", "slash", "newline")
_TIMELY: Final = frozenset((
    "month", "date", "month_year", "year", "season", "often", "often_adj", "weekday", "every", "times", "edge",
    "clock", "this", "holidays", "always", "during", "count_times",
))  # fmt: skip
_TIMELY_UNITS: Final = ("year", "half", "quarter", "term", "month", "week", "decade")
_OPENERS: Final = frozenset(
    ("при", "для", "через", "согласно", "совместно", "очно", "онлайн", "дистанционно", "в")
)
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+")
_SEVERAL_WORDS: Final = r"(?:[а-яa-z-]+\s+){0,4}?"
_BY_SCHEDULE: Final = re.compile(
    r"(?:по|согласно|соответственно|в\s+соответствии\s+со?|в\s+рамках|на\s+основании|исходя\s+из)\s+"
    + _SEVERAL_WORDS
    + r"(?:план|график|расписани|программ|положени|приказ|циклограмм|дорожн|календар|распоряжени|регламент|срок)[а-я]*"
    r"|(?:в|по)\s+" + _SEVERAL_WORDS + r"срок(?:и|ах|ам|)(?:\s|,)+[а-я]+"
    r"|(?:в|по)\s+" + _SEVERAL_WORDS + r"(?:установленн|утвержденн|определенн|указанн|назначенн)[а-я]*\s+срок[а-я]*"
)  # fmt: skip
_ON_REQUEST: Final = re.compile(
    r"по\s+мере\s+[а-я]+"
    r"|(?:по|при)\s+" + _SEVERAL_WORDS + r"(?:запрос|заявк|заявлени|обращени|требовани|приглашени|вызов|необходимост"
    r"|поступлени|согласовани|договоренност|потребност|желани|факту|возникновени|наличи|выявлени)[а-я]*"
    r"|в\s+(?:[а-я]+\s+)?случа(?:е|ях)\s+[а-я]+"
    r"|(?:(?:в\s+течени[еи]|не\s+позднее(?:\s+чем)?|через)\s+)?(?:[\dа-я]+(?:-?х|-?ти|-?и)?\s+){0,3}?"
    r"(?:со?\s+(?:дня|момента|даты)|после)\s+(?:[а-я]+\s+){0,3}?"
    r"(?:поступлени|подачи|обращени|получени|регистрации|запрос|заявк|заявлени)[а-я]*"
    r"|(?:со?\s+)(?:дня|момента|даты)\s+[а-я]{3,}"
    r"|в\s+день\s+(?:поступления|обращения|подачи|запроса)"
)  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    """The main reading of a phrase, None when there is none, and everything said beside it."""

    reading: Reading | None
    note: str = ""


def read_phrase(text: str, plan: tuple[int, int]) -> Phrase:
    """Read a cleaned ``text`` written in a plan for the years ``plan``."""
    main, asides = _split(text)
    if not fold(main).strip(" .,;:-"):
        if len(asides) != 1 or _LINK.match(asides[0][1]):
            return Phrase(None)
        return read_phrase(asides[0][1], plan) if asides[0][1] != text else Phrase(None)
    phrase = _PhraseReader(main, plan).read()
    if phrase is None or phrase.reading is None:
        return Phrase(None)
    reading, notes = phrase.reading, [phrase.note] if phrase.note else []
    for _, aside in asides:
        # «в течение года (раз в квартал)», «ежегодно (июнь)»: the brackets tell how often
        inner = None if _LINK.match(aside) else _PhraseReader(aside, plan).read()
        merged = merge(reading, inner.reading, plan) if inner and inner.reading and not inner.note else None
        if isinstance(merged, Often):
            reading = merged
        elif fold(aside) != "включительно":
            notes.append(aside)
    return Phrase(reading, "; ".join(notes))


def _split(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Take brackets and links out of ``text``; what is left keeps its places."""
    asides: list[tuple[int, str]] = []
    if link := _LINK.search(text):
        # a link torn by a line break and its page numbers follow it
        end = len(text) if text[: link.start()].strip(" -–—,.:;\n") else link.end()
        if text.count("(", 0, link.start()) <= text.count(")", 0, link.start()):
            asides.append((link.start(), " ".join(text[link.start() : end].split())))
            text = text[: link.start()] + " " * (end - link.start()) + text[end:]
    for match in re.finditer(r"[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)(?:[)\]]|$)", text):
        inner = " ".join(match.group(1).split()).strip(" ;,")
        if inner:
            asides.append((match.start(), inner))
        text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text, sorted(asides)


class _PhraseReader(OftenReader):
    """Reads the readings of a phrase from left to right."""

    def __init__(self, text: str, plan: tuple[int, int]) -> None:
        super().__init__(tokenize(text), plan)
        self.text = text
        self.folded = fold(text)

    def source(self, i: int, j: int) -> str:
        if i >= j or i >= len(self.tokens):
            return ""
        return " ".join(self.text[self.tokens[i].start : self.tokens[j - 1].end].split())

    def read(self) -> Phrase | None:
        notes: list[str] = []
        i, start_note = self._lead()
        if start_note:
            notes.append(start_note)
        main: Reading | None = None
        while i < len(self.tokens):
            j = self.skip(i, *_SEPARATORS)
            if j >= len(self.tokens):
                break
            place = self.chunk(j if main or j > i else i)
            if place is None:
                rest = self._rest(i, j) if main else None
                if rest is None:
                    return None
                notes.append(rest)
                break
            reading, k = place
            if isinstance(reading, Deadline) and reading.hour:
                notes.append(_without(reading.hour))
            if isinstance(reading, Remark):
                notes.append(reading.note)
            elif main is None:
                main = reading
            elif merged := merge(main, reading, self.plan):
                main = merged
            else:
                notes.append(self.source(j, k))
            i = k
        if isinstance(main, Undated) and main.note:
            notes.insert(0, main.note)
        if isinstance(main, Often) and main.note:
            notes.insert(0, main.note)
        return Phrase(main, "; ".join(note for note in notes if note))

    def _lead(self) -> tuple[int, str]:
        """Step over «Срок реализации:» and over words before a colon, a dash, a recurrence or a deadline."""
        i = self.skip(0, *_SEPARATORS)
        if self.kind(i) == "term_word" or (
            self.kind(i) == "period" and self.kind(i + 1) in ("term_of", "colon")
        ):
            return self.skip(i, "term_word", "period", "term_of", *_SEPARATORS), ""
        if self.chunk(i):
            return i, ""
        j = i
        while self.kind(j) in ("other", "number", "ordinal", "and", "in", "by", "from", "term_of"):
            if j > i and self.kind(j) != "other" and (place := self.chunk(j)) and _is_certain(place[0]):
                return j, self.source(i, j)
            j += 1
        if j == i:
            return i, ""
        if self.kind(j) in ("colon", "dash") and self.chunk(j + 1):
            return j + 1, self.source(i, j)
        place = self.chunk(j)
        return (j, self.source(i, j)) if place and _is_certain(place[0]) else (i, "")

    def chunk(self, i: int) -> Place[Reading]:
        """Read one reading at ``i``."""
        if self.kind(i) == "hedge":
            return Remark(self.source(i, i + 1)), i + 1
        if self._undated(i, _ON_REQUEST) and self.kind(i) != "by":
            return self.undated(i)
        readers = (self.often, self.continuous, self.deadline, self.dates)
        place: Place[Reading] = self.first_of(i, *readers)
        if place is None and (hour := self.hour(i)):
            return Remark(_without(self.source(self.skip(i, "in", "before", "towards", "from"), hour))), hour
        return place or self.undated(i)

    def continuous(self, i: int) -> Place[Continuous]:
        """«в течение года», «весь учебный год», «постоянно», «на постоянной основе», «в период реализации»."""
        if self.kind(i) == "always":
            return Continuous(), i + 1
        j = self.skip(i, "in")
        if self.kind(j) == "always_adj":
            return Continuous(), self.skip(j + 1, "basis")
        during = self.kind(j) == "during"
        j = self.skip(j, "during")
        whole = self.kind(j) == "whole"
        j = self.skip(j, "whole")
        if (
            self.kind(j) in ("period", "term_word")
            and (whole or self.kind(j + 1) == "term_of")
            and (during or whole or j > i)
        ):
            return Continuous(), self.skip(j + 1, "term_of", "period")
        if not during and not whole:
            return None
        if place := self.school_year(j) or self.year(j):
            return Continuous(Dates((place[0],))), place[1]
        if self.unit(j, "year"):
            if written := self.written_years(j + 1):
                return self.continuous_of(j + 1, written[1])
            return Continuous(), j + 1
        return None  # «в течение марта» is read with the dates

    def continuous_of(self, i: int, j: int) -> Place[Continuous]:
        place = self.stretch(i)
        return (Continuous(Dates((place[0],))), j) if place else None

    def undated(self, i: int) -> Place[Undated]:
        """«по запросу …», «согласно плану …»: the words behind belong to it, up to another reading."""
        for kind, pattern in (("on_request", _ON_REQUEST), ("by_schedule", _BY_SCHEDULE)):
            match = self._undated(i, pattern)
            if match is None:
                continue
            j = i
            while j < len(self.tokens) and self.tokens[j].start < match.end():
                j += 1
            while j < len(self.tokens):
                if self.kind(j) in ("comma", "semicolon", "newline") and self.chunk(j + 1):
                    break
                j += 1
            return Undated(kind), j
        return None

    def _undated(self, i: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.folded, self.tokens[i].start) if i < len(self.tokens) else None

    def _rest(self, i: int, j: int) -> str | None:
        """Return the words from ``j`` on as a note, or None when they may change what was understood."""
        note = self.source(j, len(self.tokens))
        separated = j > i or i == 0
        if self.kind(j) in ("except", "or"):
            return note
        if any(token.kind == "not" for token in self.tokens[j:]):
            return None
        timely = any(
            token.kind in _TIMELY or (token.kind == "unit" and token.value in _TIMELY_UNITS)
            for token in self.tokens[j:]
        )
        if timely:
            other = _PhraseReader(note, self.plan).read() if separated else None
            return note if other and other.reading else None
        after_adjective = self.kind(i - 1) in ("often_adj", "always_adj")
        opened = self.kind(j) in ("in", "by", "from", "towards") or self.word(j) in _OPENERS
        return note if separated or after_adjective or opened else None


def _without(hour: str) -> str:
    return f"время {hour} не учитывается"


def _is_certain(reading: Reading) -> bool:
    """Whether a reading is plain enough to stand behind other words: «Сдача отчётов до 15 мая»."""
    if isinstance(reading, Deadline):
        return reading.stretch.unit == "day"
    return isinstance(reading, Often) and not reading.detail


def merge(main: Reading, other: Reading, plan: tuple[int, int]) -> Reading | None:
    """Return what two readings say together, or None when they are two different readings."""
    if isinstance(main, Often) and main.bounds and not main.until:
        # 2021–2024, ежегодно, июнь: what comes after the bounds tells how often within them
        inner = merge(replace(main, bounds=None), other, plan)
        kept = isinstance(inner, Often) and not inner.bounds and not inner.until
        return replace(inner, bounds=main.bounds) if kept else None  # type: ignore[type-var]
    match main, other:
        case Often(), Often():
            return _refined(main, other) or _refined(other, main)
        case (Often(detail=True), _) | (_, Often(detail=True)):
            return None
        case Often(until=None), Continuous():
            return replace(main, bounds=other.dates)
        case Continuous(), Often():
            return replace(other, bounds=main.dates)
        case Often(), Dates():
            return _often_with_dates(main, other, plan)
        case Dates(), Often():
            return _often_with_dates(other, main, plan)
        case Often(), Deadline():
            return _often_with_deadline(main, other)
        case Deadline(), Often() if other.rrule == "FREQ=YEARLY":
            return _often_with_deadline(other, main)
        case Continuous(), Continuous(dates=None):
            return main
        case Continuous(dates=None), Continuous():
            return other
        case Continuous(dates=None), Dates():
            single = len(other.elements) == 1 and isinstance(other.elements[0], Span)
            return Continuous(other) if single or is_years(other) else None
        case Dates(), Continuous(dates=None) if is_years(main):
            return Continuous(main)
    return None


def _refined(often: Often, by: Often) -> Often | None:
    if often.rules or often.bounds or often.until or often.detail:
        return None
    if often.rrule == by.rrule:
        return often
    if often.freq == by.freq and by.rules and often.interval == 1 and by.interval == 1:
        return replace(by, detail=False)
    if often.freq == "WEEKLY" == by.freq and by.rules:
        return replace(by, interval=often.interval, detail=False)
    quarterly = often.freq == "MONTHLY" and often.interval == 3
    if quarterly and by.freq == "YEARLY" and ("BYMONTH", AFTER_QUARTERS) in by.rules:
        return by
    if quarterly and by.rules and by.note == "следующего месяца":
        return Often("YEARLY", rules=(("BYMONTH", AFTER_QUARTERS), *by.rules))
    return by if often.freq == "YEARLY" and often.interval == 1 and not by.detail else None


def _often_with_dates(often: Often, dates: Dates, plan: tuple[int, int]) -> Often | None:
    if often.bounds or often.until:
        return None
    yearly = often.freq == "YEARLY" and not often.rules
    if named := _named_times(often, dates):
        return named
    if is_years(dates) or (is_written(dates) and not _several_years(dates)) or not yearly:
        period = resolve(dates, plan)
        by_itself = often.freq == "YEARLY" and often.rules and not is_written(dates)
        return replace(often, bounds=dates) if period and not period.rrule and not by_itself else None
    period = resolve(dates, plan if is_written(dates) else (2000, 2000))
    rules = _yearly_rules(period) if period else None
    if period is None or rules is None:
        return None
    note = f"с {period.start:%d.%m}" if period.kind == "range" and rules[-1][0] == "BYMONTHDAY" else ""
    bounds = Dates(tuple(_whole_years(dates))) if is_written(dates) else None
    return replace(often, rules=rules, bounds=bounds, note=note)


def _named_times(often: Often, dates: Dates) -> Often | None:
    """«4 раза в год (март, июнь, сентябрь, декабрь)»: the months are the times."""
    if often.freq != "MONTHLY" or often.rules or is_written(dates):
        return None
    period = resolve(dates, (2000, 2000))
    if period is None or period.kind != "months" or not period.rrule:
        return None
    months = period.rrule.rpartition("=")[2]
    return (
        Often("YEARLY", rules=(("BYMONTH", months),))
        if months.count(",") + 1 == 12 // often.interval
        else None
    )


def _often_with_deadline(often: Often, deadline: Deadline) -> Often | None:
    if often.bounds or often.until:
        return None
    yearly = often.freq == "YEARLY" and not often.rules
    if deadline.stretch.years and deadline.stretch.years.named:
        deadline = replace(deadline, stretch=replace(deadline.stretch, years=None))
    if deadline.stretch.years or deadline.stretch.unit == "year" or not yearly:
        return replace(often, until=deadline) if not often.rules else None
    # In a year that is not the plan's first: «до января» then ends in the year before
    last = resolve_deadline(deadline, (2000, 2000))
    if last is None:
        return None
    day = (
        "-1" if last == month_end(last.year, last.month) and deadline.stretch.unit != "day" else str(last.day)
    )
    return replace(often, rules=(("BYMONTH", str(last.month)), ("BYMONTHDAY", day)))


def _yearly_rules(period: Period) -> tuple[tuple[str, str], ...] | None:
    if "BYYEARDAY" in period.rrule:
        days = [date(2000, 1, 1) + timedelta(int(n) - 1) for n in period.rrule.rpartition("=")[2].split(",")]
        if period.kind != "point" or len({day.day for day in days}) > 1:
            return None
        return ("BYMONTH", ",".join(str(day.month) for day in days)), ("BYMONTHDAY", str(days[0].day))
    if period.rrule:
        return tuple(
            (key, value) for key, _, value in (part.partition("=") for part in period.rrule.split(";")[1:])
        )
    aligned = period.start.day == 1 and period.end == month_end(period.end.year, period.end.month)
    if aligned:
        count = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        months = sorted({(period.start.month - 1 + n) % 12 + 1 for n in range(count)})
        return (("BYMONTH", ",".join(map(str, months))),)
    return ("BYMONTH", str(period.end.month)), ("BYMONTHDAY", str(period.end.day))


def _several_years(dates: Dates) -> bool:
    return len(dates.elements) == 1 and any(
        years.first != years.last and not years.school for years in _all_years(dates)
    )


def _whole_years(dates: Dates) -> list[Stretch]:
    years = _all_years(dates)[-1]
    return [Stretch("year", (1, 1), (12, 0), years)]


def _all_years(dates: Dates) -> list[Years]:
    stretches = [s for e in dates.elements for s in ([e] if isinstance(e, Stretch) else [e.first, e.last])]
    return [stretch.years for stretch in stretches if stretch.years]
