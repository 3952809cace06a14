"""Groups: pairs of one mentor that meet together take the mentor's hours once, and are written down at once (ADR 0056)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.mentoring.actions import (
    add_mentorship,
    agree,
    draft_order,
    edit_mentorship,
    end_mentorship,
    note_conversation,
    note_group_conversation,
    propose_mentorship,
)
from masterstvo.mentoring.actions.pair import NoHoursLeft
from masterstvo.mentoring.actions.work import IsNoted
from masterstvo.mentoring.choices import Side
from masterstvo.mentoring.counting import Peak
from masterstvo.mentoring.models import Conversation, Mentorship
from masterstvo.mentoring.queries import Held, held_in, taken_by, taken_of, with_taken
from masterstvo.mentoring.queries.matching import promised
from masterstvo.people.load import planned_hours
from tests.factories.accounts import UserFactory
from tests.factories.facts import MentorshipFactory
from tests.factories.mentoring import ConversationFactory, MentorProfileFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
YEAR = {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2027, 6, 1)}
KIND = {"model": "long", "format": "group"}
SCHOOL = "Школа молодого учителя"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture
def mentor():
    return EmploymentFactory(person__user=UserFactory()).person


@pytest.fixture
def profile(mentor):
    return MentorProfileFactory(person=mentor, capacity_hours=6, max_mentees=4)


def group_of(mentor, n_pairs, **columns):
    """Return pairs of one group at the mentor's school, by the names А, Б, В…"""
    school = mentor.employments.get().organization
    return [
        MentorshipFactory(
            mentor=mentor,
            mentee=EmploymentFactory(organization=school, person__last_name=name).person,
            **{"group": SCHOOL, "hours_month": 4, **YEAR, **columns},
        )
        for name in "АБВГД"[:n_pairs]
    ]


# --- Hours ------------------------------------------------------------------------------------------------------------
def test_a_group_takes_its_mentor_once_and_each_place_of_its_own(mentor, profile):
    asked = [
        propose_mentorship(
            mentor=mentor, mentee=PersonFactory(), hours_month=4, group=SCHOOL, by=None, **YEAR, **KIND
        )
        for _ in range(5)
    ]

    for pair in asked[:4]:
        agree(pair, side=Side.MENTOR, today=TODAY, by=None)
    with pytest.raises(NoHoursLeft, match="не больше 4"):
        agree(asked[4], side=Side.MENTOR, today=TODAY, by=None)

    assert taken_by([mentor.pk], first=TODAY, end=None) == {mentor.pk: Peak(4, 4)}
    assert taken_of(with_taken(type(profile).objects.all(), TODAY).get(), TODAY) == Peak(4, 4)
    assert promised([mentor.pk], TODAY) == {mentor.pk: Peak(4, 5)}  # the fifth is asked still


def test_who_leaves_a_group_takes_hours_alone_and_needs_them_to_be_free(mentor, profile):
    first, second = group_of(mentor, 2)

    for values in ({"group": ""}, {"group": "Другая"}, {"hours_month": 7}):
        with pytest.raises(NoHoursLeft, match="осталось 2\xa0часа в месяц из 6"):
            edit_mentorship(second, **{"hours_month": 4, **values}, by=None)
        second.refresh_from_db()
    edit_mentorship(second, group="", hours_month=2, by=None)
    edit_mentorship(first, hours_month=4, by=None)

    assert taken_by([mentor.pk], first=TODAY, end=None) == {mentor.pk: Peak(6, 2)}


def test_the_ledger_tells_a_mentor_of_a_group_once_and_each_mentee_of_the_own_hours(mentor):
    pairs = group_of(mentor, 3, hours_month=8)
    MentorshipFactory(mentor=mentor, hours_month=4, **YEAR)

    told = planned_hours([mentor.pk, *(pair.mentee_id for pair in pairs)])

    week = dt.date(2026, 11, 30)
    assert [told[pair.mentee_id][week] for pair in pairs] == [2, 2, 2]
    assert told[mentor.pk][week] == 3  # two of the group, one of the pair apart


# --- The name -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["школа  молодого\xa0учителя", "«Школа молодого учителя»", SCHOOL.upper()])
def test_a_group_typed_in_another_way_is_the_same_group(mentor, profile, typed):
    group_of(mentor, 1)

    entered = add_mentorship(
        mentor=mentor, mentee=PersonFactory(), hours_month=4, group=typed, by=None, **YEAR, **KIND
    )

    assert entered.group == SCHOOL
    other = add_mentorship(
        mentor=PersonFactory(), mentee=PersonFactory(), group=f" {typed} ", by=None, **YEAR, **KIND
    )
    assert other.group == " ".join(typed.split())  # of another mentor: a group of its own


def test_the_next_mentor_goes_on_with_the_same_group(mentor):
    [pair] = group_of(mentor, 1)

    following = end_mentorship(
        pair, last_day=TODAY, result="reached", successor=PersonFactory(), today=TODAY, by=None
    )

    assert following.group == SCHOOL


def test_the_order_names_the_group(mentor):
    group_of(mentor, 2)

    order = draft_order(mentor.employments.get().organization, by=None)

    assert "1. Закрепить наставнические пары и группы:" in order.body
    assert order.body.count(f"группа «{SCHOOL}»") == 2


