"""Appeals: who may object and when, what marking anew leaves and changes, and that nothing is announced before."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Docx

from masterstvo.contests.actions.appeal import (
    NeedsWords,
    NoAppealNow,
    NobodyToMark,
    file_appeal,
    reject_appeal,
    remark_entry,
    settle_appeal,
)
from masterstvo.contests.actions.assigning import assign_entries
from masterstvo.contests.actions.jury import replace_member
from masterstvo.contests.actions.marking import MarksAreClosed, decide_places, take_back_places
from masterstvo.contests.actions.protocol import draft_appeals_protocol
from masterstvo.contests.actions.result import NotYet, publish_results
from masterstvo.contests.models import Assignment, JuryMember
from masterstvo.contests.queries.board import board_of
from masterstvo.contests.queries.jury import due_between
from masterstvo.core.errors import NotReady
from masterstvo.core.templatetags.ui_text import full_date
from masterstvo.documents.actions.draft import DocumentIsNoDraft
from masterstvo.documents.models import Document
from masterstvo.inbox.models import Notice
from tests.contests.juries import add_juror, contest_with_jury, end_phase, mark, mark_all
from tests.factories.accounts import UserFactory
from tests.factories.contests import PhaseFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def decided():
    """Return a contest of three works whose places are decided, with its appeals under way: 90, 80 and 70 percent."""
    contest = contest_with_jury(n_entries=3, n_jurors=2)
    assign_entries(contest, phase="marking", today=TODAY, by=None)
    percents = dict(
        zip(contest.entries.order_by("pk").values_list("pk", flat=True), (90, 80, 70), strict=True)
    )
    mark_all(contest, lambda each: percents[each.entry_id])
    end_phase(contest)
    decide_places(contest, phase="marking", by=None)
    PhaseFactory(contest=contest, kind="appeal")
    return contest


def entries_of(contest):
    return list(contest.entries.order_by("pk"))


def appealed(contest, place=2, **values):
    entry = entries_of(contest)[place]
    return file_appeal(entry, reason="Не учли приложение", by=values.pop("by", None))


def places(contest):
    return list(contest.entries.order_by("pk").values_list("pending_result", "pending_place"))


def test_marks_are_objected_to_in_their_phase_with_a_reason_and_once(decided):
    entry = entries_of(decided)[0]
    with pytest.raises(NeedsWords):
        file_appeal(entry, reason=" ", by=None)
    file_appeal(entry, reason="Не согласен", by=None)

    with pytest.raises(NoAppealNow, match="уже подана"):
        file_appeal(entry, reason="Ещё раз", by=None)
    end_phase(decided, "appeal")
    with pytest.raises(NoAppealNow, match="Дни этапов"):
        file_appeal(entries_of(decided)[1], reason="Поздно", by=None)


def test_a_rejection_says_why_and_leaves_everything(decided):
    user = UserFactory()
    entry = entries_of(decided)[2]
    entry.person.user = user
    entry.person.save()
    appeal, before = appealed(decided), places(decided)
    with pytest.raises(NeedsWords):
        reject_appeal(appeal, answer="", by=None)

    reject_appeal(appeal, answer="Приложение учтено", by=None)

    assert (appeal.state, str(appeal.total_before), appeal.place_before) == ("rejected", "70.00", 3)
    assert places(decided) == before
    assert "Приложение учтено" in Notice.objects.get(user=user).text


def test_marking_anew_keeps_what_was_marked_and_moves_the_places(decided):
    appeal = appealed(decided)
    entry = appeal.entry
    same, other = Assignment.objects.filter(entry=entry).order_by("pk")[0].member, add_juror(decided)

    remark_entry(appeal, jurors=[same, other], phase="marking", today=TODAY, by=None)
    with pytest.raises(NobodyToMark, match="не все"):
        settle_appeal(appeal, answer="Выше", by=None)
    for each in Assignment.objects.filter(entry=entry, state="given"):
        mark(each, 85)
    settle_appeal(appeal, answer="Оценка повышена", by=None)

    told = Assignment.objects.filter(entry=entry).order_by("pk").values_list("state", "sheets__percent")
    assert [(state, int(percent)) for state, percent in told] == [
        ("appealed", 70), ("appealed", 70), ("given", 85), ("given", 85),
    ]  # fmt: skip
    assert (appeal.state, appeal.place_before, appeal.place_after) == ("settled", 3, 2)
    assert places(decided) == [("winner", 1), ("prize_winner", 3), ("prize_winner", 2)]


def test_only_a_work_that_is_marked_anew_takes_marks(decided):
    closed = Assignment.objects.filter(entry=entries_of(decided)[0])[0]
    appeal = appealed(decided)
    remark_entry(appeal, jurors=[closed.member], phase="marking", today=TODAY, by=None)

    with pytest.raises(MarksAreClosed):
        mark(closed, 10)
    mark(appeal.assignments.get(), 75)
    settle_appeal(appeal, answer="Так и есть", reason="решение комиссии", by=None)
    with pytest.raises(MarksAreClosed):
        mark(appeal.assignments.get(), 100)


def test_fewer_new_marks_than_declared_need_a_reason_now_and_whenever_places_are_decided(decided, sign_in):
    appeal = appealed(decided)
    stays, leaves = decided.jury.all()
    remark_entry(appeal, jurors=[stays, leaves], phase="marking", today=TODAY, by=None)
    mark(appeal.assignments.get(member=stays), 95)
    replace_member(leaves, reason="болезнь", today=TODAY, by=None)
    client, url = (
        sign_in(municipality=decided.municipality),
        reverse("contests:contest_appeals", args=[decided.pk]),
    )
    sent = {"appeal": appeal.pk, "do": "settle", "answer": "Оценка повышена"}

    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "Почему хватит таких оценок: 1 из 2" in refused.content.decode()
    assert client.post(url, sent | {"reason": "второй эксперт болен"}).status_code == 302

    assert places(decided)[2] == ("winner", 1)
    take_back_places(decided, reason="проверка", by=None)
    assert "оценок 1 из 2" in client.get(reverse("contests:jury_ranking", args=[decided.pk])).content.decode()
    with pytest.raises(NotReady, match="Не все оценки"):
        decide_places(decided, phase="marking", by=None)
    decide_places(decided, phase="marking", by=None, reason="второй эксперт болен")


def test_whoever_takes_over_marks_for_the_same_appeal(decided):
    appeal = appealed(decided)
    first, replacement = decided.jury.first(), add_juror(decided)
    remark_entry(appeal, jurors=[first], phase="marking", today=TODAY, by=None)

    replace_member(first, reason="болезнь", today=TODAY, by=None, replacement=replacement)
    mark(appeal.assignments.get(member=replacement), 85)
    settle_appeal(appeal, answer="Оценка повышена", reason="решение комиссии", by=None)

    assert (appeal.state, appeal.place_after) == ("settled", 2)


def test_an_appeal_whose_marks_never_come_may_still_be_rejected(decided):
    before, appeal = places(decided), appealed(decided)
    stays, leaves = decided.jury.all(), add_juror(decided)
    remark_entry(appeal, jurors=[stays[0], leaves], phase="marking", today=TODAY, by=None)
    mark(appeal.assignments.get(member=stays[0]), 10)
    replace_member(leaves, reason="болезнь", today=TODAY, by=None)

    reject_appeal(appeal, answer="Оценить заново некому", by=None)
    decide_places(decided, phase="marking", by=None)

    assert places(decided) == before
    assert (appeal.state, appeal.place_before) == ("rejected", 3)
    board = board_of(decided)
    assert [len(row.marks) for _, ranking in board.rankings() for row in ranking.rows] == [2, 2, 2]


def test_nobody_with_an_interest_marks_anew(decided):
    appeal = appealed(decided)
    job = appeal.entry.person.employments.get()
    colleague = add_juror(decided)
    colleague.appointment.person.employments.update(organization=job.organization)

    with pytest.raises(NobodyToMark, match="Конфликт интересов"):
        remark_entry(appeal, jurors=[colleague], phase="marking", today=TODAY, by=None)


def test_a_word_given_by_hand_outlives_a_new_count(decided):
    decided.jury_rules.n_prizes = 2
    decided.jury_rules.save()
    third = entries_of(decided)[2]
    third.pending_result = "laureate"
    third.save()

    decide_places(decided, phase="marking", by=None)

    assert places(decided) == [("winner", 1), ("prize_winner", 2), ("laureate", None)]


def test_nothing_is_announced_while_appeals_are_taken_or_wait(decided):
    appeal = appealed(decided)
    with pytest.raises(NotYet, match="Апелляции принимают до"):
        publish_results(decided, by=None)
    end_phase(decided, "appeal")
    with pytest.raises(NotYet, match="без решения: 1"):
        publish_results(decided, by=None)

    reject_appeal(appeal, answer="Нет", by=None)

    assert publish_results(decided, by=None) == 3


def test_nothing_is_announced_before_the_declared_days_of_appeals_and_of_publication(decided):
    later = TODAY + dt.timedelta(days=2)
    decided.phases.filter(kind="appeal").update(starts_on=later, ends_on=later + dt.timedelta(days=1))
    with pytest.raises(NotYet, match="Апелляции принимают с"):
        publish_results(decided, by=None)
    decided.phases.filter(kind="appeal").update(starts_on=TODAY - dt.timedelta(days=2), ends_on=TODAY)
    PhaseFactory(contest=decided, kind="publication", starts_on=later)
    with pytest.raises(NotYet, match="Публикация итогов начинается"):
        publish_results(decided, by=None)


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_an_entrant_sees_the_own_total_and_objects_and_the_commission_writes_it_down(decided, sign_in):
    entry = entries_of(decided)[2]
    entry.person.user = UserFactory()
    entry.person.save()
    client = sign_in(entry.person.user)
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "<b>70</b> из 100" in page
    jurors = JuryMember.objects.filter(contest=decided)
    assert not [each for each in jurors if each.appointment.person.last_name in page]

    empty = client.post(entry.get_absolute_url(), {"appeal": "1", "reason": ""})
    assert empty.status_code == 422
    client.post(entry.get_absolute_url(), {"appeal": "1", "reason": "Не учли приложение"})
    organizer = sign_in(municipality=decided.municipality)
    url = reverse("contests:contest_appeals", args=[decided.pk])
    refused = organizer.post(
        url, {"appeal": entry.appeal.pk, "do": "remark", "phase": "marking", "answer": "Проверим"}
    )
    assert refused.status_code == 422
    assert "Проверим" in refused.content.decode()  # what was typed stays
    organizer.post(url, {"appeal": entry.appeal.pk, "do": "reject", "answer": "Учли"})

    answer = organizer.get(url, {"as": "docx"})
    rows = [row for table in Docx(io.BytesIO(answer.content)).tables for row in table.rows]
    cells = [cell.text.replace("\xa0", " ") for row in rows for cell in row.cells]
    assert {"Не учли приложение", "Учли", "отклонена", entry.code} <= set(cells)
    assert str(entry.person) not in " ".join(cells)  # a juror may come across it


def test_the_protocol_of_appeals_is_drafted_without_names_and_written_anew_until_it_is_signed(
    decided, sign_in
):
    appeal = appealed(decided)
    client, url = (
        sign_in(municipality=decided.municipality),
        reverse("contests:contest_appeals", args=[decided.pk]),
    )
    drafted = client.post(url, {"do": "protocol"})
    document = Document.objects.get(kind="protocol")
    assert drafted["Location"] == document.get_absolute_url()
    assert f"Работа {appeal.entry.code}. С чем не согласны: Не учли приложение" in document.body
    assert appeal.entry.person.last_name not in document.body

    reject_appeal(appeal, answer="Учли всё", by=None)
    client.post(url, {"do": "protocol"})

    document.refresh_from_db()
    assert "Решение: отклонена. Ответ комиссии: Учли всё" in document.body
    Document.objects.filter(pk=document.pk).update(state="signed", number="3", dated_on=TODAY)
    decided.refresh_from_db()
    with pytest.raises(DocumentIsNoDraft):
        draft_appeals_protocol(decided, today=TODAY, by=None)


def test_the_form_says_who_has_no_sign_in_and_does_not_ask_them_unbidden(decided, sign_in):
    without, having = decided.jury.all()
    without.appointment.person.user = None
    without.appointment.person.save()
    appealed(decided)
    page = sign_in(municipality=decided.municipality).get(
        reverse("contests:contest_appeals", args=[decided.pk])
    )
    told = page.content.decode()

    assert told.count("нет входа в систему") == 1
    assert f'value="{having.pk}" checked' in told
    assert f'value="{without.pk}" checked' not in told


def test_a_juror_hears_that_a_work_is_marked_anew_and_until_when_appeals_last(decided, sign_in):
    juror = add_juror(decided)
    user = juror.appointment.person.user
    remark_entry(appealed(decided), jurors=[juror], phase="marking", today=TODAY, by=None)

    assert Notice.objects.get(user=user).text.endswith("работа, заново по апелляции.")
    last = decided.phases.get(kind="appeal").last_day
    told = sign_in(user).get(reverse("contests:my_jury")).content.decode().replace("\xa0", " ")
    assert f"апелляции – по {full_date(last)}".replace("\xa0", " ") in told
    (due,) = due_between(last - dt.timedelta(days=1), last)
    assert (due.user, due.due_on) == (user.pk, last)
    assert due.text.startswith("Оценить заново ")


def test_the_page_says_beforehand_that_marks_of_whoever_leaves_stay_in_the_decision(decided, sign_in):
    edit = reverse("contests:jurymember_edit", args=[decided.jury.first().pk])
    client = sign_in(municipality=decided.municipality)
    assert "готовые оценки остаются в решении" in client.get(edit).content.decode()

    take_back_places(decided, reason="проверка", by=None)

    assert "готовые оценки ждут вашего решения" in client.get(edit).content.decode()


def test_the_entrant_is_not_told_to_wait_for_a_place_that_is_announced(decided, sign_in):
    entry = entries_of(decided)[2]
    entry.person.user = UserFactory()
    entry.person.save()
    reject_appeal(appealed(decided), answer="Нет", by=None)
    client, wait = sign_in(entry.person.user), "Место станет известно"
    assert wait in client.get(entry.get_absolute_url()).content.decode()
    end_phase(decided, "appeal")

    publish_results(decided, by=None)

    assert wait not in client.get(entry.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_of_one_appeal_and_of_three(
    decided, sign_in, django_assert_num_queries, count
):
    for place in range(count):
        appealed(decided, place)
    client = sign_in(municipality=decided.municipality)
    url = reverse("contests:contest_appeals", args=[decided.pk])
    client.get(url)

    with django_assert_num_queries(22):
        assert client.get(url).content.count(b'name="appeal"') == count
