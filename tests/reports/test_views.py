import datetime as dt
import html
import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from masterstvo.reports.actions.report import approve_report
from masterstvo.reports.composition import compose
from masterstvo.reports.models import Report
from masterstvo.reports.word import build_docx
from masterstvo.reports.word.template import BLOCKS
from tests.editing import correct, token_on
from tests.factories.accounts import UserFactory
from tests.factories.facts import TrainingFactory
from tests.factories.plans import ActivityEvidenceFactory, ActivityFactory, DirectionFactory, TargetFactory
from tests.factories.reports import NarrativeFactory, ReportApprovalFactory, ReportFactory
from tests.reports.test_template import GOOD, template

EDITING = ["report_edit", "report_template_edit"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def methodist(sign_in, district):
    return sign_in(municipality=district.municipality)


@pytest.fixture
def head(as_actor, district):
    return as_actor("head", district.municipality)


@pytest.fixture
def approved(report):
    return approve_report(report, by=UserFactory())


def page(name, *arguments):
    return reverse(f"reports:{name}", args=arguments)


ACTORS = ("methodist", "head", "observer", "stranger", "school", "expired", "plain", "nobody")


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        # methodist, head, observer, stranger, school, expired, plain, nobody
        ("report_detail", (200, 200, 200, 404, 404, 404, 404, 302)),
        ("report_download", (200, 200, 200, 404, 404, 404, 404, 302)),
        ("report_check_list", (200, 200, 200, 404, 404, 404, 404, 302)),
        ("report_edit", (200, 200, 403, 404, 404, 404, 404, 302)),
        ("report_template_edit", (200, 200, 403, 404, 404, 404, 404, 302)),
        ("report_approve", (403, 200, 403, 404, 404, 404, 404, 302)),
    ],
)
def test_report_pages_open_to_those_who_may(client, as_actor, report, district, name, statuses):
    found = {}
    for actor in ACTORS:
        client.logout()
        found[actor] = (
            as_actor(actor, district.municipality, district.school).get(page(name, report.pk)).status_code
        )

    assert found == dict(zip(ACTORS, statuses, strict=True))


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("report_list", (200, 200, 200, 200, 403, 403, 403, 302)),
        ("report_create", (200, 200, 403, 200, 403, 403, 403, 302)),
        ("report_template_download", (200, 200, 200, 200, 403, 403, 403, 302)),
    ],
)
def test_common_report_pages_open_to_those_who_may(client, as_actor, district, name, statuses):
    found = {}
    for actor in ACTORS:
        client.logout()
        found[actor] = as_actor(actor, district.municipality, district.school).get(page(name)).status_code

    assert found == dict(zip(ACTORS, statuses, strict=True))


@pytest.mark.parametrize("count", [1, 3])
def test_report_list_queries_do_not_grow(methodist, district, django_assert_num_queries, count):
    for number in range(count):
        ReportFactory(plan=district.plan, year=2022 + number)
    with django_assert_num_queries(LIST_QUERIES):
        response = methodist.get(page("report_list"))

    assert response.content.count(b"report.docx") == count


