"""Sentences that the report says by itself, from numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from masterstvo.core.dates import russian_date, short_date
from masterstvo.core.numbers import counted, format_decimal, format_percent
from masterstvo.plans.choices import ActivityState, Op, Unit
from masterstvo.plans.models import Activity, TargetValue
from masterstvo.reports.composition.targets import TargetState
from masterstvo.reports.queries import ReportFacts

_OPENING_NUMBER = re.compile(r"^\s*(?:[-–—•*·]|\d{1,2}[.)])\s+")
_STATES = (
    (ActivityState.DONE, "выполнено"),
    (ActivityState.PART, "выполнено частично"),
    (ActivityState.GOING, "идёт"),
    (ActivityState.POSTPONED, "перенесено"),
    (ActivityState.REPLACED, "заменено"),
    (ActivityState.NOT_HELD, "не проводилось"),
    (ActivityState.NOT_APPLICABLE, "не применимо"),
    (ActivityState.NOT_STARTED, "не начато"),
)


def lines(text: str) -> tuple[str, ...]:
    """Return the paragraphs of ``text``, without the bullets and numbers people type before them."""
    return tuple(_OPENING_NUMBER.sub("", line).strip() for line in text.splitlines() if line.strip())


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of ``text`` as they were written."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def state_counts(activities: Iterable[Activity]) -> tuple[tuple[str, int], ...]:
    """Return [(«выполнено», 9)] of the states that occur."""
    counts = Counter(activity.state for activity in activities)
    return tuple((words, counts[state]) for state, words in _STATES if counts[state])


def activities_sentence(activities: Sequence[Activity]) -> str:
    """Return «По направлению запланировано 12 мероприятий: выполнено 9, перенесено 3.»."""
    if not activities:
        return ""
    planned = counted(len(activities), "мероприятие", "мероприятия", "мероприятий")
    states = state_counts(activities)
    return f"Запланировано {planned}: {', '.join(f'{words} – {number}' for words, number in states)}."


def target_sentence(state: TargetState) -> str:
    """Return «Доля педагогов …: 8,9 % (22 из 248) при плане 10 %.»."""
    title = state.target.title.split("\n")[0].rstrip(" .:;,")
    against = f" при плане {plan_words(state.plan)}" if state.plan else ""
    return f"{title}: {state.fact_text}{against}."


def plan_words(plan: TargetValue) -> str:
    """Return «не менее 10 %»."""
    number = (
        format_percent(plan.value, 3) if plan.unit == Unit.PERCENT else f"{format_decimal(plan.value, 3)} ед."
    )
    return {Op.AT_LEAST: "не менее ", Op.AT_MOST: "не более "}.get(Op(plan.op), "") + number


def direction_facts(
    activities: Sequence[Activity], branch: Sequence[Activity], states: Sequence[TargetState]
) -> tuple[str, ...]:
    """Return the paragraphs that stand for a direction until somebody writes their own."""
    fed = {target.pk for activity in activities for target in activity.targets.all()}
    measured = [state for state in states if state.target.pk in fed]
    opening = activities_sentence(branch)
    held_back = [
        f"{ordinal(activity)}«{_first_line(activity.title)}» – {why}."
        for activity in activities
        if (why := setback(activity))
    ]
    return tuple(part for part in (opening, *map(target_sentence, measured), *held_back) if part)


def setback(activity: Activity) -> str:
    """Return why an activity was not done as planned: «перенесено на 05.12.2025: …», or an empty text."""
    if activity.state == ActivityState.POSTPONED and activity.postponed_to:
        words = f"перенесено на {short_date(activity.postponed_to)}"
    elif activity.state in (ActivityState.NOT_HELD, ActivityState.PART, ActivityState.REPLACED):
        words = dict(_STATES)[ActivityState(activity.state)]
    else:
        return ""
    return f"{words}: {_first_line(activity.reason)}" if activity.reason else words


def ordinal(activity: Activity) -> str:
    """Return «№ 12 » before a title, or nothing for an activity without a number."""
    return f"№ {activity.number.rstrip('.')} " if activity.number else ""


def state_words(activity: Activity, *, is_overdue: bool, has_proof: bool) -> str:
    """Return the state of a row of Table 2, with what the reader must know of it."""
    if is_overdue:
        return "просрочено"
    words = dict(_STATES)[ActivityState(activity.state)]
    if activity.state == ActivityState.POSTPONED and activity.postponed_to:
        words = f"перенесено на {short_date(activity.postponed_to)}"
    if activity.state == ActivityState.DONE and not has_proof:
        words = "выполнено (без подтверждающего документа)"
    told = activity.state not in (ActivityState.NOT_STARTED, ActivityState.GOING) and activity.reason
    return f"{words}: {activity.reason}" if told else words


def foreword(facts: ReportFacts, states: Sequence[TargetState]) -> tuple[str, ...]:
    """Return the explanatory note that stands until somebody writes their own."""
    report, plan = facts.report, facts.plan
    order = plan_order(facts)
    written = f"Отчёт подготовлен по итогам реализации плана «{plan.title.strip(' «»')}»"
    opening = f"{written} ({order})." if order else f"{written}."
    dated = f"Показатели посчитаны по состоянию на {russian_date(report.as_of, with_year=True)}"
    parts = [opening, f"{dated} по сведениям, внесённым организациями и специалистами."]
    if facts.activities:
        parts.append(
            activities_sentence(facts.activities).replace("Запланировано", "Планом предусмотрено", 1)
        )
    whole = [state for state in states if state.target.parent_id is None and state.plan and not state.hidden]
    if whole:
        reached = sum(1 for state in whole if state.has_fact and not state.is_below)
        unknown = sum(1 for state in whole if not state.has_fact)
        words = f"Достигнуто {reached} из {counted(len(whole), 'целевого показателя', 'целевых показателей', 'целевых показателей')}"
        parts.append(f"{words}, по {unknown} данных нет." if unknown else f"{words}.")
    return tuple(parts)


def plan_order(facts: ReportFacts) -> str:
    """Return «приказ от 09.04.2025 № 128-од», as far as it is known."""
    plan = facts.plan
    if not plan.order_number:
        return ""
    dated = f" от {short_date(plan.order_on)}" if plan.order_on else ""
    return f"приказ{dated} № {plan.order_number}"


def _first_line(text: str) -> str:
    return text.strip().split("\n")[0].rstrip(" .")
