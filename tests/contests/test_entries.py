import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.actions.contest import (
    PhasesOutOfOrder,
    StillUsed,
    WrongMove,
    edit_contest,
    open_contest,
    set_nominations,
    set_phases,
)
from masterstvo.contests.actions.copying import StillNamed, confirm_copy, replace_copy
from masterstvo.contests.actions.entry import (
    AlreadyEntered,
    NeedsNote,
    NotComplete,
    NotForThem,
    NotNow,
    TooMany,
    add_file,
    admit_entries,
    begin_entry,
    reject_entries,
    return_entries,
    send_entry,
    withdraw_entry,
    write_entry,
)
from masterstvo.contests.actions.team import TeamIsFull, agree_member
from masterstvo.contests.actions.telling import tell_opened
from masterstvo.contests.models import Entry
from masterstvo.contests.queries.reminding import accounts_in_circle, due_entries
from masterstvo.contests.rules import told_entries
from masterstvo.core import audit
from masterstvo.core.errors import NeedsReason, NotReady
from masterstvo.core.history import entries
from masterstvo.core.models import AuditRecord
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from tests.experts.redacting import works
from tests.factories.accounts import UserFactory
from tests.factories.contests import (
    ContestFactory,
    CriteriaFactory,
    EntryFactory,
    EntryFileFactory,
    NominationFactory,
    PhaseFactory,
)
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def taking(**values):
    """Return a contest that takes applications today."""
    contest = ContestFactory(own=True, **values)
    PhaseFactory(contest=contest, kind="applications")
    return contest


def teacher(contest, **values):
    return EmploymentFactory(organization__municipality=contest.municipality, **values).person


def written(contest, person=None, **values):
    """Return a draft of which nothing is missing."""
    person = person or teacher(contest)
    entry = begin_entry(contest, person=person, by=values.pop("by", None))
    write_entry(entry, title="Урок", by=None, **values)
    EntryFileFactory(entry=entry)
    return entry


# --- Phases carry the rights ----------------------------------------------------------------------------------------
def test_a_contest_opens_when_nothing_needed_is_missing():
    contest = ContestFactory(own=True, state="draft")
    with pytest.raises(NotReady, match="дни приёма заявок"):
        open_contest(contest, by=None)
    contest = edit_contest(contest, about="О чём", by=None)
    set_phases(
        contest,
        days=dict.fromkeys(("applications", "marking", "decision"), (TODAY, TODAY + DAY)),
        by=None,
    )
    CriteriaFactory(contest=contest)
    told = teacher(contest, person__user=UserFactory())
    EmploymentFactory(person__user=UserFactory())  # elsewhere

    assert open_contest(contest, by=None).state == "running"
    assert tell_opened(contest, by=None) == 0  # nobody twice
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (told.user, contest.get_absolute_url())


def test_a_contest_of_schools_is_told_to_who_answers_for_one():
    contest = ContestFactory(own=True, entrant="organization")
    teacher(contest, person__user=UserFactory())
    here = OrganizationFactory(municipality=contest.municipality)
    head = GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=here).user
    GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=OrganizationFactory())

    assert accounts_in_circle(contest, TODAY) == [head.pk]


def test_whoever_has_not_sent_an_entry_is_reminded_of_the_last_day_until_it_is_over():
    contest = taking()
    contest.phases.update(ends_on=TODAY + 3 * DAY)
    PhaseFactory(contest=contest, kind="check", starts_on=TODAY + 3 * DAY, ends_on=TODAY + 6 * DAY)
    draft = EntryFactory(sent=True, contest=contest, state="draft", person__user=UserFactory())
    returned = EntryFactory(sent=True, contest=contest, state="returned", applicant=UserFactory())
    EntryFactory(sent=True, contest=contest, person__user=UserFactory())

    due = {each.user: each.due_on for each in due_entries(TODAY - 7 * DAY, TODAY + 7 * DAY)}

    assert due == {draft.person.user_id: TODAY + 2 * DAY, returned.applicant_id: TODAY + 5 * DAY}
    contest.phases.update(starts_on=TODAY - 3 * DAY, ends_on=TODAY)
    assert not list(due_entries(TODAY - 7 * DAY, TODAY + 7 * DAY))


