from decimal import Decimal

import pytest

from masterstvo.indicators.evaluation import Value, gap
from masterstvo.plans.models import TargetValue
from masterstvo.plans.queries.measured import Measured, needed
from tests.factories.indicators import IndicatorFactory


def measured(op, goal, *, part, whole=None):
    share = whole is not None
    value = Value(
        code="A2",
        title="маршрут",
        measure="share" if share else "count",
        member_kind="person",
        numerator=part,
        denominator=whole,
        value=Decimal(part) * 100 / whole if share else Decimal(part),
        decimals=1,
        included=frozenset(),
        base=frozenset(),
    )
    goal = TargetValue(op=op, value=Decimal(goal))
    missing = gap(value, op=op, target=goal.value)
    return Measured(IndicatorFactory.build(edition=None), value, None, goal, missing, "")


@pytest.mark.parametrize("part", [0, 25, 26, 100])
@pytest.mark.parametrize(
    ("op", "goal", "whole", "persons"),
    [
        (">=", "10", 248, 25),
        (">=", "10", 250, 25),
        ("=", "10", 250, 25),
        (">", "10", 250, 26),
        (">", "10", 248, 25),
        (">=", "4", None, 4),
        (">", "4", None, 5),
    ],
)
def test_a_plan_in_whole_members_is_the_least_that_reaches_it(op, goal, whole, persons, part):
    assert needed(measured(op, goal, part=part, whole=whole)) == persons


@pytest.mark.parametrize("op", ["<=", "<"])
def test_a_limit_is_no_number_of_members_to_reach(op):
    assert needed(measured(op, "10", part=3, whole=100)) is None
