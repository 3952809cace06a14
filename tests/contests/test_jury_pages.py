"""The pages of a jury: of its organizer, and of a juror with a phone."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Docx
from openpyxl import load_workbook

from masterstvo.contests.actions.assigning import assign_entries
from masterstvo.contests.actions.marking import decide_places
from masterstvo.contests.models import Assignment, JuryMember, MarkSheet
from masterstvo.core.versions import token_of
from tests.contests.juries import add_juror, contest_with_jury, mark, mark_all
from tests.factories.contests import EntryCopyFactory, EntryFileFactory
from tests.factories.documents import DocumentFactory
from tests.factories.facts import ExpertAppointmentFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
LOADS = ["role", "nominations", "load_min", "load_max"]
HTMX = {"HTTP_HX_REQUEST": "true"}


def assigned(**values):
    contest = contest_with_jury(**values)
    assign_entries(contest, phase="marking", today=timezone.localdate(), by=None)
    return contest


def page(name, contest):
    return reverse(f"contests:{name}", args=[contest.pk])


def button(contest, step):
    return reverse("contests:jury_step", args=[contest.pk, step])


def juror_with_work(contest):
    each = Assignment.objects.filter(entry__contest=contest).order_by("pk").first()
    return each, each.member.appointment.person.user


# --- The organizer ------------------------------------------------------------------------------------------------------
def test_an_organizer_goes_from_a_jury_to_places_and_a_protocol_by_buttons(sign_in):
    contest = contest_with_jury(n_entries=3, n_jurors=3)
    client = sign_in(municipality=contest.municipality)

    client.post(button(contest, "assign"))
    mark_all(contest, lambda each: 90 - 10 * int(each.entry.code[1:]))
    places = client.get(page("jury_ranking", contest)).content.decode()
    client.post(button(contest, "protocol"))
    client.post(button(contest, "decide"))
    contest.refresh_from_db()

    assert "(90 + 90) : 2 = 90" in places
    assert "1 место – К00: итог 90. Оценки: " in contest.protocol.body
    assert contest.protocol.people.count() == 3
    assert contest.entries.get(code="К00").pending_result == "winner"


def test_the_protocol_in_word_has_every_mark_and_no_entrant_while_the_contest_is_blind(sign_in):
    contest = assigned(n_entries=2, n_jurors=2)
    mark_all(contest, lambda each: 77)
    client = sign_in(municipality=contest.municipality)

    paper = Docx(BytesIO(client.get(page("jury_protocol", contest)).content))

    cells = [
        cell.text.replace("\xa0", " ") for table in paper.tables for row in table.rows for cell in row.cells
    ]
    names = [each.person.last_name for each in contest.entries.select_related("person")]
    jury = [each.appointment.person.short_name for each in contest.jury.all()]
    assert sum(f"{name}: 77" in cell for cell in cells for name in jury) == 4
    assert not [name for name in names for cell in cells if name in cell]


def test_who_has_marked_what_is_asked_for_again_by_htmx_alone(sign_in):
    contest = assigned(n_entries=1)
    client = sign_in(municipality=contest.municipality)
    before = client.get(page("jury_detail", contest)).content.decode()

    mark_all(contest, lambda each: 64)
    piece = client.get(page("jury_detail", contest), **HTMX).content.decode()

    assert "не начато" in before
    assert "every 30s" in before
    assert piece.strip().startswith('<div id="lines"')
    assert piece.count(": ") == 2
    assert "64" in piece


def test_pending_marks_are_settled_from_the_page(sign_in):
    contest = assigned(n_entries=1, n_jurors=2)
    mark_all(contest, lambda each: 64)
    MarkSheet.objects.update(state="pending")
    client = sign_in(municipality=contest.municipality)
    one, two = Assignment.objects.order_by("pk")

    text = client.get(page("jury_detail", contest)).content.decode()
    client.post(button(contest, "settle"), {f"a{one.pk}": "yes", f"a{two.pk}": "no"})

    assert text.count("Если засчитать: получили бы место: К00 (1)") == 2
    assert list(MarkSheet.objects.order_by("pk").values_list("state", flat=True)) == ["counted", "left_out"]


def test_an_expert_of_the_register_joins_and_leaves_the_jury(sign_in):
    contest = contest_with_jury(n_jurors=1)
    person = PersonFactory(last_name="Журавлёва", municipality=contest.municipality)
    appointment = ExpertAppointmentFactory(person=person)
    client = sign_in(municipality=contest.municipality)
    said = {
        "appointment_text": "Журавлёва",
        "appointment_chosen": appointment.pk,
        "role": "member",
        "load_min": "0",
    }

    client.post(page("jurymember_create", contest), said)
    member = JuryMember.objects.get(appointment=appointment)
    edit = reverse("contests:jurymember_edit", args=[member.pk])
    client.post(edit, {"role": "chair", "load_min": "2", "token": token_of(member, LOADS)})
    refused = client.post(edit, {"leave": "1", "reason": ""})
    client.post(edit, {"leave": "1", "reason": "Переехала"})
    member.refresh_from_db()

    assert (member.role, member.load_min, refused.status_code) == ("chair", 2, 422)
    assert (member.left_on, member.left_because) == (timezone.localdate(), "Переехала")


def test_rules_keep_the_order_of_tie_breaks(sign_in):
    contest = contest_with_jury()
    client = sign_in(municipality=contest.municipality)
    said = {
        "jurors_per_entry": "3", "method": "trimmed", "correction": "additive", "third": "nearest", "threshold": "25",
        "n_prizes": "3", "n_finalists": "5", "tie_1": "part:idea", "tie_2": "", "tie_3": "spread",
    }  # fmt: skip

    said["token"] = token_of(contest.jury_rules, ["method", "correction", "threshold", "n_prizes"])
    client.post(page("jury_rules", contest), said)
    contest.jury_rules.refresh_from_db()

    assert contest.jury_rules.tie_breaks == ["part:idea", "spread"]
    assert contest.jury_rules.method == "trimmed"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "n_queries"), [("jury_detail", 23), ("jury_ranking", 18)])
def test_pages_of_a_jury_ask_the_same_whatever_is_there(
    sign_in, django_assert_num_queries, name, n_queries, count
):
    contest = assigned(n_entries=count, n_jurors=count + 1)
    mark_all(contest, lambda each: 80)
    client = sign_in(municipality=contest.municipality)

    with django_assert_num_queries(n_queries):
        client.get(page(name, contest))


# --- The juror ----------------------------------------------------------------------------------------------------------
def test_each_answer_is_kept_at_once_and_the_line_below_says_how_far_it_is(sign_in):
    each, user = juror_with_work(assigned(n_entries=1))
    sheet = each.sheets.get()
    client = sign_in(user)

    first = client.post(each.get_absolute_url(), {"sheet": sheet.pk, "q1": "70", "q2": ""}, **HTMX)
    wrong = client.post(each.get_absolute_url(), {"sheet": sheet.pk, "q1": "700", "q2": ""}, **HTMX)
    whole = client.post(each.get_absolute_url(), {"sheet": sheet.pk, "q1": "70", "q2": "80"})
    sheet.refresh_from_db()

    assert "осталось 1\xa0вопрос" in first.content.decode()
    assert (wrong.status_code, "Не сохранили" in wrong.content.decode()) == (422, True)
    assert (whole.status_code, str(sheet.percent)) == (302, "75.00")


def test_a_juror_sees_a_code_and_clean_copies_and_no_name(sign_in):
    contest = assigned(n_entries=1)
    each, user = juror_with_work(contest)
    entry = each.entry
    entry.title, entry.about = f"Урок {entry.person}", f"Пишет {entry.person}"
    entry.save()
    clean = EntryCopyFactory(
        source=EntryFileFactory(entry=entry), state="clean", title="Файл 1", url="https://example.org/clean"
    )
    EntryCopyFactory(
        source=EntryFileFactory(entry=entry),
        state="doubtful",
        title="Файл 2",
        url="https://example.org/named",
    )
    client = sign_in(user)

    text = client.get(each.get_absolute_url()).content.decode()
    mine = client.get(reverse("contests:my_jury")).content.decode()

    assert (clean.url in text, "example.org/named" in text, "Урок 0" in text) == (True, False, True)
    assert entry.person.last_name not in text + mine
    assert str(entry.organization) not in text + mine


def test_a_methodist_in_a_blind_jury_does_not_lead_it(sign_in):
    contest = assigned(n_entries=1)
    each, user = juror_with_work(contest)
    GrantFactory(user=user, municipality=contest.municipality)
    client = sign_in(user)

    assert client.get(page("jury_detail", contest)).status_code == 404
    assert client.get(page("jury_ranking", contest)).status_code == 404
    assert client.get(each.get_absolute_url()).status_code == 200


def test_a_work_of_another_juror_is_nobodys_business(sign_in):
    contest = assigned(n_entries=1, jurors_per_entry=1)
    each, _ = juror_with_work(contest)
    other = add_juror(contest)
    client = sign_in(other.appointment.person.user)

    assert client.get(each.get_absolute_url()).status_code == 404


def test_saying_no_needs_a_reason_and_frees_the_place(sign_in):
    each, user = juror_with_work(assigned(n_entries=1))
    client = sign_in(user)

    client.post(each.get_absolute_url(), {"abstain": "1", "reason": ""})
    each.refresh_from_db()
    still = each.state
    moved = client.post(each.get_absolute_url(), {"abstain": "1", "reason": "Узнала автора"})
    each.refresh_from_db()

    assert (still, each.state, moved["Location"]) == ("given", "abstained", reverse("contests:my_jury"))


def test_after_one_work_comes_the_next(sign_in):
    contest = assigned(n_entries=2, n_jurors=2)
    first, second = Assignment.objects.filter(member=contest.jury.first()).order_by("entry__code")
    client = sign_in(first.member.appointment.person.user)

    before = client.get(first.get_absolute_url()).content.decode()
    mark(second, 70)
    after = client.get(first.get_absolute_url()).content.decode()

    assert "Следующая работа" in before
    assert "Следующая работа" not in after


def test_a_decision_is_taken_back_on_the_page_of_places(sign_in):
    contest = assigned(n_entries=1)
    mark_all(contest, lambda each: 80)
    decide_places(contest, phase="marking", by=None)
    client = sign_in(municipality=contest.municipality)
    url = page("jury_ranking", contest)
    assert "Отменить решение" in client.get(url).content.decode()

    client.post(button(contest, "undo"), {"reason": "Перепутали листы"})

    assert contest.entries.get().pending_result == ""
    assert "Отменить решение" not in client.get(url).content.decode()


def test_nothing_is_said_of_conflicts_when_nothing_was_to_be_given(sign_in):
    contest = contest_with_jury(n_entries=1)
    client = sign_in(municipality=contest.municipality)
    url = button(contest, "assign")
    first = client.post(url, follow=True).content.decode().replace("\xa0", " ")
    assert "Роздано экспертам: 2 назначения." in first

    assert "распределять нечего" in client.post(url, follow=True).content.decode()


def rows_of(answer):
    return [[each.value for each in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows()]


def test_who_marked_what_and_the_places_go_into_excel_without_names_while_the_jury_may_not_know_them(sign_in):
    contest = assigned(n_entries=2)
    contest.title = "Урок: 2026/27?"  # no sheet of Excel may be called so
    contest.save()
    mark_all(contest, lambda each: 80 if each.entry.code == "К00" else 60.5)
    client = sign_in(municipality=contest.municipality)

    marked = rows_of(client.get(page("jury_detail", contest), {"as": "xlsx"}))
    places = rows_of(client.get(page("jury_ranking", contest), {"as": "xlsx"}))

    assert [row[0] for row in marked] == ["Работа", "К00", "К00", "К01", "К01"]
    assert [row[1:4] for row in places[1:]] == [[1, "К00", 80], [2, "К01", 60.5]]
    names = {each.person.last_name for each in contest.entries.all()}
    assert not [cell for row in places for cell in row if str(cell) in names]


def test_a_member_whose_order_is_not_signed_yet_is_marked(sign_in):
    contest = contest_with_jury(n_jurors=2)
    first, second = (each.appointment for each in contest.jury.all())
    first.basis, first.document = "", DocumentFactory(draft=True)
    first.save()
    second.basis = ""
    second.save()

    told = sign_in(municipality=contest.municipality).get(page("jury_detail", contest)).content.decode()

    assert told.count("приказ о назначении ещё не подписан") == 1
    assert told.count("назначение без основания") == 1


def test_a_juror_may_declare_a_recusal_from_the_own_page(sign_in):
    each, user = juror_with_work(assigned(n_entries=1))
    url = reverse("experts:recusal_create", args=[each.member.appointment.person_id])
    client = sign_in(user)

    assert url in client.get(reverse("contests:my_jury")).content.decode()
    assert client.get(url).status_code == 200
