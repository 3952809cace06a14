from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from masterstvo.contests.actions.fact import (
    AlreadyConfirmed,
    edit_entry,
    report_result,
    take_report_back,
)
from masterstvo.contests.actions.paper import prove_contest
from masterstvo.contests.agenda import deadline_entries, phase_entries
from masterstvo.contests.models import Contest, Entry, EntryFile
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from masterstvo.people.agenda import Wanted
from masterstvo.people.choices import Whose
from masterstvo.people.models import Export
from tests.factories.accounts import UserFactory
from tests.factories.contests import (
    ContestFactory,
    CriteriaFactory,
    DiplomaFactory,
    EntryFactory,
    EntryFileFactory,
    NominationFactory,
    PhaseFactory,
    RecommendedContestFactory,
)
from tests.factories.documents import DocumentFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, RegionFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def contest():
    """A contest that takes applications and checks them."""
    contest = ContestFactory(own=True, about="О чём")
    for kind in ("applications", "check", "decision"):
        PhaseFactory(contest=contest, kind=kind)
    return contest


def token_of(client, url):
    """Return what the page's form says of the version that it shows."""
    return {"token": client.get(url).context["form"]["token"].value()}


def filled(contest, number):
    """Give a contest ``number`` of everything that its pages list."""
    for each in range(number):
        entry = EntryFactory(
            sent=True,
            contest=contest,
            state="admitted",
            code=f"{each}",
            nomination=NominationFactory(contest=contest),
            organization=EmploymentFactory(organization__municipality=contest.municipality).organization,
        )
        EntryFileFactory(entry=entry)
        RecommendedContestFactory(municipality=contest.municipality)
        other = ContestFactory(own=True, municipality=contest.municipality, state="finished")
        PhaseFactory(contest=other)
        DiplomaFactory(entry=entry, municipality=contest.municipality)
        CriteriaFactory(contest=contest, nomination=entry.nomination)
    return contest


@pytest.mark.parametrize("name", ["contest_list", "contest_detail", "contest_results", "contest_terms"])
def test_a_page_asks_the_same_of_one_row_and_of_three(sign_in, django_assert_max_num_queries, name):
    asked = []
    for number in (1, 3):
        contest = filled(ContestFactory(own=True), number)
        client = sign_in(municipality=contest.municipality)
        url = reverse(f"contests:{name}", args=[] if name == "contest_list" else [contest.pk])
        client.get(url)
        with django_assert_max_num_queries(40) as counted:
            assert client.get(url).status_code == 200
        asked.append(len(counted))

    assert asked[0] == asked[1]


def test_phases_out_of_order_keep_what_was_typed_and_say_so_at_their_day(contest, sign_in):
    days = {
        "applications_starts": "10.03.2027", "applications_ends": "20.03.2027", "marking_starts": "01.03.2027",
        "marking_ends": "30.03.2027", "nominations": "Новая",
    }  # fmt: skip
    client = sign_in(municipality=contest.municipality)

    page = client.post(reverse("contests:contest_terms", args=[contest.pk]), days)

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"marking_starts"}
    assert all(each in page.content.decode() for each in ("Новая", "20.03.2027"))
    assert not contest.nominations.filter(title="Новая").exists()


def test_whoever_may_enter_reads_by_what_entries_are_marked(contest, sign_in):
    version = CriteriaFactory(contest=contest).version
    user = UserFactory()
    EmploymentFactory(organization__municipality=contest.municipality, person__user=user)

    page = sign_in(user).get(contest.get_absolute_url()).content.decode()

    asked = list(version.parts.criteria())
    assert asked
    assert all(each.text in page for each in asked)


