"""Who of the jury gets what, what becomes of marks, and how places come about."""

import datetime as dt
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.actions.assigning import NobodyToAssign, assign_entries, call_thirds
from masterstvo.contests.actions.contest import (
    CriteriaDoNotFit,
    StillUsed,
    add_criteria,
    remove_criteria,
)
from masterstvo.contests.actions.jury import (
    NotForJury,
    RulesAreInUse,
    TooLate,
    add_member,
    edit_member,
    replace_member,
    set_jury_rules,
)
from masterstvo.contests.actions.marking import (
    MarksAreClosed,
    NotYours,
    abstain,
    decide_places,
    settle_marks,
    take_back_places,
)
from masterstvo.contests.actions.result import propose_results, publish_results
from masterstvo.contests.models import Assignment, Entry, MarkSheet
from masterstvo.contests.queries import told
from masterstvo.contests.queries.board import board_of
from masterstvo.contests.queries.jury import due_between, marks_beside, works_waiting
from masterstvo.core.errors import NeedsReason, NotReady
from masterstvo.experts.conflicts import Ground
from masterstvo.inbox.models import Notice
from tests.contests.juries import add_juror, contest_with_jury, end_phase, mark, mark_all
from tests.factories.accounts import UserFactory
from tests.factories.contests import CriteriaFactory, NominationFactory, PhaseFactory
from tests.factories.facts import ExpertAppointmentFactory, MentorshipFactory, RecusalFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def assigned(contest, **values):
    return assign_entries(contest, **{"phase": "marking", "today": TODAY, "by": None, **values})


def given(contest):
    return Assignment.objects.filter(entry__contest=contest, state="given")


def pairs(contest):
    return set(given(contest).values_list("member", "entry"))


@pytest.fixture
def decided():
    """Return a contest of three works whose places the jury has decided: 90, 80 and 70 percent."""
    contest = contest_with_jury(n_entries=3, n_jurors=2)
    assigned(contest)
    mark_all(contest, lambda each: 90 - 10 * int(each.entry.code[1:]))
    decide_places(contest, phase="marking", by=None)
    return contest


def proposed(contest):
    return list(contest.entries.order_by("code").values_list("pending_result", "pending_place"))


# --- The decision -------------------------------------------------------------------------------------------------------
def test_places_that_no_jury_has_counted_are_not_wiped(sign_in):
    contest = contest_with_jury(n_entries=2)
    first, second = contest.entries.order_by("pk")
    propose_results(contest, decisions={first.pk: ("winner", 1), second.pk: ("prize_winner", 2)}, by=None)

    with pytest.raises(NotReady, match="«Итоги»"):
        take_back_places(contest, reason="ошибка", by=None)

    assert proposed(contest) == [("winner", 1), ("prize_winner", 2)]
    page = sign_in(municipality=contest.municipality).get(reverse("contests:jury_ranking", args=[contest.pk]))
    told = page.content.decode()
    assert "внесены без оценок жюри" in told
    assert "Отменить решение" not in told
    assert "Подвести итоги" not in told


def test_what_the_places_rest_on_stays_until_the_decision_is_taken_back(decided):
    chair = decided.jury.first()
    with pytest.raises(TooLate, match="отмените решение"):
        set_jury_rules(decided, method="median", reason="ошибка", by=None)
    with pytest.raises(TooLate, match="отмените решение"):
        edit_member(chair, role="chair", by=None)
    with pytest.raises(NeedsReason):
        take_back_places(decided, reason=" ", by=None)

    assert take_back_places(decided, reason="Перепутали листы", by=None) == 3

    assert proposed(decided) == [("", None)] * 3
    set_jury_rules(decided, method="median", reason="ошибка", by=None)
    decide_places(decided, phase="marking", by=None)
    assert proposed(decided)[0] == ("winner", 1)


def test_whoever_leaves_after_the_decision_takes_no_mark_along(decided):
    replace_member(decided.jury.first(), reason="болезнь", today=TODAY, by=None)

    board = board_of(decided)
    assert not board.pending
    assert [len(row.marks) for _, ranking in board.rankings() for row in ranking.rows] == [2, 2, 2]


