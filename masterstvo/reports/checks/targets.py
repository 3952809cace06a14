"""Checks of Table 1: wholes and parts, shares and heads, plan and fact."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from masterstvo.core.numbers import format_decimal, format_percent
from masterstvo.plans.choices import Unit
from masterstvo.plans.models import Target
from masterstvo.plans.queries.written import written_number
from masterstvo.reports.checks.registry import Place, Remark, check, of_target, short
from masterstvo.reports.checks.texts import fits_whole
from masterstvo.reports.choices import Severity
from masterstvo.reports.composition.targets import (
    TargetState,
    target_states,
    unit_of,
    value_text,
)
from masterstvo.reports.queries import ReportFacts

_NOT_YET = re.compile(r"заплан|планиру|будет|перенес|ожида", re.IGNORECASE)
UNKNOWN_HEADCOUNT = 300  # of a small district, while its registry of people is empty
SMALL = 60  # below it a target in percent may ask for a part of a school


@check("missed_without_reason", Severity.BLOCKS)
def missed_without_reason(facts: ReportFacts) -> Iterator[Remark]:
    """A target below its plan says why, each by itself."""
    for state in target_states(facts):
        if state.is_below and not facts.reasons.get(state.target.pk, "").strip():
            yield Remark(
                of_target(state.target),
                f"Факт {state.fact_text} ниже плана {short(state.target.target_text, 40)}, причина не указана.",
                "Напишите причину в таблице 1.",
            )


@check("no_fact", Severity.NEEDS_WORD)
def no_fact(facts: ReportFacts) -> Iterator[Remark]:
    """«No data» is not 0, and somebody must say where the data is."""
    for state in target_states(facts):
        if (
            state.plan
            and not state.has_fact
            and not state.hidden
            and not _NOT_YET.search(state.target.fact_text)
        ):
            yield Remark(
                of_target(state.target),
                "Факта нет: показатель ничем не считается или считать его не из кого.",
                "Свяжите показатель с расчётом, внесите данные или поясните, почему их нет.",
            )


@check("plan_instead_of_fact", Severity.BLOCKS)
def plan_instead_of_fact(facts: ReportFacts) -> Iterator[Remark]:
    """A promise or a date in the column of facts."""
    for state in target_states(facts):
        if (
            state.value is None
            and not state.has_fact
            and not state.hidden
            and _NOT_YET.search(state.target.fact_text)
        ):
            yield Remark(
                of_target(state.target),
                f"В столбце факта стоит намерение: «{short(state.target.fact_text)}».",
                "Внесите число, достигнутое на дату отчёта.",
            )


@check("cut_fact", Severity.NEEDS_WORD)
def cut_fact(facts: ReportFacts) -> Iterator[Remark]:
    """«92% (в т.ч. 58»: a cell that lost its end."""
    for target in facts.targets:
        if target.fact_text.count("(") != target.fact_text.count(")"):
            yield Remark(
                of_target(target),
                f"Факт обрывается: «{short(target.fact_text)}», скобка не закрыта.",
                "Допишите факт.",
            )


@check("parts_exceed_whole", Severity.BLOCKS)
def parts_exceed_whole(facts: ReportFacts) -> Iterator[Remark]:
    """«Из них» must be of them: counted parts stand within the whole, written ones do not exceed it."""
    for whole, parts in families(facts):
        for part in parts:
            yield from _part_outside(whole, part)
        written = [part for part in parts if part.value is None and part.fact is not None]
        if whole.value is None and whole.fact is not None and written:
            over = max(part.fact for part in written if part.fact is not None)
            if over > whole.fact:
                yield Remark(
                    of_target(whole.target),
                    f"Часть ({format_decimal(over)}) больше целого ({format_decimal(whole.fact)}).",
                    "Проверьте, из кого посчитаны часть и целое.",
                )


@check("parts_short_of_whole", Severity.NEEDS_WORD)
def parts_short_of_whole(facts: ReportFacts) -> Iterator[Remark]:
    """Parts whose plans make up the whole, while their written facts do not: the rest belongs to nobody."""
    for whole, parts in families(facts):
        if whole.value is not None or whole.fact is None or whole.plan is None or len(parts) < 2:
            continue
        plans = [part.plan.value for part in parts if part.plan]
        facts_of = [part.fact for part in parts if part.fact is not None]
        if len(plans) != len(parts) or sum(plans) != whole.plan.value or not facts_of:
            continue
        total = sum(facts_of, Decimal())
        if len(facts_of) < len(parts) or total != whole.fact:
            rest = whole.fact - total
            words = (
                f"без места осталось {format_decimal(rest)}"
                if rest > 0
                else f"частей больше на {format_decimal(-rest)}"
            )
            yield Remark(
                of_target(whole.target),
                f"По плану части складываются в целое, по факту – нет: {words}.",
                "Укажите факт по каждой части или поясните разницу.",
            )


@check("share_is_not_whole", Severity.BLOCKS)
def share_is_not_whole(facts: ReportFacts) -> Iterator[Remark]:
    """A written share that no whole number of people can make."""
    for state in target_states(facts):
        whole, words = written_base(state, facts)
        if whole and state.fact is not None and not fits_whole(state.fact, whole):
            yield Remark(
                of_target(state.target),
                f"{format_percent(state.fact, 3)} от {whole} ({words}) – не целое число.",
                "Посчитайте долю заново: сколько из скольких.",
            )


@check("no_common_headcount", Severity.BLOCKS)
def no_common_headcount(facts: ReportFacts) -> Iterator[Remark]:
    """One number of people must fit all shares that are said to be of the same people."""
    shares: dict[str, list[Decimal]] = defaultdict(list)
    for state in target_states(facts):
        _, words = written_base(state, facts)
        if words and state.fact is not None and state.fact % 1:
            shares[words].append(state.fact)
    for words, written in shares.items():
        about = facts.headcounts["staff"] or UNKNOWN_HEADCOUNT
        possible = range(about * 2 // 3, about * 4 // 3 + 1)
        if len(written) > 1 and not any(
            all(fits_whole(share, whole) for share in written) for whole in possible
        ):
            listed = "; ".join(format_decimal(share, 3) for share in written)
            yield Remark(
                Place("plan", f"headcount:{words}", "Таблица 1"),
                f"Доли {listed} % названы долями одних и тех же людей ({words}), но ни одна численность не даёт их все.",
                "Возьмите одну численность на дату отчёта и пересчитайте доли.",
            )


@check("several_headcounts", Severity.NEEDS_WORD)
def several_headcounts(facts: ReportFacts) -> Iterator[Remark]:
    """Indicators of the same category on the same date have the same base."""
    bases: dict[str, dict[frozenset[int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for code, value in facts.values.items():
        indicator = facts.indicators.get(code)
        population = (indicator.formula or {}).get("of") if indicator else None
        if population and value.measure == "share":
            bases[repr(sorted(population.items(), key=str))][value.base].append(code)
    for population, by_base in bases.items():
        if len(by_base) > 1:
            sizes = "; ".join(f"{len(base)} – {', '.join(codes)}" for base, codes in by_base.items())
            yield Remark(
                Place("plan", f"bases:{population[:100]}", "Таблица 1"),
                f"Доли одной категории посчитаны от разной численности: {sizes}.",
                "Проверьте формулы показателей.",
            )


@check("written_fact_differs", Severity.NOTE)
def written_fact_differs(facts: ReportFacts) -> Iterator[Remark]:
    """A fact written in the plan's own table against the computed one; the report prints the computed."""
    for state in target_states(facts):
        if state.value is None or state.value.value is None:
            continue
        written = written_number(state.target.fact_text)
        if written is not None and written != state.value.value:
            yield Remark(
                of_target(state.target),
                f"В плане записан факт «{short(state.target.fact_text)}», по данным – {value_text(state.value)}.",
                "В отчёт пойдёт посчитанный. Если он неверен, поправьте данные.",
            )


@check("target_is_not_whole", Severity.NOTE)
def target_is_not_whole(facts: ReportFacts) -> Iterator[Remark]:
    """«20 % of seven schools» is 1.4 of a school."""
    for state in target_states(facts):
        if state.plan is None or state.plan.unit != Unit.PERCENT or state.value is None:
            continue
        base = len(state.value.base)
        asked = state.plan.value * base / 100
        if 0 < base <= SMALL and asked % 1:
            yield Remark(
                of_target(state.target),
                f"{format_percent(state.plan.value, 3)} от {base} – это {format_decimal(asked, 1)}: "
                f"план достижим только с {int(asked) + 1}.",
                "Учтите это в плане следующего года.",
            )


def families(facts: ReportFacts) -> Iterator[tuple[TargetState, list[TargetState]]]:
    """Yield each target that has parts, with them."""
    states = target_states(facts)
    by_parent: dict[int | None, list[TargetState]] = defaultdict(list)
    for state in states:
        by_parent[state.target.parent_id].append(state)
    for state in states:
        if by_parent[state.target.pk]:
            yield state, by_parent[state.target.pk]


def written_base(state: TargetState, facts: ReportFacts) -> tuple[int, str]:
    """Return of how many a share written by hand can only be, with the words for them; (0, "") when it is not known."""
    if state.value is not None or unit_of(state) != Unit.PERCENT:
        return 0, ""
    words = _whole_words(state.target, facts)
    if "управлен" in words and "педагог" in words and "от общей численности педагог" not in words:
        return facts.headcounts["staff"], "педагоги и руководители"
    if "от общей численности педагог" in words:
        return facts.headcounts.get("teaching", 0), "педагогические работники"
    return 0, ""


def _whole_words(target: Target, facts: ReportFacts) -> str:
    whole = next((row for row in facts.targets if row.pk == target.parent_id), target)
    return f"{whole.title} {whole.target_text}".casefold()


def _part_outside(whole: TargetState, part: TargetState) -> Iterator[Remark]:
    if whole.value is None or part.value is None or whole.value.member_kind != part.value.member_kind:
        return
    outside = part.value.included - whole.value.included
    if outside:
        yield Remark(
            of_target(part.target),
            f"В часть вошли {len(outside)}, кого нет в целом: по данным это не «из них».",
            "Проверьте формулы показателя и его части.",
        )