def test_phases_come_in_their_order():
    contest = ContestFactory(own=True)

    with pytest.raises(PhasesOutOfOrder, match="раньше этапа"):
        set_phases(
            contest, days={"applications": (TODAY, TODAY + DAY), "marking": (TODAY - DAY, TODAY)}, by=None
        )


def test_a_nomination_that_was_entered_stays():
    nomination = NominationFactory()
    EntryFactory(sent=True, contest=nomination.contest, nomination=nomination)

    with pytest.raises(StillUsed, match="уже есть заявки"):
        set_nominations(nomination.contest, titles=["Другая"], by=None)


@pytest.mark.parametrize("state", ["draft", "finished", "cancelled"])
def test_nobody_enters_a_contest_that_is_not_running(state):
    contest = taking(state=state)

    with pytest.raises(NotNow, match="приём заявок"):
        begin_entry(contest, person=teacher(contest), by=None)


def test_nothing_is_sent_after_the_last_day_of_applications():
    contest = taking()
    entry = written(contest)
    contest.phases.update(ends_on=TODAY)

    with pytest.raises(NotNow, match="не идёт этап"):
        send_entry(entry, by=None)


def test_who_was_asked_for_corrections_may_write_during_the_check_too():
    contest = taking()
    entry = send_entry(written(contest), by=None)
    return_entries([entry], note="Добавьте цель", by=None)
    contest.phases.update(kind="check")

    write_entry(entry, title="Урок и его цель", answer="Добавили", by=None)

    assert send_entry(entry, by=None).state == "sent"


def test_an_admitted_entry_is_not_withdrawn_once_works_are_marked():
    contest = taking()
    entry = send_entry(written(contest), by=None)
    admit_entries([entry], by=None)
    contest.phases.update(kind="marking")

    with pytest.raises(NotNow, match="через организатора"):
        withdraw_entry(entry, by=None)


def test_names_promised_to_be_hidden_stay_hidden():
    contest = taking()
    send_entry(written(contest), by=None)

    with pytest.raises(WrongMove, match="менять поздно"):
        edit_contest(contest, is_blind=False, by=None)


def test_days_of_appeals_are_not_taken_away_without_a_word_to_the_entrants(sign_in):
    contest = taking()
    told = send_entry(written(contest, teacher(contest, person__user=UserFactory())), by=None).person.user
    contest.phases.all().delete()
    days = {"decision": (TODAY - 9 * DAY, TODAY - 2 * DAY), "appeal": (TODAY - 2 * DAY, TODAY + 4 * DAY)}
    set_phases(contest, days=days, by=None)
    fewer = days | {"appeal": (TODAY - 2 * DAY, TODAY)}
    for taken in (fewer, {"decision": days["decision"]}, days | {"appeal": (TODAY + DAY, TODAY + 8 * DAY)}):
        with pytest.raises(NeedsReason, match="«апелляции»"):
            set_phases(contest, days=taken, by=None)
    set_phases(contest, days=days | {"appeal": (TODAY - 2 * DAY, TODAY + 6 * DAY)}, by=None)  # more is a gift
    assert not Notice.objects.exists()

    sent = {f"{kind}_starts": first for kind, (first, _) in fewer.items()}
    sent |= {f"{kind}_ends": end - DAY for kind, (_, end) in fewer.items()}
    client, url = (
        sign_in(municipality=contest.municipality),
        reverse("contests:contest_terms", args=[contest.pk]),
    )
    assert client.post(url, sent).status_code == 422
    assert client.post(url, sent | {"reason": "Жюри уезжает"}).status_code == 302

    notice = Notice.objects.get(user=told)
    assert f"апелляции – {TODAY - 2 * DAY:%d.%m.%Y} – {TODAY - DAY:%d.%m.%Y}. Жюри уезжает" in notice.text