def test_nothing_about_the_jury_of_a_finished_contest_changes(decided):
    publish_results(decided, by=None)
    member = decided.jury.first()

    for change in (
        lambda: replace_member(member, reason="болезнь", today=TODAY, by=None),
        lambda: edit_member(member, load_max=1, by=None),
        lambda: set_jury_rules(decided, method="median", reason="ошибка", by=None),
        lambda: add_member(contest=decided, appointment=ExpertAppointmentFactory(), role="member", by=None),
    ):
        with pytest.raises(TooLate, match="завершён"):
            change()
    with pytest.raises(NotReady, match="Отменять нечего"):
        take_back_places(decided, reason="поздно", by=None)


# --- Criteria -----------------------------------------------------------------------------------------------------------
def test_criteria_added_before_the_first_mark_reach_those_who_have_the_work_already():
    contest = contest_with_jury(n_entries=1)
    assigned(contest)

    add_criteria(contest, version=contest.criteria.get().version, weight=2, by=None)
    mark_all(contest, lambda each: 60)

    assert MarkSheet.objects.filter(finished_at__isnull=False).count() == 4  # two jurors, two sets


def test_criteria_come_and_go_only_while_nobody_marks_by_them():
    contest = contest_with_jury(n_entries=1)
    assigned(contest)
    mark_all(contest, lambda each: 60)
    version = contest.criteria.get().version

    with pytest.raises(CriteriaDoNotFit, match="до первой оценки"):
        add_criteria(contest, version=version, by=None)
    with pytest.raises(StillUsed):
        remove_criteria(contest.criteria.get(), by=None)
    add_criteria(contest, version=version, phase="final", by=None)

    assert [str(row.total) for _, ranking in board_of(contest).rankings() for row in ranking.rows] == [
        "60.00"
    ]


def test_criteria_nobody_has_begun_with_are_taken_away_with_their_sheets():
    contest = contest_with_jury(n_entries=1)
    second = add_criteria(contest, version=contest.criteria.get().version, by=None)
    assigned(contest)

    remove_criteria(second, by=None)
    mark_all(contest, lambda each: 60)

    assert not board_of(contest).waiting(board_of(contest).entries)


# --- Members ------------------------------------------------------------------------------------------------------------
def test_a_person_sits_in_a_jury_once_by_whatever_appointment():
    contest = contest_with_jury(n_entries=0, n_jurors=1)
    person = contest.jury.get().appointment.person

    with pytest.raises(NotForJury, match="голос у него один"):
        add_member(
            contest=contest,
            appointment=ExpertAppointmentFactory(person=person, level="regional"),
            role="member",
            by=None,
        )


def test_nobody_calls_themselves_into_a_jury_that_sees_no_names():
    contest = contest_with_jury(n_entries=0, n_jurors=0)
    own = EmploymentFactory(person__user=UserFactory()).person
    appointment = ExpertAppointmentFactory(person=own)

    with pytest.raises(NotForJury, match="Имена участников вам видны"):
        add_member(contest=contest, appointment=appointment, role="member", by=own.user)
    contest.is_blind = False
    contest.save()
    add_member(contest=contest, appointment=appointment, role="member", by=own.user)


def test_a_replacement_gets_no_more_than_they_may_and_is_told():
    contest = contest_with_jury(n_entries=6, n_jurors=2)
    assigned(contest)
    leaving = contest.jury.first()
    nomination = NominationFactory(contest=contest)
    contest.entries.filter(code__in=("К00", "К01", "К02")).update(nomination=nomination)
    replacement = add_juror(contest, load_max=2)
    replacement.nominations.add(nomination)

    replace_member(leaving, reason="болезнь", today=TODAY, by=None, replacement=replacement)

    handed = Assignment.objects.filter(member=replacement).select_related("entry")
    assert len(handed) == 2
    assert {each.entry.nomination for each in handed} == {nomination}
    assert "2\N{NO-BREAK SPACE}работы" in Notice.objects.get(user=replacement.appointment.person.user).text


