"""Seats, requests on their way, and completions of a group."""

import datetime as dt

import pytest
from django.utils import timezone

from masterstvo.core.dates import monday
from masterstvo.core.models import AuditRecord
from masterstvo.inbox.models import Notice
from masterstvo.people.load import TooMuchAtOnce, planned_hours
from masterstvo.training import actions
from masterstvo.training.choices import RequestState
from masterstvo.training.models import Training, TrainingRequest
from tests.factories.accounts import UserFactory
from tests.factories.facts import (
    ProgrammeFactory,
    ProviderFactory,
    SessionFactory,
    TrainingRequestFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
LONG = {"starts_on": dt.date(2099, 3, 2), "ends_on": dt.date(2099, 6, 1)}  # 36 hours are 3 a week


def ask(session, *people, state="asked", **more):
    return actions.ask_for_seats(session, people=list(people), state=state, by=None, **more)


def test_a_seat_is_refused_when_none_is_left_and_free_again_after_a_refusal():
    session = SessionFactory(seats=1, **LONG)
    first, second = PersonFactory.create_batch(2)
    [request] = ask(session, first)

    with pytest.raises(actions.SessionIsFull, match="Свободных мест"):
        ask(session, second)
    actions.decline_requests([request], by=None, reason="едет другой")
    ask(session, second)

    assert list(session.requests.filter(state="asked").values_list("person", flat=True)) == [second.pk]


def test_all_or_none_get_seats():
    session = SessionFactory(seats=2, **LONG)

    with pytest.raises(actions.SessionIsFull, match="Свободно 2"):
        ask(session, *PersonFactory.create_batch(3))

    assert not TrainingRequest.objects.exists()


def test_a_wish_without_days_becomes_the_request_for_the_session():
    session = SessionFactory(**LONG)
    person = PersonFactory()
    wish = actions.wish_for(session.programme, person=person, state="asked", by=None)

    [request] = ask(session, person, state="approved")

    assert (request.pk, request.session, request.state) == (wish.pk, session, "approved")
    with pytest.raises(actions.AlreadyAsked):
        ask(session, person)


def test_a_seat_is_load_until_the_course_is_completed_and_too_full_a_week_wants_a_reason():
    session = SessionFactory(
        starts_on=dt.date(2099, 3, 2), ends_on=dt.date(2099, 3, 9)
    )  # 36 hours in one week
    person = PersonFactory()

    with pytest.raises(TooMuchAtOnce):
        ask(session, person)
    [request] = ask(session, person, reason="замену нашли")
    taken = planned_hours([person.pk])
    actions.withdraw_request(request, by=None)

    assert taken == {person.pk: {dt.date(2099, 3, 2): 36}}
    assert planned_hours([person.pk]) == {}
    today = timezone.localdate()
    for ends_on in (today + dt.timedelta(days=1), monday(today)):
        TrainingRequestFactory(
            person=person,
            state="completed",
            session__starts_on=monday(today) - dt.timedelta(days=7),
            session__ends_on=ends_on,
        )
    assert (
        planned_hours([person.pk])[person.pk][monday(today)] == 18
    )  # what ended before Monday no longer counts
    assert AuditRecord.objects.filter(action="people.overload", reason="замену нашли").count() == 1


def test_a_request_goes_from_the_person_to_the_school_the_authority_the_provider_and_the_card():
    by = UserFactory()
    session = SessionFactory(**LONG)
    [request] = ask(session, PersonFactory())
    finished_on = timezone.localdate()

    actions.agree_requests([request], by=by)
    actions.approve_requests([request], by=by)
    actions.send_requests([request], by=by)
    [training] = actions.complete_requests({request: " 123 "}, finished_on=finished_on, by=by)

    request.refresh_from_db()
    assert (request.state, request.training) == (RequestState.COMPLETED, training)
    assert (training.person, training.document, training.finished_on) == (request.person, "123", finished_on)
    told = AuditRecord.objects.filter(object_type="training.trainingrequest").order_by("pk")
    assert [each.action.removeprefix("training.") for each in told] == [
        "ask_for_course", "agree_request", "approve_request", "send_request", "complete_request",
    ]  # fmt: skip


def test_a_decision_is_told_to_the_person_and_to_whoever_asked_for_them():
    school, authority, teacher = UserFactory.create_batch(3)
    session = SessionFactory(**LONG)
    [request] = actions.ask_for_seats(
        session, people=[PersonFactory(user=teacher)], state="by_school", by=school
    )

    actions.decline_requests([request], by=authority, reason="мест мало")

    assert set(Notice.objects.values_list("user", "kind")) == {
        (teacher.pk, "decision"),
        (school.pk, "decision"),
    }
    assert Notice.objects.first().text.endswith("заявка отклонена: мест мало")


def test_whoever_decides_second_is_told_and_nothing_changes():
    first, second = TrainingRequestFactory.create_batch(2)
    actions.decline_requests([second], by=None, reason="мест мало")

    with pytest.raises(actions.WrongState, match="отклонена"):
        actions.approve_requests([first, second], by=None)

    first.refresh_from_db()
    assert first.state == "asked"


def test_a_course_is_not_completed_before_its_end():
    request = TrainingRequestFactory(state="sent")

    with pytest.raises(actions.NotOverYet):
        actions.complete_requests(
            {request: ""}, finished_on=timezone.localdate() + dt.timedelta(days=1), by=None
        )

    assert not Training.objects.exists()


def test_seats_are_not_taken_from_under_those_who_hold_them():
    session = SessionFactory(seats=2, **LONG)
    ask(session, *PersonFactory.create_batch(2))

    with pytest.raises(actions.TooFewSeats):
        actions.edit_session(session, seats=1, by=None)
    with pytest.raises(actions.SessionIsUsed):
        actions.edit_session(session, programme=ProgrammeFactory(), by=None)
    with pytest.raises(actions.SessionIsUsed):
        actions.remove_session(session, by=None, reason="ошибка")


def test_a_provider_does_not_stand_within_itself():
    institute = ProviderFactory()
    centre = ProviderFactory(parent=institute)

    with pytest.raises(actions.StandsInCircle):
        actions.edit_provider(institute, parent=centre, by=None)