def test_a_coming_phase_may_move_but_not_shrink_silently():
    contest = taking()
    ahead = {"appeal": (TODAY + DAY, TODAY + 4 * DAY)}
    set_phases(contest, days={**ahead}, by=None, reason="заявки больше не принимаем")

    set_phases(contest, days={"appeal": (TODAY + 5 * DAY, TODAY + 8 * DAY)}, by=None)
    with pytest.raises(NeedsReason):
        set_phases(contest, days={"appeal": (TODAY + 5 * DAY, TODAY + 6 * DAY)}, by=None)


def test_terms_of_a_contest_that_is_over_stay_but_for_where_winners_go():
    contest = taking(state="finished")
    following = ContestFactory(level="regional")
    for change in (
        lambda: edit_contest(contest, title="Другой", by=None),
        lambda: set_phases(contest, days={"appeal": (TODAY, TODAY + DAY)}, by=None),
        lambda: set_nominations(contest, titles=["Новая"], by=None),
    ):
        with pytest.raises(WrongMove, match="Итоги объявлены"):
            change()

    same = edit_contest(contest, title=contest.title, circle={}, moves_to=following, is_public=True, by=None)
    assert same.moves_to == following


# --- Who enters, with how much --------------------------------------------------------------------------------------
def test_only_those_enter_for_whom_the_contest_is_held():
    contest = taking(circle={"position": "воспитатель"})

    with pytest.raises(NotForThem):
        begin_entry(contest, person=teacher(contest, position="Учитель"), by=None)
    assert begin_entry(contest, person=teacher(contest, position="Воспитатель"), by=None).state == "draft"


def test_a_draft_is_given_back_and_a_second_entry_refused():
    contest = taking()
    entry = written(contest)

    assert begin_entry(contest, person=entry.person, by=None) == entry
    send_entry(entry, by=None)
    with pytest.raises(AlreadyEntered):
        begin_entry(contest, person=entry.person, by=None)


def test_what_is_missing_is_named_at_sending():
    contest = taking()
    NominationFactory(contest=contest)
    entry = begin_entry(contest, person=teacher(contest), by=None)

    with pytest.raises(NotComplete, match="название работы, номинацию, файл или ссылку"):
        send_entry(entry, by=None)


def test_a_school_sends_no_more_than_it_may():
    contest = taking(per_organization=1)
    first = teacher(contest)
    second = EmploymentFactory(organization=first.employments.get().organization).person
    send_entry(written(contest, first), by=None)

    with pytest.raises(TooMany, match="не больше 1"):
        send_entry(written(contest, second), by=None)


def test_files_are_counted_and_weighed():
    contest = taking(files_most=1, file_megabytes=1)
    entry = begin_entry(contest, person=teacher(contest), by=None)
    large = SimpleUploadedFile("большой.pdf", b"%PDF-" + b"0" * (1024 * 1024))

    with pytest.raises(Exception, match="больше 1 МБ"):
        add_file(entry, title="Видео", file=large, by=None)
    add_file(entry, title="Ссылка", url="https://example.org", by=None)
    with pytest.raises(TooMany, match="не больше 1"):
        add_file(entry, title="Ещё", url="https://example.org", by=None)


def test_each_of_a_team_has_the_result_as_their_own_fact():
    contest = taking(entrant="team", team_most=2)
    leader, member, third = (teacher(contest) for _ in range(3))
    with pytest.raises(TeamIsFull, match="не больше 2"):
        written(contest, leader, members=[member, third])
    entry = begin_entry(contest, person=leader, by=None)
    write_entry(entry, title="Урок", members=[member], by=None)

    EntryFileFactory(entry=entry)
    with pytest.raises(NotComplete, match=f"согласие: {member}"):
        send_entry(entry, by=None)
    agree_member(entry.members.get(), by=None)
    admit_entries([send_entry(entry, by=None)], by=None)

    assert set(Entry.objects.filter(state="admitted").values_list("person", flat=True)) == {
        leader.pk,
        member.pk,
    }