def test_a_teacher_begins_fills_and_sends_an_application(contest, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user = UserFactory()
    EmploymentFactory(organization__municipality=contest.municipality, person__user=user)
    client = sign_in(user)
    assert contest.title in client.get(reverse("contests:contest_own")).content.decode()

    begun = client.post(reverse("contests:contest_apply", args=[contest.pk]), {"own": "1"})
    file = SimpleUploadedFile("план.pdf", b"%PDF-1.4 ... %%EOF")
    words = {"title": "Урок", "about": "О нём"}
    attached = {"file_form": "1", "file-title": "План", "file-file": file}
    client.post(begun.url, {**words, **attached, **token_of(client, begun.url)})
    client.post(begun.url, {**words, "send": "1", **token_of(client, begun.url)})

    entry = Entry.objects.get()
    assert (entry.state, entry.title, EntryFile.objects.count()) == ("sent", "Урок", 1)
    assert "отправлена" in client.get(begun.url).content.decode()


def test_a_draft_keeps_what_was_written(contest, sign_in):
    user = UserFactory()
    EmploymentFactory(organization__municipality=contest.municipality, person__user=user)
    client = sign_in(user)
    begun = client.post(reverse("contests:contest_apply", args=[contest.pk]), {"own": "1"})

    client.post(begun.url, {"title": "Полуурок", "about": "", **token_of(client, begun.url)})

    assert "Полуурок" in client.get(begun.url).content.decode()
    assert Entry.objects.get().state == "draft"


def test_an_organizer_admits_many_at_once(contest, sign_in):
    entries = [EntryFactory(sent=True, contest=contest) for _ in range(3)]
    client = sign_in(municipality=contest.municipality)

    client.post(contest.get_absolute_url(), {"do": "admit", "entry": [each.pk for each in entries[:2]]})

    assert list(Entry.objects.order_by("pk").values_list("state", flat=True)) == [
        "admitted",
        "admitted",
        "sent",
    ]


def test_a_contest_is_entered_with_its_days_and_nominations(sign_in):
    client = sign_in()
    created = client.post(
        reverse("contests:contest_create"),
        {"title": "Находка", "year": 2026, "level": "municipal", "entrant": "person", "about": "О чём", "team_most": 5,
         "files_most": 5, "file_megabytes": 20, "categories": ["teaching"]},
    )  # fmt: skip
    days = {
        "applications_starts": "2026-02-01",
        "applications_ends": "2026-02-20",
        "nominations": "Урок\nКружок",
    }
    client.post(created.url, days)

    contest = Contest.objects.get()
    assert contest.circle == {"categories": ["teaching"]}
    assert [(each.kind, f"{each.last_day:%d.%m}") for each in contest.phases.all()] == [
        ("applications", "20.02")
    ]
    assert list(contest.nominations.values_list("title", flat=True)) == ["Урок", "Кружок"]


def test_a_public_page_shows_results_only_where_it_was_allowed(client):
    contest = ContestFactory(own=True, state="finished")
    EntryFactory(contest=contest, person__last_name="Победилова", result="winner")
    url = reverse("contests:contest_public", args=[contest.pk])
    assert client.get(url).status_code == 404

    Contest.objects.update(is_public=True)

    assert "Победилова" in client.get(url).content.decode()


def test_calendars_show_phases_of_what_one_entered_and_deadlines_of_what_is_recommended(contest):
    user = UserFactory()
    job = EmploymentFactory(organization__municipality=contest.municipality, person__user=user)
    EntryFactory(sent=True, contest=contest, person=job.person)
    RecommendedContestFactory(municipality=contest.municipality, apply_by=TODAY)
    mine = Wanted(user, TODAY, TODAY.replace(year=TODAY.year + 1), Whose.MINE)

    assert len(list(phase_entries(mine))) == 3
    (deadline,) = deadline_entries(mine)
    assert deadline.title.startswith("Последний день заявок")
    school = GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=job.organization).user
    place = replace(mine, user=school, whose=Whose.SCHOOL, place=job.organization_id)
    assert [each.key for each in deadline_entries(place)] == [deadline.key]
    assert not list(deadline_entries(replace(place, place=EmploymentFactory().organization_id)))