# --- Assignment ---------------------------------------------------------------------------------------------------------
def test_planted_conflicts_are_all_found_and_none_is_given():
    contest = contest_with_jury(n_entries=12, n_jurors=6)
    jury, entries = list(contest.jury.order_by("pk")), list(contest.entries.order_by("code"))
    person = [each.appointment.person for each in jury]
    planted = {
        (0, 0): Ground.SAME_WORK, (0, 1): Ground.HEAD, (1, 2): Ground.MENTORING, (2, 3): Ground.RELATIVE,
        (3, 4): Ground.RECUSAL, (4, 5): Ground.SELF, (5, 6): Ground.SAME_WORK,
    }  # fmt: skip
    EmploymentFactory(person=person[0], organization=entries[0].organization, basis="internal")
    EmploymentFactory(
        person=person[0], organization=entries[1].organization, basis="internal", category="managing"
    )
    MentorshipFactory(mentor=entries[2].person, mentee=person[1], ends_on=TODAY - dt.timedelta(days=300))
    RecusalFactory(expert=entries[3].person, person=person[2], ground="relative")
    RecusalFactory(expert=person[3], person=None, organization=entries[4].organization)
    Entry.objects.create(contest=contest, team=entries[5], person=person[4], state="admitted")
    EmploymentFactory(
        person=entries[6].person, organization=person[5].employments.get().organization, basis="internal",
        starts_on=dt.date(2020, 1, 1), ends_on=TODAY - dt.timedelta(days=30),
    )  # fmt: skip

    outcome = assigned(contest)

    found = {
        (jury.index(next(m for m in jury if m.pk == member)), next(n for n, e in enumerate(entries) if e.pk == entry)): why[0].ground
        for (member, entry), why in outcome.conflicts.items()
    }  # fmt: skip
    assert found == planted
    assert pairs(contest).isdisjoint(outcome.conflicts)
    assert (outcome.n_given, outcome.unserved) == (24, [])


def test_loads_are_even_and_limits_are_kept():
    contest = contest_with_jury(n_entries=9, n_jurors=4)
    light, register = contest.jury.order_by("pk")[:2]
    light.load_max = 2
    light.save()
    register.appointment.max_works = 3
    register.appointment.save()

    assigned(contest)

    loads = Counter(given(contest).values_list("member", flat=True))
    assert (loads.pop(light.pk), loads.pop(register.pk)) == (2, 3)
    assert sorted(loads.values()) == [6, 7]


def test_what_cannot_be_served_is_said_with_the_reason():
    contest = contest_with_jury(n_entries=1, n_jurors=2)
    juror = contest.jury.first()
    RecusalFactory(expert=juror.appointment.person, person=contest.entries.get().person)

    outcome = assigned(contest)

    assert [(lacking, why) for _, lacking, why in outcome.unserved] == [(1, "самоотвод: 1")]


def test_a_juror_of_one_nomination_gets_only_its_works_and_the_secretary_none():
    contest = contest_with_jury(n_entries=4, n_jurors=3)
    nomination = NominationFactory(contest=contest)
    Entry.objects.filter(pk__in=contest.entries.order_by("code")[:2]).update(nomination=nomination)
    narrow = add_juror(contest)
    narrow.nominations.set([nomination])
    secretary = add_juror(contest, role="secretary")

    assigned(contest)

    assert {each.entry.nomination for each in given(contest).filter(member=narrow)} <= {nomination}
    assert not given(contest).filter(member=secretary).exists()


def test_assigning_again_adds_only_what_is_lacking():
    contest = contest_with_jury()
    assigned(contest)
    before = pairs(contest)
    lost = given(contest).first()
    abstain(lost, reason="Узнал автора", by=None)

    assigned(contest)

    assert before - {(lost.member_id, lost.entry_id)} < pairs(contest)
    assert len(pairs(contest)) == len(before)
    assert (lost.member_id, lost.entry_id) not in pairs(contest)


def test_nobody_is_assigned_without_a_jury():
    with pytest.raises(NobodyToAssign):
        assigned(contest_with_jury(n_jurors=0))


# --- Marks --------------------------------------------------------------------------------------------------------------
def test_a_mark_is_there_when_the_last_answer_is():
    contest = contest_with_jury(n_entries=1)
    assigned(contest)
    each = given(contest).first()

    mark(each, 70, other="")
    begun = MarkSheet.objects.get(assignment=each)
    mark(each, 70, other=91)
    done = MarkSheet.objects.get(assignment=each)

    assert (begun.finished_at, begun.percent, begun.answers) == (None, None, {"q1": "70"})
    assert (str(done.percent), done.state) == ("80.50", "counted")


