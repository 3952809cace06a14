"""The base of mentors as steps: offered by itself, asked at the approval, its hours counted once, and its end moves the step."""

import datetime as dt

import pytest
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.diagnostics.models import Competence
from masterstvo.inbox.models import Notice
from masterstvo.mentoring.actions import (
    agree,
    approve_mentorship,
    begin_mentorship,
    end_mentorship,
    refuse_mentorship,
    remove_mentorship,
)
from masterstvo.mentoring.actions.offering import MayNotBeAPair
from masterstvo.mentoring.choices import Side
from masterstvo.mentoring.models import Mentorship
from masterstvo.people import load
from masterstvo.routes.actions.agreement import approve_route
from masterstvo.routes.actions.route import draft_route
from masterstvo.routes.actions.seat import take_seat
from masterstvo.routes.queries.building import Wish, propose
from masterstvo.routes.queries.mentor import CHOICE, barred_mentors
from masterstvo.routes.queries.offer import offers_on, taken_seats
from masterstvo.routes.queries.route import seats_of
from tests.factories.accounts import UserFactory
from tests.factories.facts import DeficitFactory, MentorshipFactory, RouteFactory, RouteStepFactory
from tests.factories.mentoring import MentorProfileFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
WANTED = frozenset({"method.assessment"})
HALF_A_YEAR = dt.timedelta(weeks=26)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def deficit(person):
    return DeficitFactory(person=person, competence=Competence.objects.get(key="method.assessment"))


@pytest.fixture
def profile(person):
    """Somebody of another school with hours for two pairs."""
    mentor = EmploymentFactory(
        organization__municipality=person.municipality, person__user=UserFactory()
    ).person
    return MentorProfileFactory(person=mentor, strengths=["method.assessment"], capacity_hours=8)


@pytest.fixture
def step(person, profile, today):
    route = RouteFactory(person=person, state="agreement", agreed_by_person_on=today)
    return RouteStepFactory(
        route=route,
        kind="mentoring",
        title="Работа с наставником",
        hours=12,
        mentor=profile,
        starts_on=today,
        ends_on=today + dt.timedelta(weeks=12),
    )


def mentors_on(person, today):
    return [
        each
        for each in offers_on(person.municipality_id, today, today + HALF_A_YEAR)
        if each.source == "mentor"
    ]


def asked(step, today):
    """Approve the route, and return the pair that it asks for."""
    approve_route(step.route, act="приказ № 1", approved_on=today, by=UserFactory())
    step.refresh_from_db()
    return step.pair


def at_work(pair, today):
    agree(pair, side=Side.MENTOR, today=today, consent_on=today, by=None)
    agree(pair, side=Side.MENTEE, today=today, by=None)
    approve_mentorship(pair, today=today, by=None)
    begin_mentorship(pair, by=None)
    return pair


# --- Offering ---------------------------------------------------------------------------------------------------------
def test_a_mentor_with_a_strength_consent_and_free_hours_becomes_a_step_that_names_nobody(
    person, deficit, profile, today
):
    for unfit in ({"strengths": []}, {"consent_on": None}, {"is_willing": False}, {"capacity_hours": 3}):
        MentorProfileFactory(
            **{
                "person": EmploymentFactory(organization__municipality=person.municipality).person,
                "strengths": ["method.assessment"],
            }
            | unfit
        )
    wish = Wish(today, today + HALF_A_YEAR, 20, 3)

    proposal = propose(person, [deficit], mentors_on(person, today), wish)
    route = draft_route(person, proposal, wish=wish, by=None)

    step = route.steps.get(kind="mentoring")
    assert (step.mentor, step.hours, step.title) == (profile, 12, "Работа с наставником")
    assert step.place == profile.person.short_name
    assert profile.person.last_name not in step.why
    assert list(step.competences.all()) == [deficit.competence]


def test_places_are_what_pairs_proposals_and_other_routes_leave(person, profile, step, today):
    (offer,) = mentors_on(person, today)
    assert (offer.seats, taken_seats([offer])) == (2, {offer.key: 1})

    asked(step, today)

    (offer,) = mentors_on(person, today)
    assert (offer.seats, taken_seats([offer])) == (
        1,
        {},
    )  # the proposal is counted by mentoring, the step no more
    MentorshipFactory(mentor=profile.person, hours_month=3, starts_on=today)
    assert mentors_on(person, today) == []


