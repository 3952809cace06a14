import datetime as dt

import pytest

from masterstvo.core.errors import Stale
from masterstvo.core.models import AuditRecord
from masterstvo.plans.actions.activity import (
    ApprovedStays,
    Evidence,
    NothingToUndo,
    ResultRefused,
    create_activity,
    delete_activity,
    edit_activity,
    enter_result,
    link_targets,
    token_of,
    undo_result,
)
from masterstvo.plans.actions.plan import PlanIsClosed, ReasonNeeded
from tests.factories.accounts import UserFactory
from tests.factories.plans import (
    ActivityEvidenceFactory,
    ActivityFactory,
    DirectionFactory,
    PlanFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
LINK = [Evidence(url="https://example.org/order.pdf")]


def enter(activity, **values):
    return enter_result(activity=activity, token=token_of(activity), by=values.pop("by", None), **values)


def test_a_result_is_kept_with_its_proof():
    user = UserFactory()

    activity = enter(ActivityFactory(), state="done", actual_result="31 педагог", evidence=LINK, by=user)

    activity.refresh_from_db()
    assert (activity.state, activity.actual_result) == ("done", "31 педагог")
    assert activity.evidence.get().url == "https://example.org/order.pdf"
    record = AuditRecord.objects.get(action="plans.enter_result")
    assert (record.by, record.changes["state"]) == (user, ["not_started", "done"])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"state": "done"}, "actual_result"),
        ({"state": "done", "actual_result": "провели"}, "reason"),
        ({"state": "part", "actual_result": "6 из 9", "evidence": LINK}, "reason"),
        ({"state": "not_held"}, "reason"),
        ({"state": "postponed", "reason": "болезнь"}, "postponed_to"),
        ({"state": "postponed", "reason": "болезнь", "postponed_to": dt.date(2025, 5, 1)}, "postponed_to"),
    ],
)
def test_a_result_that_does_not_hold_together_says_which_field_to_mend(values, field):
    activity = ActivityFactory(due_on=dt.date(2025, 5, 31))

    with pytest.raises(ResultRefused) as refusal:
        enter(activity, **values)

    assert refusal.value.field == field


def test_done_without_proof_needs_a_word_of_reason():
    activity = enter(
        ActivityFactory(), state="done", actual_result="провели", reason="очный разговор, записи нет"
    )

    assert activity.reason == "очный разговор, записи нет"


def test_proof_given_earlier_is_enough():
    activity = ActivityEvidenceFactory().activity

    assert enter(activity, state="done", actual_result="провели").state == "done"


def test_a_new_date_belongs_to_postponement_only():
    activity = enter(
        ActivityFactory(), state="not_held", reason="нет ведущего", postponed_to=dt.date(2025, 12, 1)
    )

    assert activity.postponed_to is None


def test_two_people_cannot_overwrite_each_other():
    activity = ActivityFactory()
    seen = token_of(activity)
    enter(activity, state="going", actual_result="идёт")

    with pytest.raises(Stale):
        enter_result(activity=activity, token=seen, state="done", actual_result="всё", evidence=LINK, by=None)


def test_the_first_result_of_an_approved_plan_begins_its_execution():
    activity = ActivityFactory(plan=PlanFactory(state="approved"))

    enter(activity, state="going", actual_result="идёт")

    activity.plan.refresh_from_db()
    assert activity.plan.state == "execution"


def test_a_closed_plan_takes_no_results():
    with pytest.raises(PlanIsClosed):
        enter(ActivityFactory(plan=PlanFactory(state="closed")), state="going", actual_result="идёт")


def test_undo_puts_back_what_stood_before_and_takes_the_new_proof_away():
    activity = ActivityFactory(state="going", actual_result="3 из 7")
    activity = enter(activity, state="done", actual_result="7 из 7", evidence=LINK)

    activity = undo_result(activity=activity, by=None)

    activity.refresh_from_db()
    assert (activity.state, activity.actual_result, activity.evidence.count()) == ("going", "3 из 7", 0)


def test_undo_of_a_postponement_returns_the_former_date():
    activity = ActivityFactory(state="postponed", postponed_to=dt.date(2025, 6, 1), reason="каникулы")
    activity = enter(activity, state="not_held", reason="отменено")

    undo_result(activity=activity, by=None)

    activity.refresh_from_db()
    assert (activity.state, activity.postponed_to) == ("postponed", dt.date(2025, 6, 1))


def test_undo_is_refused_when_something_changed_since():
    activity = enter(ActivityFactory(), state="done", actual_result="всё", evidence=LINK)
    edit_activity(activity=activity, title="Другое название", by=None)

    with pytest.raises(NothingToUndo):
        undo_result(activity=activity, by=None)


def test_undo_works_once():
    activity = enter(ActivityFactory(), state="done", actual_result="всё", evidence=LINK)
    activity = undo_result(activity=activity, by=None)

    with pytest.raises(NothingToUndo):
        undo_result(activity=activity, by=None)


def test_a_new_row_stands_last_in_its_direction():
    plan = PlanFactory()
    first, second = DirectionFactory(plan=plan), DirectionFactory(plan=plan, number="2")
    ActivityFactory(plan=plan, direction=first, position=0, title="а")
    ActivityFactory(plan=plan, direction=second, position=1, title="в")

    create_activity(plan=plan, direction=first, title="б", period_text="май", by=None)

    assert list(plan.activities.values_list("title", flat=True)) == ["а", "б", "в"]
    assert plan.activities.get(title="б").due_on == dt.date(2025, 5, 31)


def test_an_edited_period_is_read_anew():
    activity = ActivityFactory(period_text="май", due_on=dt.date(2025, 5, 31), schedule_kind="months")

    edit_activity(activity=activity, period_text="до 20 октября", by=None)

    activity.refresh_from_db()
    assert (activity.schedule_kind, activity.starts_on, activity.due_on) == (
        "deadline",
        None,
        dt.date(2025, 10, 20),
    )


def test_an_edited_responsible_is_named_anew():
    activity = ActivityFactory(responsible_text="Соколова И.В.")

    edit_activity(activity=activity, responsible_text="Тюрина О.С., Власова М.С.", by=None)

    assert list(activity.responsible.values_list("name", flat=True)) == ["Тюрина О.С.", "Власова М.С."]


def test_a_row_of_an_approved_plan_changes_with_a_reason_and_is_never_deleted():
    activity = ActivityFactory(plan=PlanFactory(state="approved"))

    with pytest.raises(ReasonNeeded):
        edit_activity(activity=activity, title="Иначе", by=None)
    with pytest.raises(ApprovedStays):
        delete_activity(activity=activity, by=None)


def test_a_row_of_a_draft_can_be_deleted_and_the_log_remembers_it():
    activity = ActivityFactory(title="Лишнее")

    delete_activity(activity=activity, by=None)

    assert AuditRecord.objects.get(action="plans.delete_activity").changes == {"title": ["Лишнее", ""]}


def test_an_activity_feeds_only_targets_of_its_own_plan():
    activity = ActivityFactory()
    own, foreign = TargetFactory(plan=activity.plan), TargetFactory()

    link_targets(activity=activity, targets=[own, foreign], by=None)

    assert list(activity.targets.all()) == [own]
