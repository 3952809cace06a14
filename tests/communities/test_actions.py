import datetime as dt

import pytest

from masterstvo.communities.actions import community as of_community
from masterstvo.communities.actions import decision as of_decision
from masterstvo.communities.actions import meeting as of_meeting
from masterstvo.communities.actions.community import (
    AlreadyMember,
    DayOutOfOrder,
    add_member,
    edit_community,
    edit_member,
)
from masterstvo.communities.actions.decision import AlreadyDone, add_decision, edit_decision, finish_decision
from masterstvo.communities.actions.meeting import (
    TooEarly,
    WrongState,
    cancel_meeting,
    edit_meeting,
    hold_meeting,
    plan_meeting,
)
from masterstvo.communities.actions.message import NobodyToTell, send_message
from masterstvo.communities.actions.protocol import NotHeldYet, draft_protocol
from masterstvo.communities.models import Decision, Meeting
from masterstvo.communities.queries import due_decisions, overdue_line, scores
from masterstvo.core.dates import monday
from masterstvo.core.models import AuditRecord, Term
from masterstvo.documents.actions.draft import DocumentIsNoDraft
from masterstvo.documents.models import Document
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from masterstvo.people.load import TooMuchAtOnce, planned_hours
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    AttendanceFactory,
    CommunityFactory,
    CommunityMemberFactory,
    DecisionFactory,
    MaterialFactory,
    MeetingFactory,
)
from tests.factories.organizations import GrantFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 26)  # a Thursday
SOON = dt.date(2026, 12, 3)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    for module in (of_community, of_meeting, of_decision):
        if hasattr(module, "timezone"):
            monkeypatch.setattr(module.timezone, "localdate", lambda: TODAY)


@pytest.fixture
def community():
    return CommunityFactory()


def test_closing_a_community_ends_the_memberships_that_are_open(community):
    stays, left = (
        CommunityMemberFactory(community=community),
        CommunityMemberFactory(community=community, ends_on=dt.date(2025, 1, 1)),
    )

    edit_community(community, ends_on=SOON, by=None)

    stays.refresh_from_db()
    left.refresh_from_db()
    assert (stays.ends_on, left.ends_on) == (SOON, dt.date(2025, 1, 1))


def test_nobody_is_twice_in_a_community_at_once(community):
    first = CommunityMemberFactory(community=community, ends_on=dt.date(2025, 1, 1))

    with pytest.raises(AlreadyMember):
        add_member(community=community, person=first.person, starts_on=dt.date(2024, 12, 31), by=None)
    again = add_member(community=community, person=first.person, starts_on=dt.date(2025, 1, 1), by=None)
    with pytest.raises(AlreadyMember):
        edit_member(first, ends_on=None, by=None)

    assert community.members.on(TODAY).get() == again


def test_a_membership_stays_within_the_days_of_its_community():
    community = CommunityFactory(ends_on=dt.date(2026, 1, 1))

    for days in ({"starts_on": dt.date(2024, 8, 31)}, {"starts_on": dt.date(2025, 9, 1)}):
        with pytest.raises(DayOutOfOrder):
            add_member(community=community, person=PersonFactory(), by=None, **days)


def test_planned_meetings_fill_the_weeks_of_those_who_are_members_then(community):
    member = CommunityMemberFactory(community=community)
    gone = CommunityMemberFactory(community=community, ends_on=SOON)

    plan_meeting(community=community, title="План", held_on=SOON, hours=3, by=None)

    assert planned_hours([member.person_id, gone.person_id]) == {member.person_id: {dt.date(2026, 11, 30): 3}}
    with pytest.raises(TooMuchAtOnce):
        plan_meeting(community=community, title="Ещё", held_on=dt.date(2026, 12, 4), hours=3, by=None)
    plan_meeting(
        community=community, title="Ещё", held_on=dt.date(2026, 12, 4), hours=3, reason="конец года", by=None
    )
    assert AuditRecord.objects.filter(action="people.overload").count() == 1


