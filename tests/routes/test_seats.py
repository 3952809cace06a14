"""Courses and events as steps: offered by themselves, their seats shared, their hours counted once, and what comes of them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.dates import monday
from masterstvo.diagnostics.models import Competence
from masterstvo.events.actions.attendance import Presence, mark_presence
from masterstvo.events.choices import EventState, RegistrationState
from masterstvo.events.models import Registration
from masterstvo.imports.actions.follow import before_undo, follow_records
from masterstvo.people import load
from masterstvo.routes.actions.agreement import approve_route
from masterstvo.routes.actions.gain import set_event_gains, set_programme_gains
from masterstvo.routes.actions.offer import follow_competences
from masterstvo.routes.actions.route import WrongState, draft_route
from masterstvo.routes.actions.seat import take_seat
from masterstvo.routes.models import Gain
from masterstvo.routes.queries.building import Wish, propose
from masterstvo.routes.queries.offer import offers_on
from masterstvo.training.actions import (
    add_training,
    complete_requests,
    decline_requests,
    remove_training,
)
from masterstvo.training.choices import RequestState
from masterstvo.training.models import Training, TrainingRequest
from tests.factories.facts import (
    CompetenceFactory,
    DeficitFactory,
    EventFactory,
    GainFactory,
    OfferFactory,
    ProgrammeFactory,
    RegistrationFactory,
    RouteFactory,
    RouteStepFactory,
    SessionFactory,
    TrainingFactory,
    TrainingRequestFactory,
)
from tests.factories.practices import AuthorshipFactory, banked

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def deficit(person):
    return DeficitFactory(person=person, competence=Competence.objects.get(key="method.assessment"))


@pytest.fixture
def session(person, deficit, today):
    """Courses of six hours in two weeks, from the Monday after next."""
    starts_on = monday(today) + 2 * WEEK
    session = SessionFactory(
        municipality=person.municipality,
        programme=ProgrammeFactory(hours=6, form="distance"),
        starts_on=starts_on,
        ends_on=starts_on + 2 * WEEK,
        seats=1,
    )
    GainFactory(municipality=person.municipality, programme=session.programme, competence=deficit.competence, levels=2)  # fmt: skip
    return session


@pytest.fixture
def event(person, deficit, today):
    event = EventFactory(
        municipality=person.municipality,
        held_on=monday(today) + 3 * WEEK,
        hours="2.5",
        capacity=1,
        state=EventState.OPEN,
    )
    GainFactory(municipality=person.municipality, programme=None, event=event, competence=deficit.competence, levels=2)  # fmt: skip
    return event


def proposed(person, deficit, today):
    wish = Wish(today, today + dt.timedelta(days=180), 36, 4)
    offers = offers_on(person.municipality_id, wish.starts_on, wish.ends_on)
    return wish, propose(person, [deficit], offers, wish)


def learning(found):
    return [step.option for step in found.route.steps if step.option]


def walking(person, thing, methodist, **step):
    """A route that waits for its act, with a step that speaks of a course or an event."""
    route = RouteFactory(
        person=person,
        state="agreement",
        accompanied_by=methodist,
        agreed_by_person_on=timezone.localdate(),
    )
    days = {"starts_on": thing.starts_on, "ends_on": thing.ends_on, "session": thing, "hours": 6} if hasattr(thing, "seats") else {"starts_on": thing.held_on, "ends_on": thing.held_on + dt.timedelta(days=1), "event": thing, "hours": 3}  # fmt: skip
    return route, RouteStepFactory(route=route, **days | step)


def approved(route, by):
    approve_route(route, act="приказ № 1", approved_on=timezone.localdate(), by=by)


# --- Offered ------------------------------------------------------------------------------------------------------------
def test_courses_and_events_that_say_what_they_give_are_offered_on_their_days(person, session, event, today):
    other = SessionFactory(municipality=person.municipality)  # of a programme that says nothing

    found = {each.key: each for each in offers_on(person.municipality_id, today, today + 20 * WEEK)}

    assert found.keys() == {f"session:{session.pk}", f"event:{event.pk}"}
    assert (found[f"session:{session.pk}"].hours, found[f"event:{event.pk}"].hours) == (6, 3)
    assert offers_on(person.municipality_id, today, session.starts_on + WEEK) == []
    assert offers_on(other.programme.provider_id + 99, today, today + 20 * WEEK) == []


def test_a_step_keeps_the_session_its_days_and_its_reason(person, deficit, methodist, session, today):
    wish, found = proposed(person, deficit, today)

    step = draft_route(person, found, wish=wish, by=methodist).steps.exclude(session=None).get()

    assert (step.session, step.kind, step.title) == (session, "course", session.programme.title)
    assert (step.starts_on, step.ends_on) == (session.starts_on, session.ends_on)
    assert step.why


def test_a_seat_that_somebody_asked_for_or_a_step_speaks_of_is_not_offered(person, deficit, session, today):
    RouteStepFactory(route=RouteFactory(state="draft"), session=session)
    assert learning(proposed(person, deficit, today)[1]) == []
    session.seats = 2
    session.save()
    assert learning(proposed(person, deficit, today)[1]) == [f"session:{session.pk}"]

    TrainingRequestFactory(session=session, programme=session.programme, state="asked")

    assert learning(proposed(person, deficit, today)[1]) == []


@pytest.mark.parametrize("has", ["request", "completion", "registration"])
def test_what_the_person_has_already_is_not_offered_again(person, deficit, session, event, today, has):
    session.seats = event.capacity = 5
    session.save()
    event.save()
    kept = f"session:{session.pk}" if has == "registration" else f"event:{event.pk}"
    if has == "registration":
        RegistrationFactory(event=event, person=person)
    elif has == "request":
        TrainingRequestFactory(person=person, session=session, programme=session.programme, state="asked")
    else:
        TrainingFactory(person=person, programme=session.programme)

    assert learning(proposed(person, deficit, today)[1]) in ([kept], [])
    assert proposed(person, deficit, today)[1].problem.travellers[0].barred


def test_a_practice_of_the_bank_that_names_the_competence_becomes_a_step_but_not_of_its_author(
    person, deficit, methodist, today
):
    practice = banked(
        municipality=person.municipality, words={"competences": ["method.assessment"], "hours": 5}
    )
    banked(municipality=person.municipality)  # names none

    wish, found = proposed(person, deficit, today)
    step = draft_route(person, found, wish=wish, by=methodist).steps.exclude(practice=None).get()
    assert (step.practice, step.kind, step.hours) == (practice, "practice", 5)

    AuthorshipFactory(practice=practice, person=person)
    assert learning(proposed(person, deficit, today)[1]) == []


def test_work_in_a_community_may_be_offered(person, deficit, today):
    OfferFactory(municipality=person.municipality, kind="community", competences=[deficit.competence], hours=3)  # fmt: skip

    assert len(learning(proposed(person, deficit, today)[1])) == 1


# --- Seats and hours ----------------------------------------------------------------------------------------------------
def test_approval_asks_for_the_seats_and_hours_count_once(person, session, methodist):
    route, step = walking(person, session, methodist)
    before = load.planned_hours([person.pk])[person.pk]

    approved(route, methodist)

    request = TrainingRequest.objects.get(person=person, session=session)
    assert request.state == RequestState.APPROVED
    assert load.planned_hours([person.pk])[person.pk] == before
    assert [part for week in load.weeks_ahead(person.pk, session.starts_on) for part in week.parts] == [("курсы", 3)] * 2  # fmt: skip

    decline_requests([request], by=methodist, reason="Группа не набралась")
    assert load.planned_hours([person.pk])[person.pk] == before
    assert step.route.state == "active"


def test_an_event_takes_the_teacher_s_registration_and_counts_once(client, person, event, methodist):
    route, step = walking(person, event, methodist)
    before = load.planned_hours([person.pk])[person.pk]

    approved(route, methodist)

    assert Registration.objects.get(person=person, event=event).state == RegistrationState.REGISTERED
    assert load.planned_hours([person.pk])[person.pk] == before
    client.force_login(person.user)
    assert "место есть" in client.get(route.get_absolute_url()).content.decode()
    assert step.place == event.place


def test_a_full_course_leaves_a_button_and_does_not_hold_up_the_approval(client, person, session, methodist):
    taken = TrainingRequestFactory(session=session, programme=session.programme, state="approved")
    route, step = walking(person, session, methodist)

    approved(route, methodist)

    assert not TrainingRequest.objects.filter(person=person).exists()
    client.force_login(person.user)
    assert "места ещё нет" in client.get(route.get_absolute_url()).content.decode()
    decline_requests([taken], by=methodist, reason="Уволился")
    client.post(reverse("routes:step_seat", args=[step.pk]))
    assert TrainingRequest.objects.get(person=person).state == RequestState.ASKED
    assert "ждёт школы" in client.get(route.get_absolute_url()).content.decode()


def test_no_seat_is_asked_for_before_the_approval_or_without_a_source(person, session, methodist):
    _, step = walking(person, session, methodist)
    with pytest.raises(WrongState, match="утверждён"):
        take_seat(step, state=RequestState.ASKED, by=methodist)

    plain = RouteStepFactory(route=RouteFactory(person=person, state="active"))
    with pytest.raises(WrongState, match="ни поток"):
        take_seat(plain, state=RequestState.ASKED, by=methodist)


# --- What comes of them -------------------------------------------------------------------------------------------------
def done(step):
    step.refresh_from_db()
    return step.state == "done"


def test_a_completed_course_finishes_its_step_and_taking_it_back_opens_it(person, session, methodist, today):
    route, step = walking(person, session, methodist)
    approved(route, methodist)
    request = TrainingRequest.objects.get(person=person)

    (training,) = complete_requests({request: "УД-17"}, finished_on=today, by=methodist)

    assert done(step)
    assert (step.training, step.done_on, "УД-17" in step.note) == (training, today, True)
    remove_training(training, by=methodist, reason="ошибка")
    assert not done(step)
    assert (step.training, step.note) == (None, "")


def test_a_completion_entered_by_hand_finishes_the_step_of_that_person_alone(person, session, methodist, today):  # fmt: skip
    route, step = walking(person, session, methodist)
    approved(route, methodist)
    other = walking(RouteFactory().person, session, methodist)[1]
    other.route.state = "active"
    other.route.save()

    add_training(person=person, programme=session.programme, finished_on=today, by=methodist)

    assert (done(step), done(other)) == (True, False)


def test_who_was_at_the_event_has_taken_the_step_until_the_mark_is_taken_back(person, event, methodist, today):  # fmt: skip
    route, step = walking(person, event, methodist)
    approved(route, methodist)
    event.held_on = today
    event.save()

    mark_presence(event, presences=[Presence(person, was_present=True)], by=methodist)
    assert done(step)
    assert step.participation.person == person

    mark_presence(event, presences=[Presence(person, was_present=False)], by=methodist)
    assert not done(step)


def test_a_course_that_came_in_a_file_finishes_the_step_and_undoing_opens_it(person, session, methodist):
    route, step = walking(person, session, methodist)
    approved(route, methodist)
    came = TrainingFactory(person=person, programme=session.programme)
    label = Training._meta.label_lower

    follow_records(None, [(label, came.pk, {})], by=methodist)
    assert done(step)
    before_undo([(label, came.pk)], by=methodist)
    assert not done(step)


# --- What they give -----------------------------------------------------------------------------------------------------
def test_what_a_programme_gives_is_said_on_its_page_and_shown_there(client, person, deficit, methodist):
    programme = ProgrammeFactory()
    client.force_login(methodist)
    page = reverse("routes:programme_gains", args=[programme.pk])

    answer = client.post(page, {"competences": [deficit.competence_id], "levels": 2}, follow=True)

    gain = Gain.objects.get(programme=programme)
    assert (gain.municipality, gain.competence, gain.levels) == (person.municipality, deficit.competence, 2)
    assert deficit.competence.title in answer.content.decode()
    assert client.get(page).context["form"]["competences"].value() == [deficit.competence_id]


def test_what_an_event_gives_is_replaced_as_a_whole(client, event, deficit, methodist):
    client.force_login(methodist)
    other = Competence.objects.get(key="method.design")

    client.post(reverse("routes:event_gains", args=[event.pk]), {"competences": [other.pk], "levels": 1})

    assert [each.competence for each in event.gains.all()] == [other]
    assert "даёт маршрутам" in client.get(event.get_absolute_url()).content.decode()
    set_event_gains(event, competences=[], levels=1, by=methodist)
    assert not event.gains.exists()


def test_an_edition_of_ones_own_keeps_what_programmes_give(person, session, deficit, methodist):
    copy = CompetenceFactory()
    elsewhere = GainFactory(programme=session.programme, competence=deficit.competence)

    follow_competences([(deficit.competence_id, copy.pk)], [person.municipality_id])

    assert session.programme.gains.get(municipality=person.municipality).competence == copy
    elsewhere.refresh_from_db()
    assert elsewhere.competence == deficit.competence
    set_programme_gains(session.programme, municipality=person.municipality, competences=[copy], levels=3, by=methodist)  # fmt: skip
    assert elsewhere.programme.gains.count() == 2