def test_a_late_mark_waits_and_pending_ones_are_decided_together():
    contest = contest_with_jury(n_entries=2, n_jurors=2)
    assigned(contest)
    first, second, third, fourth = given(contest).order_by("pk")
    mark(first, 50)
    end_phase(contest)
    for each in (second, third, fourth):
        mark(each, 90)

    waiting = told.pending(board_of(contest))
    with pytest.raises(NotReady, match="не решено"):
        decide_places(contest, phase="marking", by=None)
    n_settled = settle_marks(contest, decisions={second.pk: True, third.pk: False, fourth.pk: True}, by=None)

    assert {each.why for each in waiting} == {"поставлена после срока"}
    assert n_settled == 3
    assert board_of(contest).pending == []
    assert Counter(MarkSheet.objects.values_list("state", flat=True)) == {"counted": 3, "left_out": 1}


def test_after_the_decision_no_mark_is_taken():
    contest = contest_with_jury(n_entries=1, n_jurors=2)
    assigned(contest)
    mark_all(contest, lambda each: 80)
    decide_places(contest, phase="marking", by=None)

    with pytest.raises(MarksAreClosed):
        mark(given(contest).first(), 10)


def test_who_said_no_marks_no_more():
    contest = contest_with_jury(n_entries=1)
    assigned(contest)
    each = given(contest).first()
    abstain(each, reason="Не мой предмет", by=None)

    with pytest.raises(NotYours):
        mark(each, 80)
    with pytest.raises(NotReady):
        abstain(given(contest).first(), reason=" ", by=None)


def test_a_replaced_juror_leaves_works_to_the_other_and_marks_to_a_decision():
    contest = contest_with_jury(n_entries=4, n_jurors=2)
    assigned(contest)
    leaving = contest.jury.first()
    new = add_juror(contest)
    RecusalFactory(expert=new.appointment.person, person=contest.entries.order_by("code").last().person)
    mark(given(contest).filter(member=leaving).order_by("entry__code").first(), 60)

    replace_member(leaving, replacement=new, reason="Заболел", today=TODAY, by=None)

    taken = given(contest).filter(member=new).values_list("entry__code", flat=True)
    assert sorted(taken) == ["К01", "К02"]  # К00 was marked, К03 is forbidden
    assert [each.why for each in told.pending(board_of(contest))] == ["эксперт вышел из жюри"]
    assert [(each.code) for each, _, _ in assigned(contest).unserved] == ["К03"]


def test_torn_marks_call_one_expert_more():
    contest = contest_with_jury(n_entries=2, n_jurors=3, threshold=20)
    assigned(contest)
    torn = contest.entries.order_by("code").first()
    marks = iter([40, 90])
    mark_all(contest, lambda each: next(marks) if each.entry_id == torn.pk else 70)

    outcome = call_thirds(contest, phase="marking", today=TODAY, by=None)

    third = given(contest).get(is_third=True)
    assert (outcome.n_given, third.entry) == (1, torn)
    with pytest.raises(NobodyToAssign):
        call_thirds(contest, phase="marking", today=TODAY, by=None)
    mark(third, 80)
    assert [str(row.total) for row in board_of(contest).ranking(None).rows] == ["70.00", "70.00"]


# --- Places -------------------------------------------------------------------------------------------------------------
def test_places_become_results_to_be_announced():
    contest = contest_with_jury(n_entries=4, n_jurors=2, n_prizes=2)
    assigned(contest)
    mark_all(contest, lambda each: 90 - 10 * int(each.entry.code[1:]))

    decide_places(contest, phase="marking", by=None)

    told_ = contest.entries.order_by("code").values_list("pending_result", "pending_place", "result")
    assert list(told_) == [
        ("winner", 1, ""), ("prize_winner", 2, ""), ("participant", None, ""), ("participant", None, ""),
    ]  # fmt: skip


def test_an_incomplete_board_needs_a_word_of_reason():
    contest = contest_with_jury(n_entries=1, n_jurors=2)
    assigned(contest)
    mark(given(contest).first(), 80)

    with pytest.raises(NotReady, match="Не все оценки"):
        decide_places(contest, phase="marking", by=None)
    assert decide_places(contest, phase="marking", by=None, reason="Эксперт болен") == 1


