"""What a report says by itself of diagnostics and individual routes, in a section whose targets are counted from them."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q

from masterstvo.core.numbers import counted
from masterstvo.core.terms import titles
from masterstvo.diagnostics.models import Deficit, Diagnostic
from masterstvo.indicators.evaluation import formula_of
from masterstvo.indicators.evaluation.needs import leaves
from masterstvo.indicators.language import FactCondition
from masterstvo.people.queries import smallest_group, working
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


def growth_sentences(facts: ReportFacts) -> tuple[str, ...]:
    """Return the sentences: who was measured by what, which deficits lead, routes by state, steps done, deficits closed.

    A report is passed on, so what measurements showed of fewer people than ``smallest_group`` is left out. Queries: seven.
    """
    period = facts.period
    people = working(period.last, organization__municipality=facts.municipality.pk).values("pk")
    smallest = smallest_group(period.last)
    return tuple(
        filter(
            None,
            (
                _measured(
                    Diagnostic.objects.filter(
                        person__in=people, measured_on__range=(period.first, period.last)
                    )
                ),
                _leading(_open_on(people, period.last), smallest),
                _routes(Route.objects.filter(person__in=people), period),
                _closed(people, period, smallest),
            ),
        )
    )


def _measured(rows) -> str:
    n = rows.aggregate(n=Count("person", distinct=True))["n"]
    if not n:
        return ""
    kinds = titles("diagnostic_kind")
    by_kind = (
        rows.order_by().values_list("kind").annotate(n=Count("person", distinct=True)).order_by("-n", "kind")
    )
    told = ", ".join(f"{kinds.get(kind, kind) or 'вид не указан'} – {number}" for kind, number in by_kind)
    return f"Диагностику прошли {counted(n, 'человек', 'человека', 'человек')}: {told}."


def _open_on(people, day):
    still = Q(closed_on=None) | Q(closed_on__gt=day)
    return Deficit.objects.filter(still, person__in=people, opened_on__lte=day)


def _leading(rows, smallest: int) -> str:
    found = rows.order_by().values_list("competence__title").annotate(n=Count("person", distinct=True))
    leading = [(title, n) for title, n in found.order_by("-n", "competence__title") if n >= smallest][
        :LEADING
    ]
    if not leading:
        return ""
    return f"Чаще всего встречаются дефициты: {', '.join(f'«{title}» – {n}' for title, n in leading)}."


def _routes(rows, period) -> str:
    begun = Q(starts_on__lte=period.last) | Q(starts_on=None, approved_on__lte=period.last)
    goes_on = Q(ends_on=None) | Q(ends_on__gt=period.first)
    states = Counter(rows.filter(begun, goes_on).values_list("state", flat=True))
    n = sum(states.values())
    if not n:
        return ""
    told = ", ".join(f"{state.label} – {states[state]}" for state in RouteState if states[state])
    steps = RouteStep.objects.filter(
        route__in=rows, state=StepState.DONE, done_on__range=(period.first, period.last)
    ).count()
    walked = f" Пройдено {counted(steps, 'шаг', 'шага', 'шагов')}." if steps else ""
    return f"Индивидуальных маршрутов {n}: {told}.{walked}"


def _closed(people, period, smallest: int) -> str:
    closed = Deficit.objects.filter(person__in=people, closed_on__range=(period.first, period.last))
    told = closed.aggregate(n=Count("pk"), people=Count("person", distinct=True))
    if told["people"] < smallest:
        return ""
    who = counted(told["people"], "человека", "человек", "человек")
    return f"Повторное измерение закрыло дефицитов: {told['n']}, у {who}."
