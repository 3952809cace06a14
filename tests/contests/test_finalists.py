"""Who is in the final: by the line at first, and decided anew by the organizer once an appeal has moved the line."""

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.actions.appeal import file_appeal, remark_entry, settle_appeal
from masterstvo.contests.actions.assigning import assign_entries
from masterstvo.contests.actions.finalist import NobodyInFinal, decide_finalists
from masterstvo.contests.actions.marking import decide_places, settle_marks, take_back_places
from masterstvo.contests.actions.result import FinalHasMoved, NotYet, publish_results
from masterstvo.contests.models import Assignment
from masterstvo.contests.queries.board import board_of
from masterstvo.contests.queries.finalists import final_of
from masterstvo.core.errors import NeedsReason, NotReady
from masterstvo.core.models import AuditRecord
from tests.contests.juries import contest_with_jury, end_phase, mark, mark_all
from tests.factories.contests import CriteriaFactory, PhaseFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def contest():
    """Return a contest whose places are decided by its final: К00 and К01 were in it, К02 with 70 percent stayed below the line."""
    contest = contest_with_jury(n_entries=3, n_jurors=2, n_finalists=2)
    CriteriaFactory(contest=contest, phase="final", version=contest.criteria.get().version)
    PhaseFactory(contest=contest, kind="final")
    percents = {"К00": 90, "К01": 80, "К02": 70}
    for phase in ("marking", "final"):
        assign_entries(contest, phase=phase, today=TODAY, by=None)
        mark_all(contest, lambda each: percents[each.entry.code])
    for kind in ("marking", "final"):
        end_phase(contest, kind)
    decide_places(contest, phase="final", by=None)
    PhaseFactory(contest=contest, kind="appeal")
    return contest


def entry_of(contest, code):
    return contest.entries.get(code=code)


def remarked(contest, *, percent):
    """Return the appeal of К02 with its new marks in, not settled yet."""
    appeal = file_appeal(entry_of(contest, "К02"), reason="Не учли приложение", by=None)
    remark_entry(appeal, jurors=list(contest.jury.all()), phase="marking", today=TODAY, by=None)
    for each in appeal.assignments.all():
        mark(each, percent)
    return appeal


def in_final(contest):
    return [each.code for each in board_of(contest, "final").entries]


def keys(contest, *codes):
    return list(contest.entries.filter(code__in=codes).values_list("pk", flat=True))


def test_an_appeal_that_moves_the_line_leaves_the_final_and_the_places_until_the_organizer_decides(contest):
    settle_appeal(remarked(contest, percent=85), answer="Учли", by=None)

    final = final_of(contest)
    assert final.said == "выше неё теперь К02 (не в финале); ниже неё – К01 (в финале)"
    assert in_final(contest) == ["К00", "К01"]
    assert entry_of(contest, "К01").pending_place == 2
    for step in (assign_entries, decide_places):
        with pytest.raises(FinalHasMoved, match="решите заново, кто в финале"):
            step(contest, phase="final", by=None, **({"today": TODAY} if step is assign_entries else {}))
    end_phase(contest, "appeal")
    with pytest.raises(FinalHasMoved):
        publish_results(contest, by=None)


def test_an_appeal_that_moves_no_line_asks_for_no_decision(contest):
    settle_appeal(remarked(contest, percent=75), answer="Учли", by=None)

    assert not final_of(contest).is_stale
    end_phase(contest, "appeal")
    assert publish_results(contest, by=None) == 3