def test_a_refused_file_is_told_at_its_field_and_what_was_typed_stays(contest, sign_in):
    user = UserFactory()
    EmploymentFactory(organization__municipality=contest.municipality, person__user=user)
    client = sign_in(user)
    begun = client.post(reverse("contests:contest_apply", args=[contest.pk]), {"own": "1"})
    wrong = SimpleUploadedFile("программа.exe", b"MZ")
    sent = {
        "title": "Напечатанное название",
        "about": "И слова",
        "file_form": "1",
        "file-title": "Подпись",
        "file-file": wrong,
    }

    page = client.post(begun.url, {**sent, **token_of(client, begun.url)})

    told = page.content.decode().replace("\xa0", " ")
    assert page.status_code == 422
    assert [
        each in told for each in ("Такой файл не примем", "Напечатанное название", "И слова", "Подпись")
    ] == [True] * 4


@pytest.mark.parametrize("content", [b"MZ", b"%PDF-1.4", b"%PDF-1.4 %%EOF"])
def test_the_authoritys_own_regulations_are_refused_at_their_field(
    contest, sign_in, settings, tmp_path, content
):
    settings.MEDIA_ROOT = tmp_path
    settings.SCAN_COMMAND = ["false"]  # whatever is shown to it is infected
    client = sign_in(municipality=contest.municipality)
    file = SimpleUploadedFile("положение.pdf", content)

    page = client.post(contest.get_absolute_url(), {"do": "regulations", "own_file": "1", "file": file})

    assert page.status_code == 422
    assert page.context["paper_form"].errors
    contest.refresh_from_db()
    assert contest.regulations is None


# --- Results in contests of others ------------------------------------------------------------------------------------
@pytest.fixture
def reported(sign_in, settings, tmp_path):
    """Return a result that a teacher reported with a diploma."""
    settings.MEDIA_ROOT = tmp_path
    client = sign_in(EmploymentFactory(person__user=UserFactory()).person.user)
    url = reverse("contests:entry_report")
    told = {
        "title": "Учитель года России",
        "level": "federal",
        "held_on": "2026-04-02",
        "result": "winner",
        "place": 1,
    }
    assert client.post(url, told).status_code == 422  # without its document
    file = SimpleUploadedFile("диплом.pdf", b"%PDF-1.4 ... %%EOF")
    client.post(url, {**told, "file": file})
    return Entry.objects.get()


def test_a_reported_result_counts_once_the_school_has_looked_at_its_document(reported, sign_in):
    entry = reported
    assert (entry.state, entry.result, entry.held_on, str(entry.contest.level)) == (
        "sent",
        "",
        None,
        "federal",
    )
    school = sign_in(municipality=entry.person.municipality)
    url = reverse("contests:entry_edit", args=[entry.pk])

    form = school.get(url).context["form"]
    assert b"%PDF" in b"".join(school.get(reverse("contests:entry_file", args=[entry.files.get().pk])))
    sent = {name: form[name].value() or "" for name in form.fields if name not in ("person", "contest")}
    sent |= {"person_chosen": entry.person_id, "contest_chosen": entry.contest_id, "held_on": "2026-04-02"}
    school.post(url, sent)

    entry.refresh_from_db()
    assert (entry.state, entry.result, entry.place, f"{entry.held_on:%d.%m.%Y}") == (
        "admitted",
        "winner",
        1,
        "02.04.2026",
    )
    assert "победитель" in sign_in(entry.person.user).get(reverse("contests:contest_own")).content.decode()


def test_what_nobody_has_confirmed_is_told_to_the_school_and_put_right_or_taken_back(reported, sign_in):
    entry, author = reported, reported.person.user
    job = entry.person.employments.get()
    head = GrantFactory(of_organization=True, organization=job.organization).user
    url = reverse("contests:report_edit", args=[entry.pk])
    sent = {"title": entry.contest.title, "level": "federal", "held_on": "2026-04-03", "result": "laureate"}

    sign_in(author).post(url, sent)
    entry.refresh_from_db()
    on_today = sign_in(head).get(reverse("plans:today")).content.decode()
    entered_again = report_result(
        person=entry.person, title="Другой", level="federal", held_on=entry.reported_on, result="winner", url="https://e.example", by=author
    )  # fmt: skip
    sign_in(author).post(reverse("contests:report_edit", args=[entered_again.pk]), {"take_back": "1"})

    assert (entry.pending_result, f"{entry.reported_on:%d.%m}", entry.files.count()) == (
        "laureate",
        "03.04",
        1,
    )
    assert "результат других конкурсов" in on_today
    assert "сообщает о результате" in Notice.objects.get(user=head).text
    assert list(Entry.objects.all()) == [entry]