@pytest.mark.parametrize("why", ["own", "head", "refused", "another", "far"])
def test_who_must_not_be_a_pair_is_not_offered_and_one_mentor_is_enough(person, profile, today, why):
    (offer,) = mentors_on(person, today)
    assert barred_mentors({person.pk: WANTED}, [offer]) == {person.pk: set()}
    if why == "own":
        profile.reach = "own"
        profile.save()
    elif why == "head":
        EmploymentFactory(
            person=profile.person,
            organization=person.employments.get().organization,
            category="managing",
            basis="external",
        )
    elif why == "refused":
        MentorshipFactory(mentor=profile.person, mentee=person, state="refused")
    elif why == "another":
        MentorshipFactory(mentee=person, state="proposed")
    else:
        RouteStepFactory(route=RouteFactory(person=person, state="active"), mentor=MentorProfileFactory())

    assert barred_mentors({person.pk: WANTED}, [offer]) == {person.pk: {offer.key}}


def test_a_teacher_chooses_among_the_few_who_fit_best(person, profile, today):
    school = person.employments.get().organization
    near = {
        MentorProfileFactory(
            person=EmploymentFactory(organization=school).person, strengths=["method.assessment"]
        ).pk
        for _ in range(CHOICE)
    }
    other = MentorProfileFactory(
        person=EmploymentFactory(organization=school).person, strengths=["method.dialogue"]
    )

    barred = barred_mentors({person.pk: WANTED}, mentors_on(person, today))[person.pk]

    assert barred == {f"mentor:{profile.pk}", f"mentor:{other.pk}"}
    assert near


# --- Asking -----------------------------------------------------------------------------------------------------------
def test_approval_proposes_the_pair_and_its_hours_count_once(person, profile, step, today):
    pair = asked(step, today)

    assert (pair.state, pair.mentor, pair.mentee, pair.hours_month) == ("proposed", profile.person, person, 4)
    assert (pair.agreement, pair.ends_on) == ("network", step.ends_on)
    assert Notice.objects.filter(user=profile.person.user, url=pair.get_absolute_url()).exists()
    assert AuditRecord.objects.get(action="routes.ask_mentor").changes == {"pair": [None, pair.pk]}
    assert (
        sum(load.planned_hours([person.pk])[person.pk].values()) == 13
    )  # a week holds one of the step's hours
    assert seats_of([step], person.pk)[step.pk].words == "пара: предложена"

    at_work(pair, today)

    counted = load.planned_hours([person.pk, profile.person_id])
    assert counted[person.pk] == counted[profile.person_id]


def test_what_cannot_be_a_pair_leaves_the_step_with_its_button(person, profile, step, today):
    profile.consent_on = None
    profile.save()

    assert asked(step, today) is None

    assert not seats_of([step], person.pk)[step.pk].is_held
    with pytest.raises(MayNotBeAPair, match="нет согласия"):
        take_seat(step, state="asked", by=None)
    profile.consent_on = today
    profile.save()
    known = MentorshipFactory(mentor=profile.person, mentee=person, state="mentor_agreed")
    assert take_seat(step, state="asked", by=None).pair == known


def test_two_routes_do_not_get_the_last_place_of_a_mentor(profile, step, today):
    profile.max_mentees = 1
    profile.save()
    other = EmploymentFactory(organization=step.route.person.employments.get().organization).person
    late = RouteStepFactory(route=RouteFactory(person=other, state="active"), mentor=profile)
    asked(step, today)

    with pytest.raises(MayNotBeAPair, match="не хватает часов или мест"):
        take_seat(late, state="asked", by=None)


# --- What comes of it ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "state"), [("reached", "done"), ("partly", "done"), ("stopped", "planned")]
)
def test_the_result_of_the_pair_finishes_the_step_unless_it_was_broken_off(step, today, result, state):
    pair = at_work(asked(step, today), today)

    end_mentorship(pair, last_day=today, result=result, today=today, by=None)

    step.refresh_from_db()
    assert (step.state, step.done_on) == (state, today if state == "done" else None)
    remove_mentorship(pair, reason="внесена по ошибке", by=None)
    step.refresh_from_db()
    assert (step.state, step.pair, Mentorship.objects.count()) == ("planned", None, 0)


def test_another_mentor_takes_the_step_over(step, person, today):
    pair = at_work(asked(step, today), today)
    following = MentorProfileFactory()

    after = end_mentorship(
        pair, last_day=today, result="partly", successor=following.person, today=today, by=None
    )

    step.refresh_from_db()
    assert (step.state, step.pair, step.mentor) == ("planned", after, following)
    refuse_mentorship(after, reason="нет времени", by=None)
    step.refresh_from_db()
    assert seats_of([step], person.pk)[step.pk].words == "пара не состоялась, нужен другой наставник"
