"""Which of a person's measurements counts, and what follows from it: on plain values, so that the rule can be told and tested."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from masterstvo.core.numbers import counted
from masterstvo.diagnostics.choices import Severity


@dataclass(frozen=True)
class Measurement:
    """One measurement of one competence. ``percent``: of the maximum; ``pk``: of its row."""

    pk: int
    kind: str
    measured_on: dt.date
    percent: Decimal


@dataclass(frozen=True)
class Counting:
    """The rule as it holds on a day."""

    kinds: tuple[str, ...]
    months: int
    medium_from: int
    severe_from: int

    def counts(self, each: Measurement, day: dt.date) -> bool:
        """Tell whether a measurement is of a kind that counts and still fresh on ``day``."""
        return each.kind in self.kinds and self.oldest(day) < each.measured_on <= day

    def oldest(self, day: dt.date) -> dt.date:
        """Return the day after which a measurement is still fresh on ``day``."""
        return day - relativedelta(months=self.months)

    def counted(self, measurements: Iterable[Measurement], day: dt.date) -> Measurement | None:
        """Return the latest one that counts on ``day``; of one day's, the one entered last."""
        fit = [each for each in measurements if self.counts(each, day)]
        return max(fit, key=lambda each: (each.measured_on, each.pk), default=None)

    def in_words(self, kinds: Mapping[str, str]) -> tuple[str, str]:
        """Return the rule in two sentences. ``kinds``: {key: title}."""
        told = ", ".join(kinds.get(each, each) for each in self.kinds)
        months = counted(self.months, "месяца", "месяцев", "месяцев")
        return (
            f"Учитывается последнее измерение не старше {months} из видов: {told}.",
            "Самооценка стоит рядом и дефицита не открывает. Курсы сами по себе дефицит не закрывают: "
            "его закроет только более позднее измерение того же вида.",
        )

    def severity(self, percent: Decimal, target: Decimal) -> Severity | None:
        """Return how far ``percent`` is below ``target``, or None when it is not."""
        gap = target - percent
        if gap <= 0:
            return None
        if gap >= self.severe_from:
            return Severity.SEVERE
        return Severity.MEDIUM if gap >= self.medium_from else Severity.SLIGHT


@dataclass(frozen=True)
class Change:
    """What a competence's measurements make of its deficit. ``by``: the measurement that opens, closes or confirms it."""

    by: Measurement
    severity: Severity | None  # None: it is closed


def change_of(
    rule: Counting,
    measurements: Iterable[Measurement],
    target_on: Callable[[dt.date], Decimal],
    opened: Measurement | None,
    day: dt.date,
) -> Change | None:
    """Return what becomes of the deficit, or None when nothing does. ``opened``: the measurement that opened it, if it is open.

    ``target_on``: the target that held on a day: a measurement is judged by that of its own day.

    Only a later measurement of the same kind closes a deficit: a lesson card says nothing against a failed test.
    """
    measurements = list(measurements)
    if opened is None:
        found = rule.counted(measurements, day)
        severity = found and rule.severity(found.percent, target_on(found.measured_on))
        return Change(found, severity) if found and severity else None
    later = [
        each
        for each in measurements
        if each.kind == opened.kind and (each.measured_on, each.pk) > (opened.measured_on, opened.pk)
    ]
    found = rule.counted(later, day)
    if found is None:
        return None
    return Change(found, rule.severity(found.percent, target_on(found.measured_on)))
