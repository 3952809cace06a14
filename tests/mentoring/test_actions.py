"""Pairs from a proposal to a result; hours that nobody gives twice; the order that fixes pairs."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.core.models import Term
from masterstvo.documents.actions import cancel_document, sign_document
from masterstvo.inbox.models import Notice
from masterstvo.mentoring.actions import (
    add_mentorship,
    agree,
    apply_template,
    approve_mentorship,
    begin_mentorship,
    create_need,
    create_profile,
    draft_order,
    edit_mentorship,
    end_mentorship,
    mark_condition,
    note_conversation,
    propose_mentorship,
    refuse_mentorship,
)
from masterstvo.mentoring.actions.base import AlreadyInBase
from masterstvo.mentoring.actions.ending import DayOutOfOrder, NotAtWork, TooSoon
from masterstvo.mentoring.actions.order import NothingToFix
from masterstvo.mentoring.actions.pair import EndsWithNotice, NoHoursLeft, OutOfTurn, PairIsThere
from masterstvo.mentoring.actions.school import NoEvidence
from masterstvo.mentoring.actions.work import DayNotPossible, NotAtWorkYet
from masterstvo.mentoring.choices import Side
from masterstvo.mentoring.counting import lacking
from masterstvo.mentoring.models import Mentorship
from masterstvo.mentoring.queries import models_of, open_needs, parted_pairs
from masterstvo.mentoring.rules import mentees_of
from masterstvo.organizations.choices import Role
from masterstvo.people.load import TooMuchAtOnce, planned_hours
from masterstvo.people.models import Person
from tests.clock import at_noon_of
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory, RegisterFactory
from tests.factories.facts import MentorshipFactory
from tests.factories.mentoring import MenteeNeedFactory, MentorProfileFactory, ProgrammeTemplateFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
YEAR = {"starts_on": dt.date(2026, 12, 1), "ends_on": dt.date(2027, 6, 1)}
KIND = {"model": "long", "format": "elder_younger"}


@pytest.fixture(autouse=True)
def on_the_day():
    with at_noon_of(TODAY):
        yield


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school():
    return OrganizationFactory()


@pytest.fixture
def mentor(school):
    return EmploymentFactory(organization=school, person__user=UserFactory()).person


@pytest.fixture
def mentee(school):
    return EmploymentFactory(organization=school, person__user=UserFactory()).person


@pytest.fixture
def proposed(mentor, mentee):
    return propose_mentorship(mentor=mentor, mentee=mentee, hours_month=4, by=None, **YEAR, **KIND)


def agreed(pair):
    agree(pair, side=Side.MENTOR, today=TODAY, consent_on=TODAY, by=None)
    agree(pair, side=Side.MENTEE, today=TODAY, by=None)
    return pair


# --- From a proposal to work -------------------------------------------------------------------------------------------
def test_each_step_asks_the_next_one_and_an_approved_pair_answers_the_need(proposed, mentor, mentee, school):
    head = GrantFactory(of_organization=True, organization=school).user
    need = MenteeNeedFactory(person=mentee)

    agreed(proposed)
    approve_mentorship(proposed, today=TODAY, by=head)

    proposed.refresh_from_db()
    need.refresh_from_db()
    assert (proposed.state, proposed.consent_on, proposed.need, need.state) == (
        "approved",
        TODAY,
        need,
        "met",
    )
    asked = list(Notice.objects.order_by("pk").values_list("user", flat=True))
    assert asked == [mentor.user_id, mentee.user_id, head.pk, mentor.user_id, mentee.user_id]


def test_nobody_answers_out_of_turn(proposed):
    for early in (
        lambda: agree(proposed, side=Side.MENTEE, today=TODAY, by=None),
        lambda: approve_mentorship(proposed, today=TODAY, by=None),
        lambda: begin_mentorship(proposed, by=None),
        lambda: end_mentorship(proposed, last_day=TODAY, today=TODAY, by=None),
        lambda: note_conversation(proposed, held_on=TODAY, today=TODAY, form="talk", topic="О", by=None),
    ):
        with pytest.raises((OutOfTurn, NotAtWork, NotAtWorkYet)):
            early()


def test_a_refused_pair_is_not_proposed_again_and_a_live_one_not_twice(proposed, mentor, mentee):
    with pytest.raises(PairIsThere):
        propose_mentorship(mentor=mentor, mentee=mentee, by=None, **YEAR, **KIND)

    refuse_mentorship(proposed, reason="нет времени", by=None)

    assert parted_pairs(Person.objects.filter(pk=mentee.pk)) == {(mentor.pk, mentee.pk)}
    with pytest.raises(OutOfTurn):
        agree(proposed, side=Side.MENTOR, today=TODAY, by=None)


def test_only_a_pair_that_works_opens_anything_to_its_mentor(proposed, mentor, mentee):
    MentorshipFactory(mentor=mentor, state="closed", starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=900))
    Mentorship.objects.update(starts_on=dt.date(2025, 1, 1))
    assert not mentees_of(mentor.user)

    agreed(proposed)
    approve_mentorship(proposed, today=TODAY, by=None)
    assert not mentees_of(mentor.user)

    begin_mentorship(proposed, reason="пробуем", by=None)
    assert list(mentees_of(mentor.user)) == [mentee]


def test_a_need_is_open_once_and_leaves_the_queue_when_somebody_is_proposed(mentor, mentee):
    need = create_need(person=mentee, opened_on=TODAY, by=None)
    people = Person.objects.filter(pk=mentee.pk)
    assert list(open_needs(people)) == [need]

    with pytest.raises(AlreadyInBase):
        create_need(person=mentee, opened_on=TODAY, by=None)
    pair = propose_mentorship(mentor=mentor, mentee=mentee, need=need, by=None, **YEAR, **KIND)
    assert not open_needs(people)

    refuse_mentorship(pair, reason="не сошлись", by=None)
    assert list(open_needs(people)) == [need]


def test_one_line_a_person_in_the_base(mentor):
    create_profile(person=mentor, by=None)

    with pytest.raises(AlreadyInBase):
        create_profile(person=mentor, by=None)


# --- Hours ------------------------------------------------------------------------------------------------------------
def test_a_mentor_gives_no_more_hours_and_takes_no_more_people_than_promised(mentor):
    MentorProfileFactory(person=mentor, capacity_hours=6, max_mentees=2)
    first, second, third, later = (
        propose_mentorship(mentor=mentor, mentee=PersonFactory(), hours_month=hours, by=None, **days, **KIND)
        for hours, days in (
            (4, YEAR),
            (3, YEAR),
            (1, YEAR),
            (6, {"starts_on": YEAR["ends_on"], "ends_on": dt.date(2028, 1, 1)}),
        )
    )
    agree(first, side=Side.MENTOR, today=TODAY, by=None)
    agree(later, side=Side.MENTOR, today=TODAY, by=None)  # the first one is over by then

    with pytest.raises(NoHoursLeft, match="осталось 2\xa0часа в месяц из 6, а паре нужно 3"):
        agree(second, side=Side.MENTOR, today=TODAY, by=None)
    agree(third, side=Side.MENTOR, today=TODAY, by=None)
    edit_mentorship(second, hours_month=None, by=None)
    with pytest.raises(NoHoursLeft, match="не больше 2"):
        agree(second, side=Side.MENTOR, today=TODAY, by=None)
    with pytest.raises(NoHoursLeft):
        edit_mentorship(first, hours_month=6, by=None)
    with pytest.raises(NoHoursLeft):
        add_mentorship(mentor=mentor, mentee=PersonFactory(), hours_month=3, by=None, **YEAR, **KIND)


def test_hours_of_an_approved_pair_stand_in_the_ledger_of_both_sides(proposed, mentor, mentee, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    assert planned_hours([mentor.pk, mentee.pk]) == {}
    agreed(proposed)
    Term.objects.create(vocabulary="weekly_load", key="1", title="час", valid_from=TODAY)
    Term.objects.filter(vocabulary="weekly_load").exclude(key="1").delete()
    edit_mentorship(proposed, hours_month=8, by=None)

    with pytest.raises(TooMuchAtOnce):
        approve_mentorship(proposed, today=TODAY, by=None)
    proposed.refresh_from_db()
    approve_mentorship(proposed, today=TODAY, reason="каникулы наставника свободны", by=None)

    told = planned_hours([mentor.pk, mentee.pk])
    assert set(told) == {mentor.pk, mentee.pk}
    assert set(told[mentor.pk].values()) == {2}  # 8 hours a month over 27 weeks, rounded up
    assert min(told[mentee.pk]) == dt.date(2026, 11, 30)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one writer in at a time: there is no race"
)
@pytest.mark.parametrize(("group", "places"), [("", 30), ("Школа молодого учителя", 4)])
def test_two_acceptances_at_once_do_not_take_the_same_hours_nor_the_same_place_in_a_group(group, places):
    mentor = PersonFactory()
    MentorProfileFactory(person=mentor, capacity_hours=8, max_mentees=places)
    ask = {"mentor": mentor, "group": group, "hours_month": 2, "by": None, **YEAR, **KIND}
    keys = [propose_mentorship(mentee=PersonFactory(), **ask).pk for _ in range(10)]

    def attempt(key):
        try:
            agree(Mentorship.objects.get(pk=key), side=Side.MENTOR, today=TODAY, by=None)
        except DomainError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(10) as pool:
        agreed_to = list(pool.map(attempt, keys))

    assert sum(agreed_to) == Mentorship.objects.filter(state="mentor_agreed").count() == 4


# --- The order ----------------------------------------------------------------------------------------------------------
def test_one_order_fixes_all_pairs_of_a_school_when_it_is_signed(proposed, mentor, mentee, school):
    register = RegisterFactory(municipality=school.municipality, organization=school, pattern="{n}-од")
    working = MentorshipFactory(mentor=mentor, starts_on=dt.date(2026, 9, 1))
    elsewhere = MentorshipFactory(mentor=EmploymentFactory().person)
    approve_mentorship(agreed(proposed), today=TODAY, by=None)

    draft_order(school, by=None)
    order = draft_order(school, by=None)  # a second click writes the same draft anew

    assert (order.kind, order.state, Mentorship.objects.filter(act=order).count()) == (
        "mentoring_pairs",
        "draft",
        2,
    )
    named = dict(order.people.values_list("person", "note"))
    assert named[mentor.pk] == "наставник"
    assert named[mentee.pk] == f"наставляемый; наставник – {mentor.short_name}"
    proposed.refresh_from_db()
    assert (proposed.state, proposed.act_number, proposed.is_fact) == ("approved", "", False)

    sign_document(order, register=register, dated_on=TODAY, today=TODAY, by=None)

    proposed.refresh_from_db()
    working.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (proposed.state, proposed.act_number, proposed.act_on) == ("active", "1-од", TODAY)
    assert (working.act_number, elsewhere.act_number) == ("1-од", "")
    with pytest.raises(NothingToFix):
        draft_order(school, by=None)

    cancel_document(order, reason="ошибка в фамилии", by=None)

    proposed.refresh_from_db()
    assert (proposed.act, proposed.act_number, proposed.state) == (None, "", "active")


# --- The end ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def formal(mentor, mentee):
    return MentorshipFactory(
        mentor=mentor,
        mentee=mentee,
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2027, 6, 1),
        act_number="12-од",
        act_on=dt.date(2026, 9, 1),
        consent_on=dt.date(2026, 9, 1),
        content="Готовить уроки вместе",
        work_form="mixed",
        pay="3 000 ₽ в месяц",
    )


def test_a_formal_pair_ends_early_with_three_working_days_of_notice(formal):
    ask = {"today": TODAY, "by": None}
    with pytest.raises(TooSoon, match="какого числа предупредили"):
        end_mentorship(formal, last_day=dt.date(2026, 12, 1), **ask)
    with pytest.raises(TooSoon, match="не раньше 01.12.2026"):
        end_mentorship(formal, last_day=dt.date(2026, 11, 30), noticed_on=TODAY, **ask)

    end_mentorship(formal, last_day=dt.date(2026, 12, 1), noticed_on=TODAY, **ask)

    formal.refresh_from_db()
    assert (formal.state, formal.ends_on, formal.noticed_on) == ("active", dt.date(2026, 12, 2), TODAY)


def test_a_correction_does_not_end_a_formal_pair_past_its_notice(formal, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    with pytest.raises(EndsWithNotice):
        edit_mentorship(formal, ends_on=TODAY, reason="опечатка", by=None)

    edit_mentorship(formal, ends_on=dt.date(2027, 5, 25), reason="опечатка", by=None)
    Mentorship.objects.update(pay="")  # informal: nothing binds it
    formal.refresh_from_db()
    edit_mentorship(formal, ends_on=TODAY, reason="опечатка", by=None)


def test_a_pair_across_schools_lacks_a_contract_until_there_is_one(mentor):
    elsewhere = EmploymentFactory().person

    across = add_mentorship(mentor=mentor, mentee=elsewhere, by=None, **YEAR, **KIND)
    unknown = add_mentorship(mentor=mentor, mentee=PersonFactory(), by=None, **YEAR, **KIND)

    assert (across.agreement, "договора организаций" in lacking(across)) == ("network", True)
    assert unknown.agreement == "inside"


def test_a_result_is_written_when_the_work_is_over_and_the_next_mentor_keeps_the_history(formal):
    Mentorship.objects.update(consent_on=None)  # informal: no notice is asked for
    following = PersonFactory()
    with pytest.raises(DayOutOfOrder):
        end_mentorship(formal, last_day=dt.date(2026, 12, 1), result="reached", today=TODAY, by=None)

    after = end_mentorship(formal, last_day=TODAY, result="partly", successor=following, today=TODAY, by=None)

    formal.refresh_from_db()
    assert (formal.state, formal.result, formal.last_day) == ("closed", "partly", TODAY)
    assert (after.predecessor, after.mentor, after.mentee) == (formal, following, formal.mentee)
    assert (after.state, after.starts_on, after.ends_on) == ("proposed", formal.ends_on, dt.date(2027, 6, 1))


# --- Programme, diary, school -----------------------------------------------------------------------------------------
def test_a_template_gives_its_tasks_once(formal):
    template = ProgrammeTemplateFactory(
        tasks=[{"title": "Посетить урок", "weeks": 2}, {"title": "Подвести итог", "weeks": 30}]
    )

    assert apply_template(formal, template=template, by=None) == 2
    assert apply_template(formal, template=template, by=None) == 0
    assert formal.tasks.get(title="Посетить урок").due_on == dt.date(2026, 9, 15)


def test_the_diary_tells_of_meetings_that_were(formal):
    ask = {"form": "talk", "topic": "Начало урока", "today": TODAY, "by": None}

    note_conversation(formal, held_on=TODAY, side=Side.MENTOR, **ask)

    for day in (TODAY + dt.timedelta(days=1), dt.date(2026, 8, 31)):
        with pytest.raises(DayNotPossible):
            note_conversation(formal, held_on=day, **ask)


def test_the_target_model_is_read_from_papers_roles_pairs_and_what_the_school_says(formal, school):
    DocumentFactory(organization=school, municipality=school.municipality, kind="mentoring_regulation")
    DocumentFactory(organization=school, municipality=school.municipality, kind="incentives", draft=True)
    GrantFactory(of_organization=True, role=Role.CURATOR, organization=school)
    MentorshipFactory(mentor=formal.mentor, state="proposed")
    apply_template(formal, template=ProgrammeTemplateFactory(), by=None)
    with pytest.raises(NoEvidence):
        mark_condition(school, kind="site", met_on=TODAY, by=None)
    mark_condition(school, kind="site", met_on=TODAY, url="https://school.example/mentoring", by=None)

    model = models_of([school], TODAY)[0]

    assert set(model.met) == {"regulation", "curator", "programmes", "site", "order"}
    assert (model.n_pairs, model.n_formal, model.n_without_act, model.n_met) == (1, 1, 0, 5)