def test_who_was_lifted_is_let_in_by_a_written_decision_marked_late_and_ranked(contest):
    settle_appeal(remarked(contest, percent=85), answer="Учли", by=None)
    with pytest.raises(NeedsReason, match="отличается от черты"):  # К01 below the line stays in the final too
        decide_finalists(contest, entries=keys(contest, "К00", "К01", "К02"), by=None)

    decide_finalists(contest, entries=keys(contest, "К00", "К01", "К02"), reason="К01 уже выступила", by=None)

    assert AuditRecord.objects.get(
        action="contests.decide_finalists", reason="К01 уже выступила"
    ).changes == {"n_finalists": [2, 3]}
    end_phase(contest, "appeal")
    with pytest.raises(NotYet, match="финалистах: К02"):
        publish_results(contest, by=None)
    assign_entries(contest, phase="final", today=TODAY, by=None)
    for each in Assignment.objects.filter(entry=entry_of(contest, "К02"), phase="final"):
        mark(each, 95)  # the days of the final are over, yet there is no decision about this work
    decide_places(contest, phase="final", by=None)
    assert entry_of(contest, "К02").pending_place == 1


def test_who_fell_below_the_line_may_stay_by_reason_or_leave_with_the_marks_kept(contest):
    settle_appeal(remarked(contest, percent=85), answer="Учли", by=None)
    decide_finalists(contest, entries=keys(contest, "К00", "К01"), reason="Финал уже прошёл", by=None)
    assert not final_of(contest).is_stale  # decided in view of this line

    decide_finalists(contest, entries=keys(contest, "К00"), reason="Регламент", by=None)

    assert in_final(contest) == ["К00"]
    fallen = entry_of(contest, "К01")
    assert (fallen.pending_result, fallen.pending_place) == ("participant", None)
    assert fallen.assignments.filter(phase="final").count() == 2


def test_nothing_is_decided_about_the_final_while_a_work_is_marked_anew_or_with_nobody_in_it(contest):
    appeal = remarked(contest, percent=85)
    with pytest.raises(NotReady, match="сначала решите о ней"):
        decide_finalists(contest, entries=keys(contest, "К00"), by=None)
    settle_appeal(appeal, answer="Учли", by=None)
    with pytest.raises(NobodyInFinal):
        decide_finalists(contest, entries=[], by=None)


def test_the_pages_say_before_and_after_what_an_appeal_does_to_the_final(contest, sign_in):
    client = sign_in(municipality=contest.municipality)
    appeals, ranking = (
        reverse(f"contests:{name}", args=[contest.pk]) for name in ("contest_appeals", "jury_ranking")
    )
    appeal = file_appeal(entry_of(contest, "К02"), reason="Не учли приложение", by=None)
    before = client.get(appeals).content.decode()
    assert "3 место, она не в финале" in before
    remark_entry(appeal, jurors=list(contest.jury.all()), phase="marking", today=TODAY, by=None)
    for each in appeal.assignments.all():
        mark(each, 85)
    assert "С новыми оценками черта финала сдвигается" in client.get(appeals).content.decode()

    client.post(appeals, {"appeal": appeal.pk, "do": "settle", "answer": "Учли"})

    for url in (appeals, ranking, reverse("contests:contest_results", args=[contest.pk])):
        assert "Черта финала сдвинулась" in client.get(url).content.decode()
    step = reverse("contests:jury_step", args=[contest.pk, "finalists"])
    client.post(step, {"entry": keys(contest, "К00", "К02")})
    assert in_final(contest) == ["К00", "К02"]
    assert "Черта финала сдвинулась" not in client.get(ranking).content.decode()


def test_after_a_decision_is_taken_back_the_final_and_the_places_are_decided_again(contest):
    take_back_places(contest, reason="Не тех позвали в финал", by=None)
    assert in_final(contest) == ["К00", "К01"]  # a decision of its own

    decide_finalists(contest, entries=keys(contest, "К00", "К02"), reason="К01 снялась", by=None)
    assign_entries(contest, phase="final", today=TODAY, by=None)
    late = Assignment.objects.filter(entry__code="К02", phase="final")
    for each in late:
        mark(each, 95)
    settle_marks(contest, decisions={each.pk: True for each in late}, by=None)
    decide_places(contest, phase="final", by=None)

    told = dict(contest.entries.values_list("code", "pending_place"))
    assert told == {"К02": 1, "К00": 2, "К01": None}