def test_rules_change_after_a_mark_only_with_a_reason():
    contest = contest_with_jury(n_entries=1, n_jurors=2)
    assigned(contest)
    set_jury_rules(contest, method="median", by=None)
    mark(given(contest).first(), 80)

    with pytest.raises(RulesAreInUse):
        set_jury_rules(contest, method="mean", by=None)
    set_jury_rules(contest, method="mean", by=None, reason="Опечатка в положении")


def test_a_section_of_the_criteria_decides_between_equal_totals():
    contest = contest_with_jury(n_entries=2, n_jurors=2, tie_breaks=["part:idea"])
    assigned(contest)
    for each in given(contest):
        idea, work = (60, 80) if each.entry.code == "К00" else (80, 60)
        mark(each, idea, other=work)

    standing = told.standings(board_of(contest))[0]

    assert [(each.label, each.tie) for each in standing.rows] == [
        ("К01", "выше балл по разделу «Замысел»"),
        ("К00", "выше балл по разделу «Замысел»"),
    ]


def test_an_extreme_juror_is_named_to_the_organizer_and_places_say_what_depends_on_whom():
    contest = contest_with_jury(n_entries=12, n_jurors=5)
    stern = contest.jury.order_by("pk")[2]
    assigned(contest)
    mark_all(
        contest, lambda each: 90 - 2 * int(each.entry.code[1:]) - (35 if each.member_id == stern.pk else 0)
    )

    board = board_of(contest)

    assert [each.member.pk for each in told.seats(board, {}) if each.about.startswith("строже")] == [stern.pk]
    assert told.standings(board)[0].n_unstable > 0


def test_the_board_asks_the_same_whatever_stands_on_it(django_assert_num_queries):
    for n_entries in (1, 5):
        contest = contest_with_jury(n_entries=n_entries, tie_breaks=["part:idea"])
        assigned(contest)
        mark_all(contest, lambda each: 80)
        with django_assert_num_queries(8):
            told.standings(board_of(contest))


# --- What the register of experts hears -----------------------------------------------------------------------------
def test_experts_hear_of_marks_and_of_works_at_hand():
    contest = contest_with_jury(n_entries=3, n_jurors=2)
    assigned(contest)
    person = contest.jury.first().appointment.person
    mark(given(contest).filter(member__appointment__person=person).first(), 80)

    assert len(marks_beside(person.pk)) == 1
    assert works_waiting([person.pk]) == {person.pk: 2}


def test_jurors_are_reminded_of_what_they_have_not_marked():
    contest = contest_with_jury(n_entries=2, n_jurors=2)
    assigned(contest)
    contest.phases.filter(kind="marking").update(ends_on=TODAY + dt.timedelta(days=3))
    for each in given(contest).filter(member=contest.jury.first()):
        mark(each, 80)

    due = due_between(TODAY, TODAY + dt.timedelta(days=7))

    assert [(each.text.split(" конкурса")[0], each.due_on) for each in due] == [
        ("Оценить 2\xa0работы", TODAY + dt.timedelta(days=2))
    ]


def test_the_final_counts_beside_the_first_marking_by_the_weights_of_the_contest():
    contest = contest_with_jury(n_entries=2, n_jurors=2, marking_weight=1, final_weight=1)
    CriteriaFactory(contest=contest, phase="final", version=contest.criteria.get().version)
    PhaseFactory(contest=contest, kind="final")
    first, second = contest.entries.order_by("pk")
    for phase, percents in (("marking", (90, 60)), ("final", (50, 70))):
        assign_entries(contest, phase=phase, today=TODAY, by=None)
        for each in Assignment.objects.filter(entry__contest=contest, phase=phase):
            mark(each, percents[each.entry_id == second.pk])

    decide_places(contest, phase="final", by=None)

    told = contest.entries.order_by("pk").values_list("pending_result", "pending_place")
    assert list(told) == [
        ("winner", 1),
        ("prize_winner", 2),
    ]  # 70 and 65; the final alone would turn them round
    (row, _) = board_of(contest, "final").ranking(None).rows
    assert (row.entry, str(row.earlier), str(row.own), str(row.total)) == (
        first.pk,
        "90.00",
        "50.00",
        "70.00",
    )
