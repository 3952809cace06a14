"""From open deficits to a route that is walked: what each step changes, and what it does not."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from masterstvo.assessments.actions.sheet import answer_question, finish_sheet
from masterstvo.core.models import AuditRecord
from masterstvo.diagnostics.actions import add_diagnostic
from masterstvo.diagnostics.models import Competence, Deficit, Measure
from masterstvo.people import load
from masterstvo.routes.actions.agreement import (
    NotAgreed,
    agree_route,
    approve_route,
    return_route,
    send_route,
)
from masterstvo.routes.actions.offer import OfferIsTaken, remove_offer
from masterstvo.routes.actions.route import (
    DayOutOfOrder,
    NothingToDo,
    StepsAreLeft,
    WrongState,
    complete_route,
    draft_route,
    prolong_route,
    take_on,
)
from masterstvo.routes.actions.step import add_step, edit_step, finish_step, reopen_step, skip_step
from masterstvo.routes.choices import StepKind, StepState
from masterstvo.routes.models import Route, RouteStep
from masterstvo.routes.queries.building import Wish, propose
from masterstvo.routes.queries.offer import offers_on
from tests.factories.accounts import UserFactory
from tests.factories.assessments import CampaignFactory, SheetFactory, VersionFactory
from tests.factories.facts import OfferFactory, RouteFactory, RouteStepFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 1, 15)
NAME = "Формирующее оценивание"


@pytest.fixture
def competence():
    return Competence.objects.get(title=NAME)


@pytest.fixture
def deficit(person):
    add_diagnostic(
        person=person,
        measured_on=timezone.localdate() - dt.timedelta(days=30),
        procedure="Тест",
        competency=NAME,
        kind="test",
        score=50,
        maximum=100,
        by=None,
    )
    return Deficit.objects.get()


def wish(hours=36, weekly=4, days=180):
    today = timezone.localdate()
    return Wish(today, today + dt.timedelta(days=days), hours, weekly)


def proposed(person, deficits, asked=None):
    asked = asked or wish()
    offers = offers_on(person.municipality_id, asked.starts_on, asked.ends_on)
    return propose(person, deficits, offers, asked)


def drafted(person, deficit, methodist):
    return draft_route(person, proposed(person, [deficit]), wish=wish(), by=methodist, goal="Оценивать")


@pytest.fixture
def offer(person, competence):
    return OfferFactory(municipality=person.municipality, competences=[competence], hours=4)


# --- Building ---------------------------------------------------------------------------------------------------------
def test_a_draft_has_learning_one_transfer_and_one_new_measurement(person, deficit, methodist, offer):
    route = drafted(person, deficit, methodist)

    steps = list(route.steps.all())
    assert [step.kind for step in steps] == [StepKind.COURSE, StepKind.TRANSFER, StepKind.CHECK]
    assert (steps[0].offer, list(route.deficits.all())) == (offer, [deficit])
    assert all(step.why for step in steps)
    assert all(list(step.competences.all()) == [deficit.competence] for step in steps)


def test_when_nothing_fits_the_advice_says_what_to_change(person, deficit, offer):
    found = proposed(person, [deficit], wish(hours=6))

    assert found.route.steps == ()
    assert [advice.competence for advice in found.advice] == [str(deficit.competence_id)]
    assert "час" in found.advice[0].text


def test_an_empty_proposal_is_no_route(person, deficit, methodist):
    with pytest.raises(NothingToDo):
        drafted(person, deficit, methodist)

    assert not Route.objects.exists()


def test_seats_that_running_routes_take_are_gone(person, deficit, offer):
    offer.seats = 1
    offer.save()
    RouteStepFactory(route=RouteFactory(state="active", approved_on=TODAY), offer=offer)

    assert proposed(person, [deficit]).route.steps == ()


def test_hours_planned_already_are_taken_from_the_week(person, deficit, offer):
    today = timezone.localdate()
    RouteStepFactory(
        route=RouteFactory(person=person, state="active", approved_on=today),
        starts_on=today,
        ends_on=today + dt.timedelta(days=400),
        hours=232,
    )

    assert max(load.planned_hours([person.pk])[person.pk].values()) == 4
    assert proposed(person, [deficit]).route.steps == ()


def test_the_empty_draft_of_who_took_the_person_on_is_filled(person, deficit, methodist, offer):
    begun = take_on(person, by=methodist)

    assert drafted(person, deficit, methodist) == begun
    assert Route.objects.count() == 1


# --- Overload -------------------------------------------------------------------------------------------------------
def heavy(**values):
    """Return the values of a step of ten hours in one week."""
    monday = timezone.localdate() + dt.timedelta(days=7 - timezone.localdate().weekday())
    return {
        "kind": StepKind.COURSE,
        "title": "Курсы",
        "hours": 10,
        "starts_on": monday,
        "ends_on": monday + dt.timedelta(days=7),
    } | values


def adds(person, deficit, methodist, **values):
    return add_step(
        RouteFactory(person=person, state="draft", approved_on=None), **heavy(), by=methodist, **values
    )


def edits(person, deficit, methodist, **values):
    step = RouteStepFactory(route=RouteFactory(person=person, state="draft", approved_on=None), hours=1)
    return edit_step(step, **heavy(), by=methodist, **values)


def drafts(person, deficit, methodist, **values):
    OfferFactory(municipality=person.municipality, competences=[deficit.competence], hours=10)
    asked = wish(weekly=10)
    return draft_route(person, proposed(person, [deficit], asked), wish=asked, by=methodist, **values)


@pytest.mark.parametrize("plan", [adds, edits, drafts])
def test_every_way_to_plan_more_than_a_week_holds_wants_a_word_of_reason(person, deficit, methodist, plan):
    before = RouteStep.objects.filter(hours=10).count()

    with pytest.raises(load.TooMuchAtOnce, match="10.часов при пороге 4"), transaction.atomic():
        plan(person, deficit, methodist)
    assert RouteStep.objects.filter(hours=10).count() == before

    plan(person, deficit, methodist, reason="Каникулы, уроков нет")
    assert AuditRecord.objects.filter(action="people.overload", reason="Каникулы, уроков нет").exists()


# --- Agreement --------------------------------------------------------------------------------------------------------
def test_a_route_is_approved_when_both_sides_agree_and_who_leads_it_agrees_by_approving(
    person, deficit, methodist, offer
):
    route = drafted(person, deficit, methodist)
    send_route(route, by=methodist)

    with pytest.raises(NotAgreed, match="Педагог"):
        approve_route(route, act="приказ № 1", approved_on=TODAY, by=methodist)
    agree_route(route, by=person.user)
    with pytest.raises(NotAgreed, match="Методист"):
        approve_route(route, act="приказ № 1", approved_on=TODAY, by=UserFactory())
    approve_route(route, act="приказ № 1", approved_on=TODAY, by=methodist)

    route.refresh_from_db()
    today = timezone.localdate()
    assert (route.state, route.agreed_by_person_on, route.agreed_by_companion_on) == ("active", today, today)


def test_a_returned_route_is_a_draft_again_and_nobody_s_agreement_stays(person, deficit, methodist, offer):
    route = drafted(person, deficit, methodist)
    send_route(route, by=methodist)
    agree_route(route, by=person.user)

    return_route(route, by=methodist, reason="Мало часов")

    route.refresh_from_db()
    assert (route.state, route.agreed_by_person_on) == ("draft", None)


def test_an_empty_draft_is_not_sent(person, methodist):
    with pytest.raises(NothingToDo):
        send_route(take_on(person, by=methodist), by=methodist)


# --- Steps ------------------------------------------------------------------------------------------------------------
def walking(person, deficit, methodist):
    route = drafted(person, deficit, methodist)
    send_route(route, by=methodist)
    agree_route(route, by=person.user)
    approve_route(route, act="приказ № 1", approved_on=TODAY, by=methodist)
    return route


def test_learning_and_transfer_make_a_deficit_ready_and_close_nothing(person, deficit, methodist, offer):
    learning, transfer, _ = walking(person, deficit, methodist).steps.all()

    finish_step(learning, done_on=TODAY, by=person.user)
    deficit.refresh_from_db()
    assert deficit.ready_on is None

    finish_step(transfer, done_on=TODAY, note="8 «Б», взаимопроверка", by=person.user)
    deficit.refresh_from_db()
    assert (deficit.ready_on, deficit.closed_on) == (TODAY, None)


def test_a_draft_is_not_walked(person, deficit, methodist, offer):
    step = drafted(person, deficit, methodist).steps.first()

    with pytest.raises(WrongState):
        finish_step(step, done_on=TODAY, by=person.user)


def test_a_route_is_completed_when_every_step_is_done_or_not_needed(person, deficit, methodist, offer):
    route = walking(person, deficit, methodist)
    learning, transfer, check = route.steps.all()
    for step in (learning, transfer):
        finish_step(step, done_on=TODAY, by=person.user)

    with pytest.raises(StepsAreLeft):
        complete_route(route, by=methodist)
    skip_step(check, reason="Измерят в сентябре", by=methodist)
    complete_route(route, by=methodist)

    route.refresh_from_db()
    assert (route.state, route.finished_on) == ("completed", timezone.localdate())
    with pytest.raises(WrongState):
        reopen_step(check, by=methodist)


def test_a_mark_is_taken_back(person, deficit, methodist, offer):
    step = walking(person, deficit, methodist).steps.first()
    finish_step(step, done_on=TODAY, by=person.user)

    reopen_step(step, by=person.user)

    step.refresh_from_db()
    assert (step.state, step.done_on) == (StepState.PLANNED, None)


def test_a_route_is_prolonged_only_forward(person, deficit, methodist, offer):
    route = walking(person, deficit, methodist)

    with pytest.raises(DayOutOfOrder):
        prolong_route(route, ends_on=route.ends_on, reason="болезнь", by=methodist)


def test_an_offer_in_use_stays_in_the_catalogue(person, deficit, methodist, offer):
    drafted(person, deficit, methodist)

    with pytest.raises(OfferIsTaken):
        remove_offer(offer, by=methodist, reason="лишнее")


# --- From a test to a closed deficit ----------------------------------------------------------------------------------
def answered(person, version, answers, title):
    sheet = SheetFactory(
        campaign=CampaignFactory(municipality=person.municipality, version=version, title=title),
        person=person,
    )
    for key, answer in answers.items():
        answer_question(sheet, key=key, sent=[answer], by=person.user)
    finish_sheet(sheet, by=person.user)
    return sheet


def test_test_route_transfer_new_test_and_the_deficit_is_closed(person, methodist, competence, offer):
    version = VersionFactory(
        instrument__kind="test", instrument__key="exam", instrument__municipality=person.municipality
    )
    Measure.objects.create(competence=competence, instrument="exam")

    answered(person, version, {"q1": "0", "q2": "1", "q3": "1"}, "Входной тест")
    deficit = Deficit.objects.get()
    learning, transfer, check = walking(person, deficit, methodist).steps.all()
    for step in (learning, transfer):
        finish_step(step, done_on=timezone.localdate(), by=person.user)
    assert Deficit.objects.get().closed_on is None

    again = answered(person, version, {"q1": "2", "q2": "2", "q3": "1"}, "Повторный тест")
    finish_step(check, done_on=timezone.localdate(), sheet=again, by=person.user)

    closed = Deficit.objects.get()
    assert (closed.closed_by.sheet, closed.closed_on) == (again, timezone.localdate())