def test_a_meeting_held_this_week_stays_in_the_week_of_those_who_were_there(community):
    meetings = [
        MeetingFactory(community=community, state="held", held_on=day, hours=2)
        for day in (monday(TODAY), monday(TODAY) - dt.timedelta(days=1))
    ]
    there, absent = (
        AttendanceFactory(meeting=meetings[0]),
        AttendanceFactory(meeting=meetings[0], was_present=False),
    )
    AttendanceFactory(meeting=meetings[1], person=there.person)

    assert planned_hours([there.person_id, absent.person_id]) == {there.person_id: {monday(TODAY): 2}}


def test_a_meeting_is_on_a_day_on_which_the_community_works(community):
    with pytest.raises(of_meeting.DayOutOfOrder):
        plan_meeting(community=community, title="План", held_on=dt.date(2024, 8, 31), by=None)

    assert not Meeting.objects.exists()


def test_holding_notes_who_was_there_of_the_members_of_that_day_and_gives_a_number(community):
    present, absent = CommunityMemberFactory.create_batch(2, community=community)
    CommunityMemberFactory(community=community, starts_on=TODAY)
    user = UserFactory()
    absent.person.user = user
    absent.person.save()
    MeetingFactory(community=community, held_on=dt.date(2026, 9, 10), held=True, protocol_number=3)
    meeting = MeetingFactory(community=community, held_on=dt.date(2026, 10, 1))
    task = {"text": "Собрать задания", "person": absent.person, "due_on": SOON}

    hold_meeting(meeting, present=[present.person], decisions=[task], by=None)
    hold_meeting(meeting, present=[present.person, absent.person], minutes="уточнили", by=None)

    assert dict(meeting.attendances.values_list("person", "was_present")) == {
        present.person_id: True,
        absent.person_id: True,
    }
    assert (meeting.state, meeting.protocol_number, meeting.minutes) == ("held", 4, "уточнили")
    assert Decision.objects.get().person == absent.person
    assert [each.user for each in Notice.objects.all()] == [user]
    assert list(
        AuditRecord.objects.filter(action="communities.mark_attendance").order_by("pk").values_list("changes")
    ) == [({"n_present": [0, 1]},), ({"n_present": [1, 2]},)]


def test_a_meeting_is_neither_held_before_its_day_nor_after_it_was_cancelled(community):
    meeting = MeetingFactory(community=community, held_on=SOON)

    with pytest.raises(TooEarly):
        hold_meeting(meeting, present=[], by=None)
    cancel_meeting(meeting, reason="карантин", by=None)
    with pytest.raises(WrongState):
        hold_meeting(meeting, present=[], by=None)
    with pytest.raises(WrongState):
        cancel_meeting(meeting, reason="ещё раз", by=None)


def test_members_are_told_when_a_meeting_moves_or_is_cancelled(community):
    user = UserFactory()
    CommunityMemberFactory(community=community, person__user=user)
    meeting = MeetingFactory(community=community, held_on=SOON, title="План")

    edit_meeting(meeting, place="Кабинет 5", by=None)
    edit_meeting(meeting, held_on=dt.date(2026, 12, 10), by=None)
    cancel_meeting(meeting, reason="Карантин.", by=None)

    told = list(Notice.objects.order_by("pk").values_list("user", "text"))
    assert told == [
        (user.pk, f"{community}: заседание «План» перенесено на 10\xa0декабря."),
        (user.pk, f"{community}: заседания «План» 10\xa0декабря не будет. Карантин."),
    ]


