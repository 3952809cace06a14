"""How a total and a place came about, in Russian, so that anybody can count after it."""

from collections.abc import Callable, Hashable
from decimal import Decimal
from fractions import Fraction

from masterstvo.contests.marking.jurors import Juror
from masterstvo.contests.marking.model import Correction, Method, Rules, Third, TieBreak, rounded
from masterstvo.contests.marking.ranking import Row
from masterstvo.contests.marking.stability import Change
from masterstvo.contests.marking.totals import LEAST_TO_TRIM, nearest_pair

Name = Callable[[Hashable], str]

METHOD_WORDS = {
    Method.MEAN: "среднее",
    Method.MEDIAN: "медиана",
    Method.TRIMMED: "среднее без высшей и низшей оценки",
}
CORRECTION_WORDS = {
    Correction.NONE: "без поправок",
    Correction.ADDITIVE: "с поправкой на мягкость эксперта",
    Correction.Z_SCORE: "с приведением оценок экспертов к одной шкале",
}
THIRD_WORDS = {
    Third.ALL: "его оценка входит наравне с другими",
    Third.NEAREST: "считаются две ближайшие оценки",
}
TIE_WORDS = {
    TieBreak.MEDIAN: "выше медиана оценок",
    TieBreak.HIGHEST: "выше лучшая оценка",
    TieBreak.SPREAD: "меньше разброс оценок",
    TieBreak.CHAIR: "выше оценка председателя",
    TieBreak.FINAL: "выше итог финала",
}


def number(value: Fraction | Decimal) -> str:
    """Return «87,33»; «87» for a whole one."""
    whole, _, rest = f"{rounded(value) if isinstance(value, Fraction) else value:f}".partition(".")
    rest = rest.rstrip("0")
    return (f"{whole},{rest}" if rest else whole).replace("-", "−")


def signed(value: Fraction) -> str:
    return ("+" if value > 0 else "") + number(value)


def rules_in_words(rules: Rules, part: Name) -> list[str]:
    """Return the rules as the protocol states them. ``part``: the title of a section of the criteria."""
    said = [
        f"Итог работы – {METHOD_WORDS[rules.method]}, {CORRECTION_WORDS[rules.correction]}, с точностью до сотых."
    ]
    if rules.correction != Correction.NONE:
        said.append(
            "Оценка с поправкой остаётся в пределах от 0 до 100. Где оценок слишком мало, чтобы отличить мягкость эксперта от силы работы "
            "(не больше, чем экспертов и работ вместе, без одного), поправки нет: считаются оценки, как их поставили. Так же считается единственная оценка эксперта."
        )
    if rules.weights[0]:
        first, final = rules.weights
        said.append(
            f"В финале места даёт общий итог: ({first} × итог оценки работ + {final} × итог финала) : {first + final}. Итоги обоих этапов берутся с точностью до сотых, общий итог – тоже."
        )
    if rules.threshold is not None:
        said.append(
            f"Если оценки работы расходятся больше чем на {number(rules.threshold)} % высшей оценки, назначается ещё один эксперт: {THIRD_WORDS[rules.third]}."
        )
    if rules.tie_breaks:
        said.append(
            f"При равных итогах выше та работа, у которой по порядку: {'; '.join(tie_in_words(each, part) for each in rules.tie_breaks)}."
        )
    said.append("Если и это не различает работы, место делится.")
    return said


def tie_in_words(name: str, part: Name) -> str:
    kind, _, key = name.partition(":")
    return f"выше балл по разделу «{part(key)}»" if kind == TieBreak.PART else TIE_WORDS[TieBreak(kind)]


def total_in_words(row: Row, rules: Rules) -> str:
    """Return how the total was counted: «(80 + 90 + 85) : 3 = 85»; the marks as they count, raw ones where nothing was corrected."""
    if row.total is None:
        return "нет итога оценки работ" if row.marks else "оценок пока нет"
    values = list(row.counted)
    if row.has_third and rules.third == Third.NEAREST and len(values) > 2:
        said = f"две ближайшие оценки, {_mean(list(nearest_pair(values)))}"
    elif rules.method == Method.MEDIAN:
        said = f"медиана: {', '.join(number(each) for each in sorted(values))}"
    elif rules.method == Method.TRIMMED and len(values) >= LEAST_TO_TRIM:
        said = f"без высшей и низшей, {_mean(sorted(values)[1:-1])}"
    else:
        said = _mean(values)
    if row.earlier is None or row.own is None:
        return f"{said} = {number(row.total)}"
    first, final = rules.weights
    both = f"({first} × {number(row.earlier)} + {final} × {number(row.own)}) : {first + final}"
    return f"финал: {said} = {number(row.own)}; с оценкой работ: {both} = {number(row.total)}"


def _mean(values: list[Fraction]) -> str:
    if len(values) == 1:
        return number(values[0])
    return f"({' + '.join(number(each) for each in values)}) : {len(values)}"


def marks_in_words(row: Row, name: Name) -> list[str]:
    """Return each mark of an entry: «Эксперт 2: 92, с поправкой 87,4»."""
    said = []
    for mark, counted in zip(row.marks, row.counted, strict=True):
        third = " (при расхождении)" if mark.is_third else ""
        changed = f", с поправкой {number(counted)}" if counted != mark.value else ""
        said.append(f"{name(mark.juror)}{third}: {number(mark.value)}{changed}")
    return said


def juror_in_words(juror: Juror) -> str:
    """Return what the organizer should know of a juror, "" when nothing stands out."""
    said = []
    if juror.is_extreme:
        side = "мягче" if juror.leniency > 0 else "строже"
        said.append(f"{side} остальных на {number(abs(juror.leniency))} % высшей оценки на тех же работах")
    if juror.is_against and juror.agreement is not None:
        share = number(juror.agreement * 100)
        said.append(f"расставил работы не так, как остальные: совпало {share} % из {juror.n_pairs} пар")
    return "; ".join(said)


def change_in_words(change: Change, entry: Name) -> str:
    """Return what an option would change among the prizes: «призовое место получила бы К-12 (3), потеряла бы К-07 (3)»."""
    if change.is_nothing:
        return "призовые места не изменились бы"
    said = []
    if change.gained:
        said.append(f"получили бы место: {_listed(change.gained, entry)}")
    if change.lost:
        said.append(f"потеряли бы место: {_listed(change.lost, entry)}")
    if change.moved:
        moved = "; ".join(f"{entry(key)} – {then} вместо {now}" for key, (now, then) in change.moved.items())
        said.append(f"другое место: {moved}")
    if change.unmarked:
        said.append(f"без оценок остались бы: {', '.join(entry(each) for each in change.unmarked)}")
    return ", ".join(said)


def _listed(places: dict[Hashable, int], entry: Name) -> str:
    return ", ".join(f"{entry(key)} ({place})" for key, place in places.items())
