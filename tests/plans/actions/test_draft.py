import pytest

from masterstvo.plans.actions.draft import (
    begin_plan,
    direction_like,
    drop_empty_directions,
    drop_untouched_plan,
)
from masterstvo.plans.actions.plan import edit_plan
from masterstvo.plans.models import Direction, Plan
from tests.factories.accounts import UserFactory
from tests.factories.plans import DirectionFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "year_to", "expected"),
    [
        ("План работы ММС на 2025 год", 2025, "План работы ММС на 2026 год"),
        ("Дорожная карта на 2025–2027 годы", 2027, "План работы на 2026 год"),
        ("План без года", 2025, "План работы на 2026 год"),
    ],
)
def test_a_draft_is_called_as_the_plan_before_it(title, year_to, expected):
    before = PlanFactory(title=title, year_to=year_to)

    plan = begin_plan(after=before, year=2026, by=UserFactory())

    assert (plan.title, plan.municipality, plan.state) == (expected, before.municipality, "draft")


def test_a_direction_is_found_by_its_words_and_otherwise_added():
    plan = PlanFactory()
    there = DirectionFactory(plan=plan, title="Наставничество")

    assert direction_like(DirectionFactory(title="наставничество."), plan=plan) == there
    assert direction_like(DirectionFactory(title="Аттестация"), plan=plan).plan == plan


def test_only_empty_directions_that_no_document_tells_of_are_dropped():
    told = DirectionFactory(provenance={"title": {"file": 1, "places": [[1, 2, 1]]}})
    part = DirectionFactory(plan=told.plan, parent=told)

    drop_empty_directions(part)

    assert list(Direction.objects.all()) == [told]


def test_a_draft_that_somebody_touched_stays():
    user = UserFactory()
    untouched = begin_plan(after=PlanFactory(), year=2026, by=user)
    touched = begin_plan(after=PlanFactory(), year=2026, by=user)
    edit_plan(plan=touched, goal="Вырастить наставников", by=user)

    assert [drop_untouched_plan(plan=plan, by=user) for plan in (untouched, touched)] == [True, False]
    assert touched in Plan.objects.all()
