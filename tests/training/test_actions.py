"""Seats, requests on their way, and completions of a group."""

import datetime as dt

import pytest
from django.utils import timezone

from masterstvo.core.dates import monday
from masterstvo.core.models import AuditRecord
from masterstvo.documents.actions import cancel_document, sign_document
from masterstvo.inbox.models import Notice
from masterstvo.people.load import TooMuchAtOnce, planned_hours
from masterstvo.training import actions
from masterstvo.training.choices import RequestState
from masterstvo.training.models import Training, TrainingRequest
from tests.factories.accounts import UserFactory
from tests.factories.documents import RegisterFactory
from tests.factories.facts import (
    ProgrammeFactory,
    ProviderFactory,
    SessionFactory,
    TrainingRequestFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)
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
    [wish] = actions.wish_for(session.programme, people=[person], state="asked", by=None)

    [request] = ask(session, person, state="approved")

    assert (request.pk, request.session, request.state) == (wish.pk, session, "approved")
    with pytest.raises(actions.AlreadyAsked):
        ask(session, person)


def test_what_the_authority_has_approved_stays_approved_when_the_school_finds_the_days():
    session, person = SessionFactory(**LONG), PersonFactory()
    actions.wish_for(session.programme, people=[person], state="approved", by=None)

    [request] = ask(session, person, state="by_school")

    assert (request.session, request.state) == (session, "approved")


def test_a_wish_is_refused_for_all_when_one_of_them_has_asked_already():
    programme = ProgrammeFactory()
    known, other = PersonFactory.create_batch(2)
    actions.wish_for(programme, people=[known], state="asked", by=None)

    with pytest.raises(actions.AlreadyAsked, match=str(known)):
        actions.wish_for(programme, people=[other, known], state="by_school", by=None)

    assert TrainingRequest.objects.get().person == known


def test_who_has_been_waiting_is_told_when_a_session_opens():
    teacher, school, stranger = UserFactory.create_batch(3)
    person = PersonFactory(user=teacher)
    programme = ProgrammeFactory()
    actions.wish_for(programme, people=[person], state="by_school", by=school)
    actions.wish_for(programme, people=[PersonFactory(user=stranger)], state="asked", by=stranger)

    session = actions.add_session(
        municipality=person.municipality, programme=programme, seats=None, by=None, **LONG
    )

    assert set(Notice.objects.values_list("user", "url")) == {
        (teacher.pk, "/my-courses/"),
        (school.pk, session.get_absolute_url()),
    }


def test_an_order_sends_those_approved_once_and_a_cancelled_one_lets_them_go():
    session = SessionFactory(**LONG)
    going = TrainingRequestFactory(session=session, state="approved", person__last_name="Абрамова")
    TrainingRequestFactory(session=session, state="by_school")

    order = actions.draft_order(session, by=None)
    late = TrainingRequestFactory(session=session, state="sent", person__last_name="Яковлева")
    again = actions.draft_order(session, by=None)
    named = [str(each.person) for each in again.people.order_by("pk")]
    register = RegisterFactory(municipality=session.municipality)
    signed = sign_document(again, register=register, dated_on=DAY, today=DAY, by=None)

    assert (again, named) == (order, [str(going.person), str(late.person)])
    assert session.programme.title in signed.body
    with pytest.raises(actions.NobodyToSend):
        actions.draft_order(session, by=None)
    cancel_document(signed, reason="перенесли курс", by=None)
    assert not TrainingRequest.objects.filter(order__isnull=False).exists()


def test_a_draft_of_the_order_lets_go_whoever_goes_no_more():
    session = SessionFactory(**LONG)
    going, ill = TrainingRequestFactory.create_batch(2, session=session, state="approved")
    actions.draft_order(session, by=None)
    actions.decline_requests([ill], by=None, reason="заболел")

    order = actions.draft_order(session, by=None)

    assert [each.person for each in order.people.all()] == [going.person]
    ill.refresh_from_db()
    assert ill.order is None


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