def test_a_protocol_is_drafted_among_documents_and_written_anew_until_it_is_signed(community):
    there, absent = CommunityMemberFactory.create_batch(2, community=community)
    meeting = MeetingFactory(community=community, agenda="Итоги")
    with pytest.raises(NotHeldYet):
        draft_protocol(meeting, by=None)
    hold_meeting(meeting, present=[there.person], by=None)

    document = draft_protocol(meeting, by=None)
    add_decision(meeting=meeting, text="Собрать задания", person=absent.person, due_on=SOON, by=None)
    draft_protocol(meeting, by=None)

    document = Document.objects.get()
    assert (document.kind, document.state, document.number) == ("protocol", "draft", "")
    assert [each.person for each in document.people.all()] == [there.person]
    assert document.attachments.get().target == meeting
    assert "1. Итоги" in document.body
    assert "1. Собрать задания. Ответственный:" in document.body
    document.state = "signed"
    document.number, document.dated_on = "7", TODAY
    document.save()
    meeting.refresh_from_db()
    with pytest.raises(DocumentIsNoDraft):
        draft_protocol(meeting, by=None)


def test_a_message_reaches_members_of_today_who_have_an_account(community):
    with pytest.raises(NobodyToTell):
        send_message(community=community, text="Здравствуйте", by=None)
    user = UserFactory()
    CommunityMemberFactory(community=community, person__user=user)
    CommunityMemberFactory(community=community)
    CommunityMemberFactory(community=community, person__user=UserFactory(), ends_on=dt.date(2025, 1, 1))

    reach = send_message(community=community, text="Здравствуйте", by=None)

    assert (reach.users, reach.n_unreached) == ([user.pk], 1)
    assert Notice.objects.get().text == f"{community}: Здравствуйте"


def test_a_decision_is_done_once_and_may_be_opened_again():
    decision = DecisionFactory()

    finish_decision(decision, by=None)
    with pytest.raises(AlreadyDone):
        finish_decision(decision, by=None)
    edit_decision(decision, done_on=None, by=None)

    assert (decision.done_on, decision.look) == (None, "overdue")


def test_what_is_not_done_is_reminded_of_and_told_to_the_head_as_a_number():
    user = UserFactory()
    waiting = DecisionFactory(person__user=user, due_on=SOON, text="Собрать задания")
    DecisionFactory(person__user=UserFactory(), due_on=SOON, done_on=TODAY)
    DecisionFactory(due_on=SOON)  # without an account there is nobody to remind
    head = GrantFactory(role=Role.HEAD, municipality=waiting.meeting.community.municipality).user

    due = list(due_decisions(TODAY, SOON))

    assert [(each.user, each.due_on) for each in due] == [(user.pk, SOON)]
    assert "Собрать задания" in due[0].text
    assert [overdue_line(head, day) for day in (SOON, SOON + dt.timedelta(days=1))] == [
        "",
        "1\xa0поручение сообществ просрочено",
    ]


def test_scores_count_what_happened_in_the_period_and_leave_the_unknown_out(django_assert_num_queries):
    active, silent = CommunityFactory.create_batch(2)
    held = MeetingFactory(community=active, held_on=dt.date(2026, 9, 10), held=True)
    MeetingFactory(community=active, held_on=dt.date(2026, 10, 1))  # nobody said that it was held
    MeetingFactory(community=active, held_on=SOON)  # not due yet
    MeetingFactory(community=active, held_on=dt.date(2026, 8, 31), held=True)
    AttendanceFactory(meeting=held)
    AttendanceFactory(meeting=held, was_present=False)
    MaterialFactory(meeting=held)
    in_time = {"meeting": held, "due_on": dt.date(2026, 11, 1)}
    DecisionFactory(**in_time, done_on=dt.date(2026, 11, 1))
    DecisionFactory(**in_time, done_on=dt.date(2026, 11, 2))
    DecisionFactory(meeting=held, due_on=SOON, done_on=TODAY)
    Term.objects.filter(vocabulary="community_score", key="material:2").update(valid_to=dt.date(2026, 11, 1))

    with django_assert_num_queries(5):
        found = scores([active.pk, silent.pk], dt.date(2026, 9, 1), TODAY)

    assert [line.calculation for line in found[active.pk].lines] == [
        "1 из 2 × 30",
        "1 из 2 × 30",
        "1 × 5",
        "1 × 3",
    ]
    assert (found[active.pk].total, found[silent.pk].total) == (38, None)
