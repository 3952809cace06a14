"""What nobody may undo by a correction: who is in a pair, what was written about it, and bans that hold however two were chosen."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.documents.actions import agree_document, sign_document
from masterstvo.documents.models import Document
from masterstvo.inbox.models import Notice
from masterstvo.mentoring.actions import (
    add_mentorship,
    agree,
    approve_mentorship,
    begin_mentorship,
    create_profile,
    draft_order,
    edit_mentorship,
    end_mentorship,
    note_conversation,
    propose_mentorship,
    refuse_mentorship,
    remove_mentorship,
)
from masterstvo.mentoring.actions.base import ConsentIsAhead
from masterstvo.mentoring.actions.pair import (
    MayNeverBeAPair,
    NeedsGoodReason,
    PairIsOnRecord,
    PairIsThere,
    PeopleAreSettled,
)
from masterstvo.mentoring.actions.work import IsNoted
from masterstvo.mentoring.models import Conversation, Mentorship
from masterstvo.mentoring.queries import due_results
from tests.clock import at_noon_of
from tests.editing import correct
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory, RegisterFactory
from tests.factories.facts import MentorshipFactory, RecusalFactory
from tests.factories.mentoring import ConversationFactory, MentorProfileFactory, PairSheetFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
TERM = {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2027, 6, 1)}
KIND = {"model": "long", "format": "elder_younger"}


@pytest.fixture(autouse=True)
def on_the_day():
    with at_noon_of(TODAY):
        yield


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
def pair(mentor, mentee):
    return MentorshipFactory(mentor=mentor, mentee=mentee, **TERM)


@pytest.fixture
def other(school):
    return EmploymentFactory(person__user=UserFactory()).person


# --- Who is in a pair -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("side", ["mentor", "mentee"])
@pytest.mark.parametrize(
    ("settled", "told"),
    [
        ({"mentor_agreed_on": TODAY}, "согласие наставника"),
        ({"consent_on": TODAY}, "согласие наставника"),
        ({"act_number": "34-од", "act_on": TODAY}, "приказ"),
    ],
)
def test_a_correction_changes_nobody_in_a_pair_that_somebody_agreed_to(pair, other, side, settled, told):
    Mentorship.objects.update(**settled)
    pair.refresh_from_db()

    with pytest.raises(PeopleAreSettled, match=f"у неё есть {told}.*«Завершить»"):
        edit_mentorship(pair, **{side: other}, by=None)


def test_a_diary_and_an_answered_questionnaire_settle_who_is_in_a_pair(pair, other):
    held = ConversationFactory(mentorship=pair)
    with pytest.raises(PeopleAreSettled, match="дневник встреч"):
        edit_mentorship(pair, mentor=other, by=None)
    held.delete()
    PairSheetFactory(mentorship=pair, finished_on=TODAY, answers={})
    with pytest.raises(PeopleAreSettled, match="заполненная анкета"):
        edit_mentorship(pair, mentor=other, by=None)


def test_a_mentor_entered_by_mistake_is_corrected_with_the_walls_of_the_pair_and_asked(mentor, mentee, other):
    pair = propose_mentorship(
        mentor=mentor, mentee=mentee, proposed_because="Предмет совпал", by=None, **TERM, **KIND
    )

    edit_mentorship(pair, mentor=other, by=None)

    pair.refresh_from_db()
    assert (pair.mentor, pair.agreement, pair.proposed_because) == (other, "network", "")
    assert Notice.objects.filter(user=other.user_id).count() == 1


def test_the_page_says_how_to_change_the_mentor_and_keeps_what_was_typed(sign_in, pair, school):
    Mentorship.objects.update(consent_on=TODAY)
    colleague = EmploymentFactory(organization=school).person
    client = sign_in(municipality=school.municipality)
    sent = {**KIND, "mentor_chosen": colleague.pk, "mentee_chosen": pair.mentee_id}
    sent |= {"starts_on": "2026-09-01", "ends_on": "2027-05-31", "content": "Уроки"}

    url = reverse("mentoring:mentorship_edit", args=[pair.pk])
    stale, answer = client.post(url, {"token": "0", **sent}), correct(client, url, sent)

    assert (stale.status_code, answer.status_code) == (422, 422)
    assert "эту запись изменили" in stale.content.decode()
    assert "назовите там следующего наставника" in answer.content.decode()
    assert "Уроки" in answer.content.decode()


# --- Bans --------------------------------------------------------------------------------------------------------------
def parted(mentor, mentee, why):
    if why == "conflict":
        RecusalFactory(expert=mentee, person=mentor)  # it holds for both, whoever declared it
    else:
        position = {"head": "Директор школы", "deputy": "заместитель директора"}[why]
        mentor.employments.update(category="managing", position=position)


def choose(way, mentor, mentee, other, reason):
    """Make the two a pair by one of the ways in which people are chosen."""
    said = {"by": None, "reason": reason}
    if way in ("proposed", "entered"):
        make = propose_mentorship if way == "proposed" else add_mentorship
        return make(mentor=mentor, mentee=mentee, **said, **TERM, **KIND)
    known = MentorshipFactory(mentor=other, mentee=mentee, **TERM)
    if way == "next":
        return end_mentorship(known, last_day=TODAY, today=TODAY, successor=mentor, **said)
    Mentorship.objects.update(state="proposed" if way == "proposal corrected" else "active")
    known.refresh_from_db()
    return edit_mentorship(known, mentor=mentor, **said)


WAYS = ["proposed", "entered", "proposal corrected", "pair corrected", "next"]
AT_WORK = {"entered", "pair corrected"}


@pytest.mark.parametrize("way", WAYS)
def test_a_declared_conflict_is_refused_however_the_two_are_chosen(mentor, mentee, other, way):
    parted(mentor, mentee, "conflict")

    with pytest.raises(MayNeverBeAPair, match="конфликт интересов"):
        choose(way, mentor, mentee, other, "так решили")


@pytest.mark.parametrize("way", [way for way in WAYS if way not in AT_WORK])
def test_the_own_head_is_never_proposed(mentor, mentee, other, way):
    parted(mentor, mentee, "head")

    with pytest.raises(MayNeverBeAPair, match="руководитель"):
        choose(way, mentor, mentee, other, "так решили")


@pytest.mark.parametrize(
    ("why", "way"), [*(("deputy", way) for way in WAYS), *(("head", way) for way in sorted(AT_WORK))]
)
def test_a_deputy_of_the_own_school_is_a_mentor_for_a_reason_and_so_is_a_head_whose_pair_works(
    mentor, mentee, other, why, way
):
    parted(mentor, mentee, why)

    with pytest.raises(NeedsGoodReason, match="напишите|Напишите"), transaction.atomic():
        choose(way, mentor, mentee, other, "")
    pair = choose(way, mentor, mentee, other, "ведёт тот же предмет, других в школе нет")

    assert pair.mentor == mentor
    assert AuditRecord.objects.filter(object_id=pair.pk, reason__startswith="ведёт тот же").exists()


def test_the_head_approves_a_deputy_without_giving_the_reason_again(pair, mentor, mentee):
    parted(mentor, mentee, "deputy")
    Mentorship.objects.update(state="mentee_agreed")
    pair.refresh_from_db()

    approve_mentorship(pair, today=TODAY, by=None)

    assert pair.state == "approved"


def test_nobody_is_the_own_mentor_nor_proposed_twice_from_one_day(pair, mentor, mentee, other):
    ask = {"last_day": TODAY, "today": TODAY, "by": None}
    with pytest.raises(MayNeverBeAPair, match="самому себе"), transaction.atomic():
        end_mentorship(pair, successor=mentee, **ask)
    pair.refresh_from_db()
    MentorshipFactory(mentor=other, mentee=mentee, state="refused", starts_on=TODAY + dt.timedelta(days=1))

    with pytest.raises(PairIsThere, match="с этой даты"), transaction.atomic():
        end_mentorship(pair, successor=other, **ask)


def test_a_consent_is_never_of_a_day_to_come(pair, mentor, mentee):
    ahead = {"consent_on": timezone.localdate() + dt.timedelta(days=1), "by": None}
    with pytest.raises(ConsentIsAhead, match="ещё не наступил"):
        edit_mentorship(pair, **ahead)
    with pytest.raises(ConsentIsAhead):
        create_profile(person=mentor, **ahead)
    Mentorship.objects.update(state="proposed")
    with pytest.raises(ConsentIsAhead):
        agree(pair, side="mentor", today=TODAY, **ahead)


def test_a_conflict_declared_meanwhile_is_met_at_the_approval(pair, mentor, mentee):
    Mentorship.objects.update(state="mentee_agreed")
    RecusalFactory(expert=mentor, person=mentee)

    with pytest.raises(MayNeverBeAPair, match="конфликт интересов"):
        approve_mentorship(pair, today=TODAY, by=None)


def test_a_deputy_of_another_school_may_be_a_mentor(mentee):
    elsewhere = EmploymentFactory(category="managing").person

    assert propose_mentorship(mentor=elsewhere, mentee=mentee, by=None, **TERM, **KIND).pk


# --- Removing ----------------------------------------------------------------------------------------------------------
def test_a_pair_with_an_act_a_draft_or_a_diary_is_not_removed_and_the_two_learn_of_one_that_is(
    pair, mentor, mentee
):
    ask = {"reason": "лишняя", "by": None}
    held = ConversationFactory(mentorship=pair)
    with pytest.raises(PairIsOnRecord, match="дневник встреч. Если работа окончена, завершите"):
        remove_mentorship(pair, **ask)
    held.delete()
    for act in ({"act_number": "34-од"}, {"act_number": "", "act": DocumentFactory()}):
        Mentorship.objects.update(**act)
        with pytest.raises(PairIsOnRecord, match="приказ"):
            remove_mentorship(pair, **ask)

    Mentorship.objects.update(act=None)
    remove_mentorship(pair, **ask)

    assert not Mentorship.objects.exists()
    told = Notice.objects.filter(text__contains="удалена")
    assert set(told.values_list("user", flat=True)) == {mentor.user_id, mentee.user_id}
    assert set(told.values_list("url", flat=True)) == {reverse("mentoring:my_mentoring")}


@pytest.mark.parametrize(
    ("actor", "diary", "answer", "left"),
    [
        ("methodist", True, 422, 1),
        ("school", True, 422, 1),
        ("school", False, 302, 0),
        ("mentor", False, 403, 1),
    ],
)
def test_mentorship_delete_by_actor(client, pair, school, mentor, actor, diary, answer, left):
    if diary:
        ConversationFactory(mentorship=pair)
    users = {
        "methodist": lambda: GrantFactory(municipality=school.municipality).user,
        "school": lambda: GrantFactory(of_organization=True, organization=school).user,
        "mentor": lambda: mentor.user,
    }
    client.force_login(users[actor]())

    sent = client.post(reverse("mentoring:mentorship_delete", args=[pair.pk]), {"reason": "лишняя"})

    assert (sent.status_code, Mentorship.objects.count()) == (answer, left)


# --- Twice, and told ---------------------------------------------------------------------------------------------------
def test_a_meeting_sent_twice_is_noted_once(pair):
    ask = {"form": "talk", "topic": "Начало урока", "held_on": TODAY, "today": TODAY, "by": None}
    note_conversation(pair, side="mentor", **ask)

    with pytest.raises(IsNoted):
        note_conversation(pair, side="mentor", **ask)
    note_conversation(pair, side="mentor", **ask | {"topic": "Конец урока"})
    Conversation.objects.update(created_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    note_conversation(pair, side="mentor", **ask)

    assert Conversation.objects.count() == 3


def test_each_last_day_the_order_and_the_beginning_are_told(mentor, mentee, school, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    register = RegisterFactory(municipality=school.municipality, organization=school)
    first, second = (
        MentorshipFactory(mentor=mentor, mentee=each, state="mentee_agreed", **TERM)
        for each in (mentee, EmploymentFactory(organization=school).person)
    )
    for pair in (first, second):
        approve_mentorship(pair, today=TODAY, by=None)
    begin_mentorship(first, by=None)
    order = draft_order(school, by=None)
    sign_document(order, register=register, dated_on=TODAY, today=TODAY, by=None)
    first.refresh_from_db()
    for day in (TODAY, TODAY + dt.timedelta(days=2), TODAY):
        end_mentorship(first, last_day=day, today=TODAY, by=None)

    told = list(Notice.objects.filter(user=mentee.user_id).order_by("pk").values_list("text", flat=True))
    assert [text.split(":")[0] for text in told] == [
        "Пара утверждена",
        "Пара начала работу без приказа",
        f"Пара закреплена приказом № {Mentorship.objects.get(pk=first.pk).act_number}",
        "Пара завершает работу 26.11.2026",
        "Пара завершает работу 28.11.2026",
    ]


@pytest.mark.parametrize("is_agreed", [False, True])
def test_a_refused_pair_leaves_the_order_that_waits_and_gets_no_number(
    mentor, mentee, school, settings, tmp_path, is_agreed
):
    settings.MEDIA_ROOT = tmp_path
    register = RegisterFactory(municipality=school.municipality, organization=school)
    first, second = (
        MentorshipFactory(mentor=mentor, mentee=each, state="approved", **TERM)
        for each in (mentee, EmploymentFactory(organization=school).person)
    )
    order = draft_order(school, by=None)
    if is_agreed:
        agree_document(order, by=None)
    first.refresh_from_db()

    refuse_mentorship(first, reason="уезжает", by=None)
    order.refresh_from_db()
    sign_document(order, register=register, dated_on=TODAY, today=TODAY, by=None)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.act, first.act_number) == ("refused", None, "")
    assert (second.state, second.act) == ("active", order)
    assert str(mentee) not in order.body
    assert mentee.pk not in order.people.values_list("person", flat=True)


def test_the_order_goes_with_its_last_pair_and_the_other_side_learns_of_the_refusal(mentor, mentee, school):
    pair = MentorshipFactory(mentor=mentor, mentee=mentee, state="approved", **TERM)
    order = draft_order(school, by=None)
    pair.refresh_from_db()

    refuse_mentorship(pair, reason="уезжает", by=mentee.user)

    assert not Document.objects.filter(pk=order.pk).exists()
    assert Notice.objects.get(text__startswith="Пара не состоялась").user == mentor.user


def test_a_mentee_who_was_never_asked_hears_nothing_of_the_refusal(mentor, mentee):
    pair = propose_mentorship(mentor=mentor, mentee=mentee, by=None, **TERM, **KIND)

    refuse_mentorship(pair, reason="нет времени", by=mentor.user)

    assert not Notice.objects.filter(text__startswith="Пара не состоялась").exists()


def test_a_mentor_without_hours_left_is_told_so_on_the_page_of_the_answer(client, mentor, mentee):
    MentorProfileFactory(person=mentor, capacity_hours=2)
    pair = propose_mentorship(mentor=mentor, mentee=mentee, hours_month=4, by=None, **TERM, **KIND)
    client.force_login(mentor.user)

    answer = client.post(reverse("mentoring:mentorship_step", args=[pair.pk, "mentor"]))

    assert answer.status_code == 422
    assert "осталось 2\xa0часа в месяц" in answer.content.decode()


# --- After the last day ------------------------------------------------------------------------------------------------
def test_a_pair_past_its_last_day_says_so_and_asks_both_schools_for_a_result(
    sign_in, pair, mentor, school, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    elsewhere = EmploymentFactory(organization__municipality=school.municipality)
    Mentorship.objects.update(ends_on=TODAY, mentee=elsewhere.person)
    MentorshipFactory(mentor=mentor, **TERM | {"ends_on": TODAY + dt.timedelta(days=1)})
    heads = {
        GrantFactory(of_organization=True, organization=place).user.pk
        for place in (school, elsewhere.organization)
    }
    client = sign_in(municipality=school.municipality)

    page, listed = client.get(pair.get_absolute_url()), client.get(reverse("mentoring:mentorship_list"))

    assert "Срок прошёл, ждёт результата" in page.content.decode()
    assert "завершить с результатом" in page.content.decode()
    assert listed.content.decode().count("срок прошёл, ждёт результата") == 1
    waiting = list(due_results(TODAY - dt.timedelta(days=30), TODAY - dt.timedelta(days=1)))
    assert {each.user for each in waiting} == heads
    assert {each.due_on for each in waiting} == {TODAY - dt.timedelta(days=1)}
    today = client.get(reverse("plans:today")).content.decode()
    assert "пара ждёт результата" in today

    end_mentorship(pair, last_day=TODAY, result="reached", today=TODAY, by=None)
    assert not list(due_results(TODAY - dt.timedelta(days=30), TODAY - dt.timedelta(days=1)))
    assert "пара ждёт результата" not in client.get(reverse("plans:today")).content.decode()