# --- The diary ----------------------------------------------------------------------------------------------------------
def test_one_entry_fills_the_diaries_of_those_who_were_there_and_counts_for_the_mentor_once(mentor):
    own, there, absent, later, refused = group_of(mentor, 5)
    Mentorship.objects.filter(pk=later.pk).update(starts_on=TODAY)
    Mentorship.objects.filter(pk=refused.pk).update(state="refused")
    elsewhere = MentorshipFactory(mentor=mentor, **YEAR)
    told = {"form": "talk", "topic": "Начало урока", "minutes": 90, "today": TODAY, "by": None}
    day = TODAY - dt.timedelta(days=1)

    held = note_group_conversation(own, others=[there, later, refused, elsewhere], held_on=day, **told)
    note_conversation(absent, held_on=TODAY, **told)

    assert [each.mentorship for each in held] == [own, there]
    assert held[0].meeting == held[1].meeting
    assert held_in(Conversation.objects.filter(mentorship__mentor=mentor)) == Held(meetings=2, minutes=180)
    assert held_in(own.conversations.all()) == Held(meetings=1, minutes=90)
    assert held_in(Conversation.objects.none()) == Held(0, 0)


def note(pair, **typed):
    url = reverse("mentoring:conversation_create", args=[pair.pk])
    return url, {"topic": "Начало урока", "held_on": "2026-11-20", "form": "talk", "minutes": "60", **typed}


def test_a_meeting_written_for_one_pair_says_how_to_write_it_for_the_group(mentor):
    own, there = group_of(mentor, 2)
    told = {"held_on": TODAY, "topic": "Урок", "minutes": 45, "side": Side.MENTOR, "today": TODAY, "by": None}
    note_conversation(own, form="talk", **told)

    with pytest.raises(IsNoted, match="удалите запись и отметьте «Записать всем парам группы»"):
        note_group_conversation(own, others=[there], form="talk", **told)


def test_a_mentor_writes_a_meeting_of_the_group_with_one_tick_and_takes_it_out_again(mentor, client):
    own, there, absent = group_of(mentor, 3)
    client.force_login(mentor.user)
    page = client.get(own.get_absolute_url()).content.decode()
    url, typed = note(own, is_of_group="on", others=[there.pk])

    said = client.post(url, typed, follow=True).content.decode()

    assert page.count('name="others"') == page.count("checked") == 2  # all are there until one is taken off
    assert "Встреча группы записана: 2\xa0пары." in said
    assert "с группой, 2\xa0пары" in said
    assert set(Conversation.objects.values_list("mentorship", "written_by")) == {
        (own.pk, "mentor"),
        (there.pk, "mentor"),
    }
    assert (
        "Вы провели 1\xa0встречу, 1\xa0час" in client.get(reverse("mentoring:my_mentoring")).content.decode()
    )

    client.post(*note(own, topic="Дважды", others=[there.pk, absent.pk]))  # without the tick: the pair alone
    assert Conversation.objects.count() == 3
    held = there.conversations.get()
    client.post(
        reverse("mentoring:conversation_delete", args=[held.pk]), {"reason": "ошибка", "is_of_group": "on"}
    )
    assert list(Conversation.objects.values_list("mentorship", flat=True)) == [own.pk]


def test_who_could_not_be_written_down_is_named(mentor, client):
    own, later = group_of(mentor, 2)
    Mentorship.objects.filter(pk=later.pk).update(starts_on=TODAY)
    client.force_login(mentor.user)

    said = client.post(*note(own, is_of_group="on", others=[later.pk]), follow=True).content.decode()

    assert f"Не записали: {later.mentee.short_name} – в этот день пара не работала." in said
    assert not later.conversations.exists()


def test_a_mentee_writes_for_the_own_pair_only_and_sees_how_many_but_not_who(mentor, client):
    own, other = group_of(mentor, 2)
    own.mentee.user = UserFactory()
    own.mentee.save()
    client.force_login(own.mentee.user)

    page = client.get(own.get_absolute_url()).content.decode()
    client.post(*note(own, is_of_group="on", others=[other.pk]))

    assert SCHOOL in page
    assert "2\xa0пары" in page
    assert str(other.mentee) not in page
    assert list(Conversation.objects.values_list("mentorship", flat=True)) == [own.pk]


# --- Pages --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_pair_asks_as_much_for_four_pairs_of_a_group_as_for_two(
    sign_in, mentor, django_assert_num_queries, count
):
    own, *_ = group_of(mentor, count + 1)
    ConversationFactory.create_batch(count, mentorship=own)
    methodist = sign_in(municipality=mentor.employments.get().organization.municipality)

    with django_assert_num_queries(26):
        methodist.get(own.get_absolute_url())


def test_groups_are_offered_to_who_enters_a_pair_and_found_in_the_list(sign_in, mentor):
    own, _ = group_of(mentor, 2)
    MentorshipFactory(mentor=mentor, **YEAR)
    methodist = sign_in(municipality=mentor.employments.get().organization.municipality)
    listed = reverse("mentoring:mentorship_list")

    for url in (reverse("mentoring:mentorship_create"), reverse("mentoring:mentorship_edit", args=[own.pk])):
        page = methodist.get(url).content.decode()
        assert page.count(f'<option value="{SCHOOL}" label="{mentor}">') == 1
        assert 'list="id_group_list"' in page
    begun = methodist.get(reverse("mentoring:mentorship_create"), {"like": own.pk}).context["form"].initial
    assert (begun["mentor"], begun["group"], begun["starts_on"]) == (mentor.pk, SCHOOL, TODAY)
    assert "mentee" not in begun

    for asked in ({"grouped": "on"}, {"q": f"{mentor.last_name} {SCHOOL.lower()}"}):
        assert methodist.get(listed, asked).context["page"].n_rows == 2
