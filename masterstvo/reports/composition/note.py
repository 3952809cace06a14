"""The analytic note of a municipality and the summary of one school: numbers, and what follows from them, in words.

Both leave the program as files, so no right of a reader holds in them: what measurements showed is told as bands or of many people
only, and what could be found by subtraction is left out (ADR 0022). That somebody was measured or has a route is no secret (ADR 0016).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from masterstvo.core.numbers import counted, format_decimal, format_percent, format_share, percent
from masterstvo.core.suppression import hidden_cells
from masterstvo.diagnostics.queries.map import Cell, Gain, Map, deficit_map, gains
from masterstvo.indicators.evaluation import Period, report_period
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.reports.composition import growth as told
from masterstvo.reports.composition.growth import Growth, Rows, growth_of, read_growth
from masterstvo.routes.choices import RouteState

MANY = 3  # titles in one sentence


@dataclass(frozen=True)
class Line:
    """One organization. ``closed``: deficits closed, None where that number is not told."""

    organization: Organization
    growth: Growth
    closed: int | None

    @property
    def share(self) -> Decimal | None:
        return percent(self.growth.n_measured, self.growth.n_people)


@dataclass(frozen=True)
class Note:
    """What the note says. ``subjects``: deficits by subjects, as bands."""

    municipality: Municipality
    period: Period
    smallest: int
    total: Growth
    lines: tuple[Line, ...]
    gains: tuple[Gain, ...]
    subjects: Map
    conclusions: tuple[str, ...]
    decisions: tuple[str, ...]

    @property
    def shows_closed(self) -> bool:
        return any(each.closed is not None for each in self.lines)

    @property
    def told_gains(self) -> list[Gain]:
        return [each for each in self.gains if each.cell.band]

    @property
    def n_untold(self) -> int:
        """How many competences were measured in too few people to tell."""
        return len(self.gains) - len(self.told_gains)


@dataclass(frozen=True)
class Summary:
    """What the summary of one school says. ``competences``: [(title, cell)], the weakest first."""

    organization: Organization
    period: Period
    smallest: int
    line: Line
    competences: tuple[tuple[str, Cell], ...]
    decisions: tuple[str, ...]


def note_of(municipality: Municipality, day: dt.date) -> Note:
    """Compose the note since 1 January. Queries: 20, however many people and organizations."""
    period = report_period(day)
    rows = read_growth(municipality, period)
    total, lines = growth_of(rows, rows.people), _lines(rows)
    found = gains(rows.people, day, smallest=rows.smallest)
    return Note(
        municipality,
        period,
        rows.smallest,
        total,
        lines,
        tuple(found),
        deficit_map(municipality.pk, day, by="subject", smallest=rows.smallest),
        tuple(
            filter(
                None,
                (
                    coverage(total),
                    _uneven(lines),
                    *_growth_words(total, found, rows.smallest),
                    *_gain_words(found),
                ),
            )
        ),
        tuple(decisions(total)),
    )


def summary_of(organization: Organization, day: dt.date) -> Summary:
    """Compose the summary of one school since 1 January. Queries: 15."""
    period = report_period(day)
    rows = read_growth(organization.municipality, period)
    line = next(
        (each for each in _lines(rows) if each.organization == organization),
        Line(organization, growth_of(rows, ()), None),
    )
    shown = deficit_map(organization.municipality_id, day, by="organization", smallest=rows.smallest)
    cells = dict(shown.rows).get(organization.title, [])
    competences = [
        (competence.title, cell)
        for competence, cell in zip(shown.competences, cells, strict=False)
        if cell and cell.band
    ]
    order = ("bad", "risk", "ok")
    competences.sort(key=lambda pair: (order.index(pair[1].tone), pair[0]))
    return Summary(
        organization,
        period,
        rows.smallest,
        line,
        tuple(competences),
        (*_weak_words(competences), *decisions(line.growth)),
    )


def _lines(rows: Rows) -> tuple[Line, ...]:
    """Return a line for each organization with people at work. Queries: one."""
    people: dict[int, set[int]] = defaultdict(set)
    for person, organization in rows.people.items():
        people[organization].add(person)
    closing = {key: {person for person in rows.closed if person in known} for key, known in people.items()}
    counts = {key: len(found) for key, found in closing.items()}
    hidden = hidden_cells(
        counts, threshold=rows.smallest, total_is_shown=sum(counts.values()) >= rows.smallest
    )
    if 0 < sum(counts.values()) < rows.smallest:
        hidden = set(counts)
    found = Organization.objects.filter(pk__in=people).order_by("title", "pk")
    return tuple(
        Line(
            each,
            # Of one school exact numbers would tell of one person by subtraction.
            replace(growth_of(rows, people[each.pk]), leading=(), closed=None),
            None if each.pk in hidden else sum(person in closing[each.pk] for person in rows.closed),
        )
        for each in found
    )


# --- In words -----------------------------------------------------------------------------------------------------------
def coverage(growth: Growth) -> str:
    """Return «Диагностику прошли 46 из 248 работников (18,5 %): тест – 40, наблюдение – 9.»."""
    if not growth.n_people:
        return "В этот день никто не работает."
    if not growth.n_measured:
        return f"Диагностику не проходил никто из {counted(growth.n_people, 'работника', 'работников', 'работников')}."
    share = format_percent(percent(growth.n_measured, growth.n_people))
    reached = format_share(growth.n_measured, growth.n_people)
    return f"Диагностику прошли {reached} работников ({share}): {told.by_kind(growth)}."


def decisions(growth: Growth) -> Iterator[str]:
    """Return what is to be decided, from the numbers alone."""
    left = growth.n_people - growth.n_measured
    if left:
        yield f"Провести диагностику тех, кто её ещё не прошёл: {left} из {growth.n_people}."
    if waiting := growth.routes_in(RouteState.DRAFT):
        yield f"Отправить на согласование черновики маршрутов: {waiting}."
    if waiting := growth.routes_in(RouteState.AGREEMENT):
        yield f"Согласовать маршруты, которые этого ждут: {waiting}."
    if growth.n_overdue:
        yield f"Разобрать шаги маршрутов с прошедшим сроком: {growth.n_overdue}. Перенести срок или снять шаг."
    if growth.routes_in(RouteState.APPROVED, RouteState.ACTIVE) and not growth.n_done:
        yield "Выяснить, что мешает: маршруты есть, но с начала года не пройдено ни одного шага."


def _uneven(lines: Sequence[Line]) -> str:
    """Name the organizations where fewer than half were measured, the least first; nothing while nobody was measured anywhere."""
    low = sorted(
        (each for each in lines if each.share is not None and each.share < 50),
        key=lambda each: (each.share or 0, each.organization.title),
    )
    if not low or not any(each.growth.n_measured for each in lines):
        return ""
    named = ", ".join(f"{each.organization} – {format_percent(each.share)}" for each in low[:MANY])
    where = counted(len(low), "организации", "организациях", "организациях")
    return f"Меньше половины измерено в {where}. Меньше всего: {named}."


def _growth_words(growth: Growth, found: Sequence[Gain], smallest: int) -> tuple[str, ...]:
    """Return the sentences of the report. Beside the number of the measured, a deficit of nearly all tells of the few who have none."""
    measured = {each.competence.title: each.cell.n_measured for each in found}
    told_of = [(title, n) for title, n in growth.leading if measured.get(title, 0) - n >= smallest]
    return told.leading(replace(growth, leading=tuple(told_of))), told.routes(growth), told.closed(growth)


def _gain_words(found: Sequence[Gain]) -> Iterator[str]:
    """Return what those measured twice came to, the greatest change first."""
    changed = [
        (each.now - each.before, each) for each in found if each.now is not None and each.before is not None
    ]
    for words, side in (
        ("Повторное измерение показало рост", [pair for pair in changed if pair[0] > 0]),
        ("Роста не видно", [pair for pair in changed if pair[0] <= 0]),
    ):
        if side:
            side.sort(key=lambda pair: (-abs(pair[0]), pair[1].competence.title))
            yield f"{words}: {', '.join(_change(each) for _, each in side[:MANY])}."


def _change(gain: Gain) -> str:
    who = counted(gain.n_twice, "человек", "человека", "человек")
    return f"«{gain.competence}» – было {format_decimal(gain.before, 0)}, стало {format_decimal(gain.now, 0)} ({who})"


def _weak_words(competences: Sequence[tuple[str, Cell]]) -> Iterator[str]:
    weak = [title for title, cell in competences if cell.tone == "bad"]
    if weak:
        named = ", ".join(f"«{title}»" for title in weak[:MANY])
        yield f"Поставить в план методической работы школы: {named}. Здесь дефицит больше чем у половины измеренных."
