"""What measurements and individual routes came to in a period, for reports, the analytic note and the summary of a school."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from masterstvo.core.numbers import counted
from masterstvo.core.terms import titles
from masterstvo.diagnostics.models import Deficit, Diagnostic
from masterstvo.indicators.evaluation import Period, formula_of
from masterstvo.indicators.evaluation.needs import leaves
from masterstvo.indicators.language import FactCondition
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Employment
from masterstvo.people.queries import smallest_group
from masterstvo.plans.models import Target
from masterstvo.reports.queries import ReportFacts
from masterstvo.routes.choices import RouteState, StepState
from masterstvo.routes.models import Route, RouteStep

FACTS = frozenset({"diagnostics", "routes"})
LEADING = 3


def speaks_of_growth(targets: Iterable[Target], facts: ReportFacts) -> bool:
    """Tell whether one of ``targets`` is counted from measurements or routes."""
    for target in targets:
        indicator = facts.indicators.get(target.indicator_code)
        if indicator is None:
            continue
        named = {each.fact for each in leaves(formula_of(indicator).with_) if isinstance(each, FactCondition)}
        if named & FACTS:
            return True
    return False


@dataclass(frozen=True)
class Rows:
    """What was read of a municipality. ``people``: {person: organization of the main job} of those at work on the last day.

    Shape: ``measured`` [(person, title of a kind)], ``open`` [(person, competence)], ``routes`` [(person, state)]; one person for
    each step done in ``done``, for each step past its term in ``overdue``, for each deficit closed in ``closed``.
    """

    period: Period
    smallest: int
    people: dict[int, int]
    measured: list[tuple[int, str]]
    open: list[tuple[int, str]]
    routes: list[tuple[int, str]]
    done: list[int]
    overdue: list[int]
    closed: list[int]


@dataclass(frozen=True)
class Growth:
    """What it came to among some people. Fewer than the smallest group are in no ``leading`` deficit, and ``closed`` is None."""

    n_people: int
    n_measured: int
    kinds: tuple[tuple[str, int], ...]
    leading: tuple[tuple[str, int], ...]
    states: tuple[tuple[RouteState, int], ...]
    n_done: int
    n_overdue: int
    closed: tuple[int, int] | None  # deficits, and people whose they were

    @property
    def n_routes(self) -> int:
        return sum(n for _, n in self.states)

    def routes_in(self, *states: RouteState) -> int:
        return sum(n for state, n in self.states if state in states)


def read_growth(municipality: Municipality, period: Period) -> Rows:
    """Read the rows of a municipality. Queries: nine."""
    jobs = Employment.objects.on(period.last).filter(organization__municipality=municipality.pk)
    people: dict[int, int] = {}
    # Of the keys "main", "internal", "external" the main one is the last in the alphabet.
    for person, organization in jobs.order_by("-basis", "-starts_on", "pk").values_list(
        "person", "organization"
    ):
        people.setdefault(person, organization)
    at_work = {"person__in": jobs.values("person")}
    during = (period.first, period.last)
    kinds = titles("diagnostic_kind")
    measured = Diagnostic.objects.filter(**at_work, measured_on__range=during).order_by()
    deficits = Deficit.objects.filter(**at_work).order_by()
    still = Q(closed_on=None) | Q(closed_on__gt=period.last)
    routes = Route.objects.filter(**at_work).order_by()
    begun = Q(starts_on__lte=period.last) | Q(starts_on=None, approved_on__lte=period.last)
    goes_on = Q(ends_on=None) | Q(ends_on__gt=period.first)
    steps = RouteStep.objects.filter(route__in=routes).order_by()
    late = steps.filter(
        state=StepState.PLANNED,
        ends_on__lte=period.last,
        route__state__in=[RouteState.APPROVED, RouteState.ACTIVE],
    )
    return Rows(
        period,
        smallest_group(period.last),
        people,
        [
            (person, kinds.get(kind, kind) or "вид не указан")
            for person, kind in measured.values_list("person", "kind").distinct()
        ],
        list(deficits.filter(still, opened_on__lte=period.last).values_list("person", "competence__title")),
        list(routes.filter(begun, goes_on).values_list("person", "state")),
        _people(steps.filter(state=StepState.DONE, done_on__range=during), "route__person"),
        _people(late, "route__person"),
        _people(deficits.filter(closed_on__range=during), "person"),
    )


def _people(rows, path: str) -> list[int]:
    return list(rows.values_list(path, flat=True))


def growth_of(rows: Rows, people: Collection[int]) -> Growth:
    """Return what ``rows`` came to among ``people``, a set or the keys of one."""
    measured = [(person, kind) for person, kind in rows.measured if person in people]
    opened = {(person, title) for person, title in rows.open if person in people}
    weak = Counter(title for _, title in opened)
    states = Counter(state for person, state in rows.routes if person in people)
    closed = [person for person in rows.closed if person in people]
    return Growth(
        n_people=len(people),
        n_measured=len({person for person, _ in measured}),
        kinds=tuple(_most_first(Counter(kind for _, kind in measured))),
        leading=tuple([each for each in _most_first(weak) if each[1] >= rows.smallest][:LEADING]),
        states=tuple((state, states[state]) for state in RouteState if states[state]),
        n_done=sum(person in people for person in rows.done),
        n_overdue=sum(person in people for person in rows.overdue),
        closed=(len(closed), len(set(closed))) if len(set(closed)) >= rows.smallest else None,
    )


def _most_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


# --- In words -----------------------------------------------------------------------------------------------------------
def growth_sentences(facts: ReportFacts) -> tuple[str, ...]:
    """Return the sentences of a report: who was measured by what, which deficits lead, routes, steps done, deficits closed.

    A report is passed on, so what measurements showed of fewer people than ``smallest_group`` is left out.
    """
    rows = read_growth(facts.municipality, facts.period)
    growth = growth_of(rows, rows.people)
    return tuple(filter(None, (measured(growth), leading(growth), routes(growth), closed(growth))))


def measured(growth: Growth) -> str:
    if not growth.n_measured:
        return ""
    return f"Диагностику прошли {counted(growth.n_measured, 'человек', 'человека', 'человек')}: {by_kind(growth)}."


def by_kind(growth: Growth) -> str:
    return ", ".join(f"{kind} – {n}" for kind, n in growth.kinds)


def leading(growth: Growth) -> str:
    told = ", ".join(f"«{title}» – {n}" for title, n in growth.leading)
    return f"Чаще всего встречаются дефициты: {told}." if told else ""


def routes(growth: Growth) -> str:
    if not growth.n_routes:
        return ""
    told = ", ".join(f"{state.label} – {n}" for state, n in growth.states)
    walked = f" Пройдено {counted(growth.n_done, 'шаг', 'шага', 'шагов')}." if growth.n_done else ""
    return f"Индивидуальных маршрутов {growth.n_routes}: {told}.{walked}"


def closed(growth: Growth) -> str:
    if growth.closed is None:
        return ""
    n, people = growth.closed
    return (
        f"Повторное измерение закрыло дефицитов: {n}, у {counted(people, 'человека', 'человек', 'человек')}."
    )
