"""The protocol of the commission of appeals, as a .docx file and as the text of a document."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from masterstvo.contests.choices import ContestState
from masterstvo.contests.marking.words import number
from masterstvo.contests.models import Contest
from masterstvo.contests.queries.appeals import Told, appeals_told
from masterstvo.contests.queries.entries import secrets_of
from masterstvo.core.dates import russian_date
from masterstvo.core.word import Paper

COLUMNS = (
    ("Работа", 2.2),
    ("С чем не согласны", 5),
    ("Решение", 2.4),
    ("Ответ комиссии", 4.4),
    ("Оценки до", 3),
    ("Оценки после", 3),
    ("Итог, %", 2),
    ("Место", 1.6),
)


def appeals_protocol(contest: Contest, *, day: dt.date) -> bytes:
    """Return the protocol. While a blind contest goes on the works stand under codes, and names leave the words of entrants too."""
    told = appeals_told(contest, day)
    paper = Paper(title_of(contest), day=day, landscape=True)
    paper.head("ПРОТОКОЛ АПЕЛЛЯЦИОННОЙ КОМИССИИ", str(contest))
    paper.pairs(
        [("Дата", russian_date(day, with_year=True)), ("Апелляций", len(told))], title="О заседании комиссии"
    )
    is_blind = _is_blind(contest)
    if told:
        rows = [_row(each, is_blind=is_blind) for each in told]
        paper.table(COLUMNS, rows, title="Апелляции и решения")
    else:
        paper.text("Апелляций не поступило.")
    paper.signatures(["Председатель комиссии", "Член комиссии", "Секретарь комиссии"])
    return paper.bytes()


def title_of(contest: Contest) -> str:
    return f"Протокол апелляционной комиссии: {contest}"[:500]


def paragraphs(contest: Contest, *, day: dt.date) -> Iterator[str]:
    """Yield what the protocol says, an appeal after another, with names left out as in the file."""
    told = appeals_told(contest, day)
    yield f"Рассмотрено апелляций: {len(told)}."
    for each in told:
        named, reason, decision, answer, before, after, total, place = _row(each, is_blind=_is_blind(contest))
        yield f"Работа {named}. С чем не согласны: {reason}"
        yield f"Решение: {decision}. Ответ комиссии: {answer}"
        yield f"Оценки до: {before}. Оценки после: {after}. Итог: {total}. Место: {place}."


def _is_blind(contest: Contest) -> bool:
    return contest.is_blind and contest.state != ContestState.FINISHED


def _row(told: Told, *, is_blind: bool) -> tuple[object, ...]:
    appeal, entry = told.appeal, told.appeal.entry
    reason, answer = appeal.reason, appeal.answer
    if is_blind:
        found = secrets_of(entry)
        reason, answer = found.clean(reason), found.clean(answer)
    named = told.label if is_blind else f"{told.label}, {entry.person or entry.organization}"
    return (
        named,
        reason or "–",
        appeal.get_state_display(),
        answer or "–",
        "; ".join(f"{name}: {mark}" for name, mark in told.before) or "–",
        "; ".join(f"{name}: {mark}" for name, mark in told.after) or "–",
        _change(appeal.total_before, appeal.total_after),
        _change(appeal.place_before, appeal.place_after),
    )


def _change(before: Decimal | int | None, after: Decimal | int | None) -> str:
    said = [number(Decimal(each)) for each in (before, after) if each is not None]
    return " → ".join(said) or "–"