def test_what_the_school_has_confirmed_is_no_longer_the_teachers_to_change(reported, sign_in):
    edit_entry(reported, by=None, result="winner", held_on=reported.reported_on)

    answer = sign_in(reported.person.user).post(
        reverse("contests:report_edit", args=[reported.pk]), {"take_back": "1"}
    )

    assert answer.status_code == 404
    with pytest.raises(AlreadyConfirmed):
        take_report_back(reported, by=None)


def test_a_report_that_is_not_true_is_removed_with_a_reason_that_its_author_reads(reported, sign_in):
    entry = reported
    school = sign_in(municipality=entry.person.municipality)

    school.post(reverse("contests:entry_delete", args=[entry.pk]), {"reason": "Это диплом ученика"})

    assert not Entry.objects.exists()
    assert "Это диплом ученика" in Notice.objects.get(user=entry.person.user).text


def test_a_paper_of_any_kind_laid_to_a_contest_stands_on_its_page_once(sign_in):
    contest = ContestFactory(own=True)
    client = sign_in(municipality=contest.municipality)
    letter, rules, minutes = (
        DocumentFactory(municipality=contest.municipality, kind=kind, title=title)
        for kind, title in (
            ("letter", "Письмо вуза"),
            ("regulation", "Положение"),
            ("protocol", "Решение оргкомитета"),
        )
    )
    for each in (letter, rules, minutes):
        prove_contest(each, target=contest, by=None)

    page = client.get(contest.get_absolute_url()).content.decode()

    assert [page.count(f'href="{each.get_absolute_url()}"') for each in (letter, rules, minutes)] == [1, 1, 1]


def test_applications_go_into_excel_with_the_whole_team_and_it_is_written_down(contest, sign_in):
    entry = EntryFactory(sent=True, contest=contest, title="Урок")
    member = EntryFactory(sent=True, contest=contest, team=entry)
    EntryFactory(sent=True, contest=contest, state="draft")

    answer = sign_in(municipality=contest.municipality).get(contest.get_absolute_url(), {"as": "xlsx"})

    rows = [[each.value for each in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows()]
    assert [(row[0], row[2], row[4]) for row in rows[1:]] == [(str(entry.person), str(member.person), "Урок")]
    assert set(Export.objects.get().people.all()) == {entry.person, member.person}


def test_an_own_draft_says_until_when_it_may_be_sent_and_a_withdrawn_entry_hides_no_offer(contest, sign_in):
    user = UserFactory()
    job = EmploymentFactory(organization__municipality=contest.municipality, person__user=user)
    entry = EntryFactory(sent=True, contest=contest, person=job.person, state="draft", title="Урок")
    client, url = sign_in(user), reverse("contests:contest_own")

    told = client.get(url).content.decode().replace("\xa0", " ")
    assert "отправьте до" in told
    assert "Сейчас заявки не принимают" not in told
    Entry.objects.filter(pk=entry.pk).update(state="withdrawn")

    assert [each for each, _ in client.get(url).context["offered"]] == [contest]


def test_a_region_reads_of_the_contests_of_all_its_districts(sign_in):
    region = RegionFactory()
    contests = [ContestFactory(own=True, municipality=MunicipalityFactory(region=region)) for _ in range(2)]

    user = GrantFactory(of_region=True, region=region).user
    page = sign_in(user).get(reverse("contests:contest_list"))

    assert {each for each, _, _ in page.context["contests"]} == set(contests)
    assert "Внесите конкурс" not in page.content.decode()
