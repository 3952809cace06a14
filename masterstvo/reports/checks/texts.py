"""Reading people's sentences: their dates, numbers, orders, addresses and the stems of their words."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from masterstvo.core.numbers import round_half_up
from masterstvo.core.words import fold
from masterstvo.reports.checks.registry import Place, of_activity, once
from masterstvo.reports.queries import ReportFacts

FIELD_WORDS = {"facts": "что сделано", "problems": "проблемы", "causes": "причины", "conclusions": "выводы"}
OVERALL_WORDS = {
    "problems": "проблемы",
    "causes": "причины",
    "needs": "потребности",
    "prospects": "перспективы",
}
_DATE = re.compile(r"(?<![\d.№/])(\d{1,4})\.(\d{1,2})\.(\d{4})(?!\d)(?!\.\d)")
_ORDER = re.compile(
    r"(?:приказ\w*|распоряжени\w*)[^.\n№]{0,60}?(?:от\s+(?P<before>\d{1,2}\.\d{1,2}\.\d{4})\s*(?:г\.?|года)?\s*)?"
    r"№\s*(?P<number>\d+)(?P<suffix>\s*-\s*[а-яё]{1,4})?"
    r"(?:\s*от\s+(?P<after>\d{1,2}\.\d{1,2}\.\d{4}))?",
    re.IGNORECASE,
)
URL = re.compile(r"https?:?/{0,2}[^\s<>\"«»]+|www\.[^\s<>\"«»]+", re.IGNORECASE)
_WORD = re.compile(r"[а-яёa-z]{4,}", re.IGNORECASE)
# Words that stand in nearly every plan and therefore prove no kinship between two sentences.
_COMMON = frozenset(
    [
        "педаг",
        "работ",
        "участ",
        "мероп",
        "образ",
        "метод",
        "прове",
        "орган",
        "учите",
        "руков",
        "школь",
        "муниц",
        "регио",
        "реали",
        "район",
        "семин",
        "рамка",
        "повыш",
        "профе",
        "масте",
        "компе",
        "разви",
        "обесп",
        "деяте",
        "систе",
        "сопро",
        "соверш",
        "налич",
        "колич",
        "отчет",
        "перио",
        "прове",
        "было",
        "были",
        "будет",
        "также",
        "котор",
        "форми",
        "напра",
        "вопро",
        "прогр",
        "резул",
        "уровн",
        "общео",
        "учреж",
        "кадро",
        "управ",
        *("взаим", "данно", "прово", "осуще", "велас", "велос"),
    ]
)


@dataclass(frozen=True)
class Text:
    """A text of the report and where it stands."""

    place: Place
    text: str


def written_texts(facts: ReportFacts) -> Iterator[Text]:
    """Yield what people wrote of the report itself: the foreword, the sections, the conclusions."""
    yield from _if_any(Place("report", "foreword", "Пояснительная записка"), facts.report.foreword)
    for direction in facts.directions:
        words = facts.narratives.get(direction.pk)
        for name, title in FIELD_WORDS.items() if words else ():
            yield from _if_any(
                Place("direction", f"{direction.pk}:{name}", f"Раздел «{direction.title.strip()}», {title}"),
                getattr(words, name),
            )
    for name, title in OVERALL_WORDS.items():
        yield from _if_any(
            Place("report", f"overall_{name}", f"Раздел 3, {title}"), getattr(facts.report, f"overall_{name}")
        )


def result_texts(facts: ReportFacts) -> Iterator[Text]:
    """Yield the results of activities."""
    for activity in facts.activities:
        yield from _if_any(of_activity(activity), activity.actual_result)


@once
def all_texts(facts: ReportFacts) -> Iterator[Text]:
    yield from result_texts(facts)
    yield from written_texts(facts)


def _if_any(place: Place, text: str) -> Iterator[Text]:
    if text.strip():
        yield Text(place, text)


def written_dates(text: str) -> Iterator[tuple[str, dt.date | None]]:
    """Yield (as written, the day or None when there is no such day). The digits of an address are not dates."""
    for found in _DATE.finditer(URL.sub(" ", text)):
        day, month, year = (int(part) for part in found.groups())
        try:
            yield found.group(), dt.date(year, month, day)
        except ValueError:
            yield found.group(), None


@dataclass(frozen=True)
class Order:
    """An order as it is cited: «№ 128-од от 09.04.2025»."""

    number: int
    suffix: str
    dated_on: dt.date | None
    title: str
    place: Place


def cited_orders(text: Text) -> Iterator[Order]:
    for found in _ORDER.finditer(text.text):
        written = found["before"] or found["after"]
        day = next((day for _, day in written_dates(written)), None) if written else None
        suffix = fold(found["suffix"] or "").lstrip("-")
        yield Order(int(found["number"]), suffix, day, _line_of(text.text, found.start()), text.place)


def addresses(text: str) -> list[str]:
    return [re.sub(r"[.,;:!?)\]]+$", "", found) for found in URL.findall(text)]


def sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?;])\s+|\n+", text) if part.strip()]


def stems(text: str) -> frozenset[str]:
    """Return the first five letters of the words that tell one subject from another."""
    words = _WORD.findall(fold(URL.sub(" ", text)))
    return frozenset(word[:5] for word in words if word[:5] not in _COMMON and word[:4] not in _COMMON)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def fits_whole(share: Decimal, whole: int) -> bool:
    """Say whether some whole number of ``whole`` makes ``share`` percent, rounded or cut as it is written."""
    if whole <= 0:
        return False
    places = max(0, -int(share.as_tuple().exponent))
    step = Decimal(1).scaleb(-places)
    middle = int(share * whole / 100)
    for count in range(max(0, middle - 1), middle + 3):
        exact = Decimal(count * 100) / whole
        if round_half_up(exact, places) == share or exact.quantize(step, rounding=ROUND_DOWN) == share:
            return True
    return False


def possible_wholes(count: int, share: Decimal) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest whole of which ``count`` is ``share`` percent as written, cut or rounded."""
    step = Decimal(1).scaleb(-max(0, -int(share.as_tuple().exponent)))
    low, high = share - step / 2, share + step
    return Decimal(count * 100) / high, (Decimal(count * 100) / low if low > 0 else Decimal("Infinity"))


def _line_of(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)].strip()