# --- The formal check -----------------------------------------------------------------------------------------------
def test_many_entries_are_admitted_at_once_with_codes_of_their_own():
    contest = taking()
    for _ in range(5):
        EntryFactory(sent=True, contest=contest)

    assert admit_entries(list(contest.entries.all()), by=None) == 5
    codes = set(contest.entries.values_list("code", flat=True))
    assert len(codes) == 5
    assert all(len(each) == 3 for each in codes)


@pytest.mark.parametrize("action", [return_entries, reject_entries])
def test_a_refusal_says_why_and_the_entrant_is_told(action):
    contest = taking()
    user = UserFactory()
    entry = EntryFactory(sent=True, contest=contest, person__user=user)

    with pytest.raises(NeedsNote):
        action([entry], note=" ", by=None)
    action([entry], note="Нет подписи", by=None)

    assert "Нет подписи" in Notice.objects.get(user=user).text


# --- Copies for the jury --------------------------------------------------------------------------------------------
def test_words_and_files_lose_the_name_at_sending():
    contest = taking()
    person = teacher(contest, person__last_name="Засекреченова")
    entry = written(contest, person, about="Ведёт Засекреченова")
    entry.files.all().delete()
    file = SimpleUploadedFile("Засекреченова.docx", works.docx("Засекреченова", author="Засекреченова"))
    add_file(entry, title="План Засекреченовой", file=file, by=None)

    send_entry(entry, by=None)

    entry.refresh_from_db()
    copied = entry.files.get().copy
    assert "Засекречен" not in f"{entry.about_for_jury} {copied.title} {copied.name} {copied.file.name}"
    with copied.file.open() as file:
        assert "засекречен" not in works.told_by(file.read())


def test_a_link_is_looked_at_before_the_jury_gets_it():
    entry = send_entry(written(taking()), by=None)
    copied = entry.files.get().copy

    assert (copied.state, copied.doubts) == ("doubtful", ["link"])
    assert confirm_copy(copied, by=UserFactory()).state == "confirmed"


def test_a_copy_with_a_name_in_it_is_replaced_not_confirmed():
    contest = taking()
    person = teacher(contest, person__last_name="Засекреченова")
    entry = written(contest, person)
    entry.files.update(url="https://example.org/zasekrechenova")
    copied = send_entry(entry, by=None).files.get().copy

    with pytest.raises(StillNamed):
        confirm_copy(copied, by=None)
    file = SimpleUploadedFile("план.docx", works.docx("Чистый план", author=""))
    assert replace_copy(copied, file=file, by=None).url == ""


def test_the_log_tells_of_a_draft_to_its_writer_alone():
    contest = taking()
    writer = teacher(contest, person__user=UserFactory())
    methodist = GrantFactory(municipality=contest.municipality).user
    entry = written(contest, writer)

    before = [told_entries(user).filter(pk=entry.pk).exists() for user in (writer.user, methodist)]
    send_entry(entry, by=writer.user)

    assert before == [True, False]
    assert told_entries(methodist).filter(pk=entry.pk).exists()


def test_the_log_leads_only_where_its_reader_may_go():
    contest = taking()
    methodist = GrantFactory(municipality=contest.municipality).user
    draft = written(contest, teacher(contest))
    outside = EntryFactory(person__municipality=contest.municipality)
    for row in (draft, outside):
        audit.record(None, "core.add_row", row)

    told = entries(list(AuditRecord.objects.filter(action="core.add_row").order_by("pk")), methodist)

    assert [each.url for each in told] == ["", outside.person.get_absolute_url()]


def test_an_entry_that_was_taken_back_meanwhile_is_not_admitted():
    shown = send_entry(written(taking()), by=None)  # as the organizer's page has read it
    withdraw_entry(Entry.objects.get(pk=shown.pk), by=None)

    with pytest.raises(NotNow, match="ждут проверки"):
        admit_entries([shown], by=None)

    assert Entry.objects.get().code == ""
