"""Checks of orders and addresses: numbers against dates, results against announcements, links that lead nowhere."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from masterstvo.core.addresses import is_address
from masterstvo.core.dates import short_date
from masterstvo.core.words import fold
from masterstvo.reports.checks.registry import Place, Remark, check, digest, of_activity, once
from masterstvo.reports.checks.texts import Order, addresses, all_texts, cited_orders, stems
from masterstvo.reports.choices import Severity
from masterstvo.reports.queries import ReportFacts

_NUMBER = re.compile(r"(\d+)(?:\s*-\s*([а-яёa-z]+))?", re.IGNORECASE)
_RESULTS = re.compile(
    r"об\s+итогах|о\s+результатах|итоги|ob_itogah?h?|ob_itogakh|o_rezultatah?h?|itogi", re.IGNORECASE
)
_HOLDING = re.compile(
    r"о\s+провед|об\s+организац|о\s+подготовк|o_proveden|ob_organizac|ob_organizats", re.IGNORECASE
)
_SLUG = re.compile(r"prikaz[_-]+(\d+)-?([a-z]*)[_-]+([a-z0-9_-]+)", re.IGNORECASE)
_LATIN_SUFFIX = {"od": "од", "o": "о", "r": "р"}


@check("orders_out_of_order", Severity.NEEDS_WORD)
def orders_out_of_order(facts: ReportFacts) -> Iterator[Remark]:
    """Within a year and a series a later order has a greater number."""
    series: dict[tuple[int, str], list[Order]] = defaultdict(list)
    for order in _unique(_dated_orders(facts)):
        if order.dated_on:
            series[(order.dated_on.year, order.suffix)].append(order)
    for orders in series.values():
        ordered = sorted(orders, key=lambda order: (order.dated_on, order.number))
        for earlier, later in pairwise(ordered):
            if later.number < earlier.number and later.dated_on != earlier.dated_on:
                yield Remark(
                    Place("order", f"{later.number}-{later.suffix}:{later.dated_on}", later.place.words),
                    f"Приказ {_named(later)} издан позже приказа {_named(earlier)}, а номер у него меньше.",
                    "Проверьте номера и даты обоих приказов.",
                )


@check("order_with_two_dates", Severity.NEEDS_WORD)
def order_with_two_dates(facts: ReportFacts) -> Iterator[Remark]:
    """The same number of one year on two days."""
    days: dict[tuple[int, int, str], list[Order]] = defaultdict(list)
    for order in _unique(_dated_orders(facts)):
        if order.dated_on:
            days[(order.number, order.dated_on.year, order.suffix)].append(order)
    for (number, year, suffix), orders in days.items():
        if len(orders) > 1:
            dates = ", ".join(sorted(short_date(order.dated_on) for order in orders if order.dated_on))
            yield Remark(
                Place("order", f"{number}-{suffix}:{year}", orders[-1].place.words),
                f"Под № {number}{'-' + suffix if suffix else ''} названы приказы от разных дат: {dates}.",
                "Проверьте даты.",
            )


@check("results_before_holding", Severity.NEEDS_WORD)
def results_before_holding(facts: ReportFacts) -> Iterator[Remark]:
    """The order on results is not older than the order on holding."""
    orders = [*_dated_orders(facts), *_linked_orders(facts)]
    holdings = [order for order in orders if _HOLDING.search(order.title)]
    for results in orders:
        if not _RESULTS.search(results.title):
            continue
        subject = _subject(results.title)
        for holding in holdings:
            if subject and subject & _subject(holding.title) and _is_earlier(results, holding):
                yield Remark(
                    Place("order", f"results:{results.number}-{results.suffix}", results.place.words),
                    f"Приказ об итогах {_named(results)} раньше приказа о проведении {_named(holding)}.",
                    "Проверьте номера и даты обоих приказов.",
                )


@check("broken_link", Severity.NEEDS_WORD)
def broken_link(facts: ReportFacts) -> Iterator[Remark]:
    """An address that no reader can open, by its form alone; nothing is asked of the network."""
    for activity in facts.activities:
        for proof in activity.evidence.all():
            if proof.url and not is_address(proof.url):
                yield Remark(
                    of_activity(activity), f"Ссылка записана с ошибкой: {proof.url}", "Исправьте ссылку."
                )
    for text in all_texts(facts):
        for url in addresses(text.text):
            if not is_address(url) and not url.lower().startswith("www."):
                place = Place(text.place.kind, f"{text.place.key}:{digest(url)}", text.place.words)
                yield Remark(place, f"Ссылка записана с ошибкой: {url}", "Исправьте ссылку.")


@once
def _dated_orders(facts: ReportFacts) -> Iterator[Order]:
    for document in facts.orders:
        found = _NUMBER.match(document.number.strip())
        if found:
            place = Place("document", str(document.pk), f"Приказ № {document.number}")
            suffix = fold(found.group(2) or "")
            yield Order(int(found.group(1)), suffix, document.dated_on, document.title, place)
    for text in all_texts(facts):
        yield from cited_orders(text)


def _linked_orders(facts: ReportFacts) -> Iterator[Order]:
    """Orders as file names tell them: «prikaz_160-od_ob_itogakh_konkursa_vmeste»."""
    for activity in facts.activities:
        for url in (*(proof.url for proof in activity.evidence.all()), *addresses(activity.actual_result)):
            found = _SLUG.search(url)
            if found:
                suffix = _LATIN_SUFFIX.get(found.group(2).lower(), found.group(2).lower())
                yield Order(int(found.group(1)), suffix, None, found.group(3), of_activity(activity))


def _unique(orders: Iterable[Order]) -> list[Order]:
    return list({(order.number, order.suffix, order.dated_on): order for order in orders}.values())


def _subject(title: str) -> frozenset[str]:
    """Return what an order is about, without the words that every order has."""
    words = stems(title.replace("_", " ").replace("-", " "))
    return words - {"приказ"[:5], "итогах"[:5], "конку", "prika", "itoga", "konku", "prove", "organ", "rezul"}


def _is_earlier(results: Order, holding: Order) -> bool:
    if results.dated_on and holding.dated_on and results.dated_on != holding.dated_on:
        return results.dated_on < holding.dated_on
    same_year = not (results.dated_on and holding.dated_on) or results.dated_on.year == holding.dated_on.year
    return same_year and results.suffix == holding.suffix and results.number < holding.number


def _named(order: Order) -> str:
    suffix = f"-{order.suffix}" if order.suffix else ""
    dated = f" от {short_date(order.dated_on)}" if order.dated_on else ""
    return f"№ {order.number}{suffix}{dated}"