@pytest.mark.parametrize("count", [1, 3])
def test_report_detail_queries_do_not_grow(methodist, district, report, django_assert_num_queries, count):
    for _ in range(count):
        direction = DirectionFactory(plan=district.plan)
        ActivityEvidenceFactory(
            activity=ActivityFactory(plan=district.plan, direction=direction, state="done")
        )
        TargetFactory(plan=district.plan, indicator_code="A1")
    with django_assert_num_queries(DETAIL_QUERIES):
        assert methodist.get(page("report_detail", report.pk)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_report_preview_queries_do_not_grow(methodist, district, report, django_assert_num_queries, count):
    for _ in range(count):
        activity = ActivityFactory(plan=district.plan, direction=district.direction)
        ActivityEvidenceFactory(activity=activity)
        ReportApprovalFactory(report=report)
    with django_assert_num_queries(PREVIEW_QUERIES):
        response = methodist.get(page("report_preview", report.pk))

    assert response.content.count("Тюрина".encode()) == count


def words_of(response):
    """Return what a page says, without tags and with ordinary spaces."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(text.replace("\u00a0", " ").split())


def test_report_preview_says_what_the_word_file_says(methodist, report):
    text = words_of(methodist.get(page("report_preview", report.pk)))
    blocks = template(*(f"{{{{ {tag} }}}}" for tag in BLOCKS if tag != "содержание"))
    document = docx.Document(io.BytesIO(build_docx(compose(report), template=blocks)))

    told = [paragraph.text for paragraph in document.paragraphs] + [
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    ]
    missing = [
        line
        for words in told
        for line in words.replace("\u00a0", " ").split("\n")
        if len(line) > 25 and line not in text
    ]
    assert missing == []


LIST_QUERIES, DETAIL_QUERIES, PREVIEW_QUERIES = 7, 55, 49


def test_a_report_is_begun_from_a_plan_and_a_day(methodist, district):
    response = methodist.post(page("report_create"), {"plan": district.plan.pk, "as_of": "2025-11-30"})

    report = Report.objects.get()
    assert response.url == report.get_absolute_url()


def test_a_second_draft_is_refused_in_words(methodist, district, report):
    response = methodist.post(page("report_create"), {"plan": district.plan.pk, "as_of": "2025-11-30"})

    assert response.status_code == 422
    assert "Черновик отчёта за 2025 год уже есть" in response.content.decode()


def test_the_page_shows_table_one_and_what_remains(methodist, report, district):
    district.target.values.update(value=90)

    text = methodist.get(page("report_detail", report.pk)).content.decode().replace("\u00a0", " ")

    assert "30 % (3 из 10)" in text
    assert "На утверждение: осталось 1" in text
    assert page("report_reason_edit", report.pk, district.target.pk) in text


def test_who_approves_sees_the_button_when_nothing_remains(head, report):
    assert page("report_approve", report.pk) in head.get(page("report_detail", report.pk)).content.decode()


def test_an_empty_list_says_what_will_be_here(methodist, district):
    assert "Отчётов пока нет" in methodist.get(page("report_list")).content.decode()


def test_the_order_is_edited(methodist, report):
    response = correct(
        methodist,
        page("report_edit", report.pk),
        {"as_of": "2025-10-31", "signer": "Б. В. Седов", "order_on": ""},
    )

    report.refresh_from_db()
    assert (response.status_code, report.signer, report.as_of) == (302, "Б. В. Седов", dt.date(2025, 10, 31))


def test_a_date_of_another_year_is_refused_and_what_was_typed_stays(methodist, report):
    response = correct(methodist, page("report_edit", report.pk), {"as_of": "2026-01-01", "signer": "Седов"})

    assert response.status_code == 422
    assert "дата должна быть внутри него" in response.content.decode()
    assert 'value="Седов"' in response.content.decode()


def test_a_section_is_written_over_the_version_that_was_shown(methodist, report, district):
    address = page("report_narrative_edit", report.pk, district.direction.pk)
    narrative = report.narratives.get()

    response = correct(methodist, address, {"problems": "Мало мест", "conclusions": "Вывод"})

    narrative.refresh_from_db()
    assert (response.status_code, narrative.problems) == (302, "Мало мест")


def test_a_section_saved_meanwhile_is_shown_beside_the_own_words(methodist, report, district):
    address = page("report_narrative_edit", report.pk, district.direction.pk)
    stale = token_on(methodist, address)
    theirs = report.narratives.get()
    theirs.problems = "Чужие слова"
    theirs.save()

    refused = methodist.post(address, {"token": stale, "problems": "Мои слова"})

    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Чужие слова" in text
    assert "Мои слова" in text
    assert f'value="{token_on(methodist, address)}"' in text
    assert correct(methodist, address, {"problems": "Вместе"}).status_code == 302


def test_a_direction_of_another_plan_is_not_found(methodist, report):
    assert methodist.get(page("report_narrative_edit", report.pk, DirectionFactory().pk)).status_code == 404


def test_a_reason_is_given(methodist, report, district):
    address = page("report_reason_edit", report.pk, district.target.pk)

    assert methodist.get(address).status_code == 200
    assert correct(methodist, address, {"text": "Курсы перенесены"}).status_code == 302
    assert report.reasons.get().text == "Курсы перенесены"


def test_a_finding_is_explained_with_and_without_scripts(methodist, report, district):
    district.activity.evidence.all().delete()
    key = f"done_without_evidence:activity:{district.activity.pk}"
    address = page("report_finding_explain", report.pk)
    assert key in methodist.get(page("report_check_list", report.pk)).content.decode()

    note = {"finding": key, "token": token_on(methodist, page("report_check_list", report.pk))}
    piece = methodist.post(address, {**note, "text": "на бумаге"}, headers={"HX-Request": "true"})
    refused = methodist.post(address, {**note, "text": "в архиве"})
    note["token"] = token_on(methodist, page("report_check_list", report.pk))
    whole = methodist.post(address, {**note, "text": "в архиве"})

    assert refused.status_code == 422
    assert "Оставить их" in refused.content.decode()

    assert piece.templates[0].name == "reports/_finding.html"
    assert "на бумаге" in piece.content.decode()
    assert "<html" not in piece.content.decode()
    place = page("report_check_list", report.pk)
    assert whole.url == f"{place}?page=1#finding-done_without_evidenceactivity{district.activity.pk}"
    assert whole.url.split("#")[1] in methodist.get(whole.url).content.decode()
    assert report.check_notes.get().text == "в архиве"


def test_findings_come_in_pages_and_an_explanation_leads_back_to_its_own(methodist, report, district):
    ActivityFactory.create_batch(60, plan=report.plan, state="done", actual_result="Проведено 4 встречи")
    last = ActivityFactory(plan=report.plan, state="done", actual_result="Проведено 5 встреч")
    key = f"done_without_evidence:activity:{last.pk}"
    address = page("report_check_list", report.pk)
    first = methodist.get(address)

    assert (len(first.context["lines"]), key in first.content.decode()) == (50, False)
    note = {"finding": key, "token": token_on(methodist, f"{address}?page=2"), "text": "на бумаге"}
    back = methodist.post(page("report_finding_explain", report.pk), note)

    assert "?page=2#" in back.url
    assert "на бумаге" in methodist.get(back.url).content.decode()


def test_an_explanation_is_not_given_by_following_a_link(methodist, report):
    assert methodist.get(page("report_finding_explain", report.pk)).status_code == 405


def test_the_file_is_a_word_document_with_a_russian_name(methodist, report):
    response = methodist.get(page("report_download", report.pk))

    assert "%D0%9E%D1%82%D1%87%D1%91%D1%82" in response["Content-Disposition"]
    assert len(docx.Document(io.BytesIO(response.content)).tables) == 3


def test_an_own_template_is_taken_and_given_back(methodist, report):
    address = page("report_template_edit", report.pk)
    own = SimpleUploadedFile("blank.docx", template("Наш бланк", *GOOD[1:]))

    assert methodist.post(address, {"file": own}).status_code == 302
    assert Report.objects.get().template
    assert methodist.post(address, {}).status_code == 302
    assert not Report.objects.get().template


def test_a_file_that_is_no_template_is_refused_in_words(methodist, report):
    response = methodist.post(
        page("report_template_edit", report.pk), {"file": SimpleUploadedFile("a.docx", b"letter")}
    )

    assert response.status_code == 422
    assert "не документ Word" in response.content.decode()


def test_the_shipped_template_can_be_downloaded(methodist, district):
    response = methodist.get(page("report_template_download"))

    assert any(
        "{{ таблица_1 }}" in row.text for row in docx.Document(io.BytesIO(response.content)).paragraphs
    )


def test_approval_is_refused_while_something_stands(head, report, district):
    district.target.values.update(value=90)

    response = head.post(page("report_approve", report.pk))

    assert response.status_code == 422
    assert "До утверждения осталось" in response.content.decode().replace("\u00a0", " ")


def test_approval_seals_the_report(head, report):
    response = head.post(page("report_approve", report.pk))

    assert response.url == report.get_absolute_url()
    assert Report.objects.get().state == "approved"
    assert head.get(response.url).status_code == 200


def test_asking_to_approve_changes_nothing(head, report):
    assert "Утвердить отчёт" in head.get(page("report_approve", report.pk)).content.decode()
    assert Report.objects.get().state == "draft"


@pytest.mark.parametrize("name", [*EDITING, "report_approve"])
def test_an_approved_report_has_no_pages_of_editing(head, approved, name):
    assert head.get(page(name, approved.pk)).status_code == 404
    assert head.post(page(name, approved.pk)).status_code == 404


def test_an_approved_report_offers_a_new_edition(methodist, approved):
    address = page("report_correct", approved.pk)
    assert methodist.get(address).status_code == 200

    methodist.post(address)

    assert list(Report.objects.values_list("edition", "state")) == [(2, "draft"), (1, "approved")]
    assert methodist.post(address).status_code == 422


def test_drift_is_told_by_names(methodist, approved, district):
    assert "Ничего не изменилось" in methodist.get(page("report_drift", approved.pk)).content.decode()
    TrainingFactory(person=district.people[5], finished_on=dt.date(2025, 5, 5))

    text = methodist.get(page("report_drift", approved.pk)).content.decode()

    assert str(district.people[5]) in text
    assert "внесено после утверждения" in text


def test_a_draft_has_not_drifted(methodist, report):
    assert methodist.get(page("report_drift", report.pk)).status_code == 404


def test_words_of_people_are_never_markup(methodist, report, district):
    NarrativeFactory._meta.model.objects.update(facts="<script>alert(1)</script>")
    ActivityEvidenceFactory(activity=district.activity, url="javascript:alert(1)", title="<b>x</b>")

    text = methodist.get(page("report_detail", report.pk)).content.decode()

    assert "<script>alert" not in text
    assert "<b>x</b>" not in text
    assert 'href="javascript:' not in text


def test_today_leads_to_the_report_of_the_year(methodist, district):
    year = timezone.localdate().year
    district.plan.year_to = year
    district.plan.save()
    before = methodist.get(reverse("plans:today")).content.decode()
    report = ReportFactory(plan=district.plan, year=year, as_of=timezone.localdate())

    after = methodist.get(reverse("plans:today")).content.decode()

    assert page("report_create") in before
    assert report.get_absolute_url() in after


def test_a_school_is_not_shown_the_report_on_today(as_actor, district):
    response = as_actor("school", district.municipality, district.school).get(reverse("plans:today"))

    assert page("report_list") not in response.content.decode()
