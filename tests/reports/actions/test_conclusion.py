import pytest

from masterstvo.core.models import AuditRecord
from masterstvo.plans.actions.activity import edit_activity, link_targets, token_of
from masterstvo.plans.models import Activity, Direction, Plan
from masterstvo.reports.actions.conclusion import (
    ActivityTouched,
    AlreadyCarried,
    ConclusionGone,
    NextPlanIsApproved,
    carry_conclusion,
    return_conclusion,
)
from masterstvo.reports.actions.report import ReportIsApproved, approve_report, create_report
from masterstvo.reports.models import CarriedConclusion
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, DirectionFactory, PlanFactory, TargetFactory
from tests.factories.reports import NarrativeFactory
from tests.reports.conftest import AS_OF

CONCLUSION = "Продолжить обучение в сельских школах."


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def carry(report, district, user):
    return lambda text=CONCLUSION: carry_conclusion(
        report=report, direction=district.direction, text=text, by=user
    )


def next_plan():
    return Plan.objects.get(year_from=2026)


def test_a_conclusion_becomes_an_activity_of_a_draft_that_is_begun_for_it(carry, district):
    district.plan.title = "План на 2025 год"
    district.plan.save()

    activity = carry().activity

    plan = next_plan()
    assert (plan.title, plan.state, plan.year_to, plan.kind) == ("План на 2026 год", "draft", 2026, "annual")
    assert (activity.plan, activity.title, activity.direction.title) == (
        plan,
        CONCLUSION,
        "Обучение педагогов",
    )
    assert activity.note_text == "По выводу отчёта за 2025 год"


def test_the_draft_that_is_there_is_used_with_its_own_directions(carry, district):
    plan = PlanFactory(municipality=district.municipality, year_from=2026, year_to=2026)
    own = DirectionFactory(plan=plan, title="обучение  педагогов.")

    activity = carry().activity

    assert (activity.plan, activity.direction) == (plan, own)


def test_a_part_of_a_direction_comes_with_what_is_above_it(report, district, user):
    part = DirectionFactory(plan=district.plan, parent=district.direction, title="Сельские школы")
    NarrativeFactory(report=report, direction=part, conclusions="Открыть консультации")

    carried = carry_conclusion(report=report, direction=part, text="Открыть консультации", by=user)

    direction = carried.activity.direction
    assert (direction.title, direction.parent.title) == ("Сельские школы", "Обучение педагогов")


def test_a_conclusion_is_carried_once_also_from_the_next_edition(carry, report, district, user):
    carry()
    with pytest.raises(AlreadyCarried):
        carry()
    approve_report(report, by=user)
    following = create_report(plan=district.plan, as_of=AS_OF, by=user)

    with pytest.raises(AlreadyCarried):
        carry_conclusion(report=following, direction=district.direction, text=CONCLUSION.upper(), by=user)


def test_only_a_saved_conclusion_is_carried(carry):
    with pytest.raises(ConclusionGone):
        carry("Слова, которых в разделе нет")


def test_an_approved_report_carries_nothing_any_more(carry, report, user):
    approve_report(report, by=user)

    with pytest.raises(ReportIsApproved):
        carry()


@pytest.mark.parametrize("state", ["approved", "execution", "closed"])
def test_a_plan_that_is_approved_takes_no_conclusion(carry, district, state):
    PlanFactory(municipality=district.municipality, year_from=2026, year_to=2026, state=state)

    with pytest.raises(NextPlanIsApproved, match="2026"):
        carry()


def test_return_takes_back_everything_that_was_begun_for_it(carry, district, user):
    carried = carry()

    return_conclusion(carried=carried, by=user)

    assert list(Plan.objects.all()) == [district.plan]
    assert list(Direction.objects.all()) == [district.direction]
    assert list(Activity.objects.all()) == [district.activity]
    assert not CarriedConclusion.objects.exists()
    assert AuditRecord.objects.filter(action="reports.return_conclusion").count() == 1
    assert carry().activity.title == CONCLUSION


def test_return_leaves_what_others_added_to_the_draft(carry, user):
    carried = carry()
    kept = ActivityFactory(plan=next_plan(), direction=carried.activity.direction)

    return_conclusion(carried=carried, by=user)

    assert list(next_plan().activities.all()) == [kept]
    assert kept.direction in next_plan().directions.all()


def test_return_leaves_a_draft_that_a_person_made(carry, district, user):
    plan = PlanFactory(municipality=district.municipality, year_from=2026, year_to=2026)

    return_conclusion(carried=carry(), by=user)

    assert next_plan() == plan


def edited(activity, user):
    edit_activity(activity=activity, token=token_of(activity), title="Другие слова", by=user)


def linked(activity, user):
    link_targets(activity=activity, targets=[TargetFactory(plan=activity.plan)], by=user)


@pytest.mark.parametrize("touch", [edited, linked])
def test_an_activity_that_somebody_worked_on_stays(carry, user, touch):
    carried = carry()
    touch(carried.activity, user)

    with pytest.raises(ActivityTouched):
        return_conclusion(carried=carried, by=user)
    assert carried.activity in next_plan().activities.all()
