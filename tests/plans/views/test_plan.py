import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masterstvo.core.models import AuditRecord
from masterstvo.plans.actions.file import keep_file
from masterstvo.plans.actions.plan import import_plan
from masterstvo.plans.models import Plan, PlanFile
from masterstvo.plans.queries.plan import read_again
from tests.editing import correct, token_on
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory
from tests.factories.plan_documents import ROWS, plan_docx
from tests.factories.plans import (
    ApprovalFactory,
    PlanFactory,
    PlanFileFactory,
    TargetFactory,
    TargetSuggestionFactory,
)

pytestmark = pytest.mark.django_db
NAMELESS = {"title": "План работы по повышению мастерства педагогов", "order": ""}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def municipality():
    return MunicipalityFactory()


def upload(client, content=None, **more):
    file = SimpleUploadedFile("plan.docx", content or plan_docx())
    return client.post(reverse("plans:plan_create"), {"file": file, **more})


def kept(municipality, content=None):
    return keep_file(municipality=municipality, name="plan.docx", content=content or plan_docx(), by=None)


def imported(municipality):
    file = kept(municipality)
    return import_plan(file=file, read=read_again(file), by=None)


@pytest.mark.parametrize(
    ("actor", "page", "status"),
    [
        ("methodist", "plan_list", 200),
        ("observer", "plan_list", 200),
        ("plain", "plan_list", 403),
        ("nobody", "plan_list", 302),
        ("methodist", "plan_create", 200),
        ("observer", "plan_create", 403),
        ("methodist", "plan_import", 200),
        ("observer", "plan_import", 404),
        ("stranger", "plan_import", 404),
        ("nobody", "plan_import", 302),
        ("observer", "plan_detail", 200),
        ("stranger", "plan_detail", 404),
        ("expired", "plan_detail", 404),
    ],
)
def test_who_opens_the_pages_of_plans(as_actor, municipality, actor, page, status):
    key = {
        "plan_import": lambda: [kept(municipality).pk],
        "plan_detail": lambda: [PlanFactory(municipality=municipality).pk],
    }
    arguments = key.get(page, list)()
    assert as_actor(actor, municipality).get(reverse(f"plans:{page}", args=arguments)).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_plans_has_a_constant_number_of_queries(
    sign_in, municipality, django_assert_num_queries, count
):
    for year in range(count):
        PlanFactory(municipality=municipality, year_from=2020 + year, year_to=2020 + year)
        PlanFileFactory(plan=Plan.objects.latest("pk"))
    client = sign_in(municipality=municipality)

    with django_assert_num_queries(9):
        response = client.get(reverse("plans:plan_list"))

    assert response.content.decode().count("Титул и показатели") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_plan_has_a_constant_number_of_queries(
    sign_in, municipality, django_assert_num_queries, count
):
    plan = PlanFactory(municipality=municipality)
    TargetFactory.create_batch(count, plan=plan)
    ApprovalFactory.create_batch(count, plan=plan)
    for _ in range(count):
        TargetSuggestionFactory(activity__plan=plan)
    client = sign_in(municipality=municipality)

    with django_assert_num_queries(15):
        response = client.get(reverse("plans:plan_detail", args=[plan.pk]))

    assert response.content.decode().count("Сделать показателем") == count


def test_a_file_is_shown_as_read_before_anything_is_written(sign_in, municipality):
    client = sign_in(municipality=municipality)

    response = upload(client)
    page = client.get(response.url).content.decode()

    assert Plan.objects.count() == 0
    assert "Школа молодого педагога: встречи по\xa0плану" in page
    assert "01.03.2025 – 31.03.2025" in page


def test_confirming_writes_the_plan(sign_in, municipality):
    client = sign_in(municipality=municipality)

    response = client.post(upload(client).url)

    plan = Plan.objects.get()
    assert response.url == reverse("plans:plan_detail", args=[plan.pk])
    assert plan.activities.count() == 4


def test_the_missing_year_is_asked_for_without_choosing_the_file_again(sign_in, municipality):
    client = sign_in(municipality=municipality)
    url = upload(client, plan_docx(**NAMELESS)).url

    asked = client.get(url).content.decode()
    refused = client.post(url, {"year": "скоро"})
    client.post(url, {"year": "2026"})
    client.post(url)

    assert "На какой год этот план" in asked
    assert refused.status_code == 422
    assert Plan.objects.get().year_from == 2026


@pytest.mark.parametrize(("content", "words"), [(b"letter", ""), (b"", "Файл пуст"), (None, "Выберите файл")])
def test_a_file_that_is_no_plan_is_refused_in_words(sign_in, municipality, content, words):
    client = sign_in(municipality=municipality)
    fields = {} if content is None else {"file": SimpleUploadedFile("letter.docx", content)}

    response = client.post(reverse("plans:plan_create"), fields)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert PlanFile.objects.count() == 0


def test_a_file_that_waits_is_offered_on_the_list_and_can_be_dropped(sign_in, municipality):
    client = sign_in(municipality=municipality)
    file = kept(municipality)

    listed = client.get(reverse("plans:plan_list")).content.decode()
    client.post(reverse("plans:plan_discard", args=[file.pk]))

    assert "ждёт решения" in listed
    assert PlanFile.objects.count() == 0


def test_the_same_file_again_says_that_nothing_is_new(sign_in, municipality):
    client = sign_in(municipality=municipality)
    content = plan_docx()
    client.post(upload(client, content).url)

    response = client.post(
        reverse("plans:plan_create"), {"file": SimpleUploadedFile("again.docx", content)}, follow=True
    )

    assert "Изменений нет" in response.content.decode()


def test_an_edited_document_is_taken_row_by_row(sign_in, municipality):
    plan = imported(municipality)
    client = sign_in(municipality=municipality)
    rows = [[*ROWS[1][:2], "апрель", *ROWS[1][3:]] if row is ROWS[1] else row for row in ROWS[:5]]
    url = client.get(upload(client, plan_docx(rows)).url).url

    page = client.get(url)
    first = plan.activities.get(number="1.1")
    shown = page.content.decode()
    assert f'value="activity-changed-{first.pk}" checked' in shown
    gone = plan.activities.get(number="2.2")
    assert f'value="activity-removed-{gone.pk}">' in shown  # a removal is never ticked beforehand

    client.post(
        url, {"token": page.context["form"].initial["token"], "row": [f"activity-changed-{first.pk}"]}
    )

    first.refresh_from_db()
    assert first.period_text == "апрель"
    assert plan.activities.count() == 4


def test_a_refused_difference_keeps_the_ticks(sign_in, municipality):
    plan = imported(municipality)
    Plan.objects.update(state="approved")
    client = sign_in(municipality=municipality)
    url = client.get(upload(client, plan_docx(ROWS[:5])).url).url
    token = client.get(url).context["form"].initial["token"]
    key = f"activity-removed-{plan.activities.get(number='2.2').pk}"

    response = client.post(url, {"token": token, "row": [key]})

    assert response.status_code == 422
    assert f'value="{key}" checked' in response.content.decode()
    assert "почему он меняется" in response.content.decode()


def test_a_suggestion_is_decided_on_the_page_of_the_plan(sign_in, municipality):
    suggestion = TargetSuggestionFactory(activity__plan__municipality=municipality)
    client = sign_in(municipality=municipality)

    client.post(
        reverse("plans:suggestion_decide", args=[suggestion.pk]),
        {"decision": "accept", "title": "Охват педагогов"},
    )

    assert suggestion.activity.plan.targets.get().title == "Охват педагогов"


def test_a_target_is_given_its_definition_by_hand(sign_in, municipality):
    IndicatorFactory(code="A1")
    target = TargetFactory(plan__municipality=municipality)

    client = sign_in(municipality=municipality)
    detail = reverse("plans:plan_detail", args=[target.plan_id])
    typed = {"code": "A1", "token": token_on(client, f"{detail}?match={target.pk}")}

    client.post(reverse("plans:target_match", args=[target.pk]), typed)
    client.post(reverse("plans:target_match", args=[target.pk]), {**typed, "code": ""})  # an old page

    target.refresh_from_db()
    assert target.indicator_code == "A1"


@pytest.mark.parametrize("page", ["suggestion_decide", "target_match"])
def test_an_observer_decides_nothing(as_actor, municipality, page):
    target = TargetFactory(plan__municipality=municipality)
    suggestion = TargetSuggestionFactory(activity__plan=target.plan)
    key = suggestion.pk if page == "suggestion_decide" else target.pk

    assert as_actor("observer", municipality).post(reverse(f"plans:{page}", args=[key])).status_code == 403


def test_a_plan_is_approved_by_its_order(sign_in, municipality):
    plan = PlanFactory(municipality=municipality)
    client = sign_in(municipality=municipality)
    url = reverse("plans:plan_approve", args=[plan.pk])

    refused = client.post(url, {"order_number": ""}, follow=True)
    client.post(url, {"order_number": "128-од", "order_on": "2025-04-09"})

    plan.refresh_from_db()
    assert "укажите номер и дату приказа" in refused.content.decode()
    assert (plan.state, plan.order_number) == ("approved", "128-од")


def test_a_step_that_is_not_possible_is_said_in_words(sign_in, municipality):
    plan = PlanFactory(municipality=municipality)

    response = sign_in(municipality=municipality).post(
        reverse("plans:plan_change_state", args=[plan.pk]), {"state": "closed"}, follow=True
    )

    assert "нельзя" in response.content.decode()


def test_who_edits_elsewhere_loads_nothing_here(client):
    user = GrantFactory(municipality__title="Ясный район").user
    here = GrantFactory(user=user, role="observer", municipality__title="Берёзовский район").municipality
    client.force_login(user)
    assert client.get(reverse("plans:plan_list")).wsgi_request.municipality == here

    response = upload(client)

    assert response.status_code == 403
    assert PlanFile.objects.count() == 0


@pytest.mark.parametrize(
    ("actor", "status"), [("methodist", 200), ("observer", 404), ("stranger", 404), ("nobody", 302)]
)
def test_who_opens_the_difference_of_a_document(as_actor, municipality, actor, status):
    imported(municipality)
    file = kept(municipality, plan_docx(ROWS[:5]))

    assert (
        as_actor(actor, municipality).get(reverse("plans:plan_difference", args=[file.pk])).status_code
        == status
    )


# --- The title page and the agreement sheet --------------------------------------------------------------------------
TITLE = {
    "title": "План развития",
    "year_from": "2026",
    "year_to": "2026",
    "order_number": "12-од",
    "order_on": "2026-01-15",
    "goal": "Рост мастерства",
    "tasks": "Первая задача\n\n  Вторая   задача ",
}


def test_the_title_page_is_edited_with_tasks_one_in_a_line(sign_in, municipality):
    plan = PlanFactory(municipality=municipality)
    url = reverse("plans:plan_edit", args=[plan.pk])
    client = sign_in(municipality=municipality)

    assert client.get(url).status_code == 200
    assert correct(client, url, TITLE).url == reverse("plans:plan_detail", args=[plan.pk])

    plan.refresh_from_db()
    assert (plan.title, plan.goal, plan.year_from) == ("План развития", "Рост мастерства", 2026)
    assert plan.tasks == ["Первая задача", "Вторая задача"]
    assert (plan.order_number, plan.order_on) == ("12-од", dt.date(2026, 1, 15))


@pytest.mark.parametrize(
    ("state", "change", "words"),
    [
        ("approved", {}, "напишите, почему он меняется"),
        ("approved", {"reason": "Поручение", "order_number": ""}, "можно исправить, но не убрать"),
        ("closed", {}, "План закрыт"),
        ("draft", {"year_to": "2025"}, "Последний год плана раньше первого"),
        ("draft", {"year_from": "2030", "year_to": "2030"}, "уже есть"),
        ("draft", {"title": ""}, "Обязательное поле"),
    ],
)
def test_a_refused_title_page_keeps_what_was_typed(sign_in, municipality, state, change, words):
    PlanFactory(municipality=municipality, year_from=2030, year_to=2030)
    plan = PlanFactory(municipality=municipality, state=state, order_number="7")
    url = reverse("plans:plan_edit", args=[plan.pk])

    answer = correct(sign_in(municipality=municipality), url, TITLE | change)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Вторая" in page
    assert words in page.replace("\u00a0", " ")
    assert Plan.objects.get(pk=plan.pk).goal == plan.goal


def test_the_agreement_sheet_takes_lines_and_gives_them_up(sign_in, municipality):
    plan = PlanFactory(municipality=municipality)
    client = sign_in(municipality=municipality)
    line = {"name": "Громов А. П.", "position": "начальник управления", "agreed_on": "2026-01-10"}

    client.post(reverse("plans:approval_create", args=[plan.pk]), line)
    approval = plan.approvals.get()
    page = client.get(reverse("plans:plan_detail", args=[plan.pk])).content.decode()
    assert ("начальник управления" in page, approval.agreed_on) == (True, dt.date(2026, 1, 10))
    client.post(reverse("plans:approval_delete", args=[approval.pk]))

    assert not plan.approvals.exists()
    actions = AuditRecord.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["plans.add_approval", "plans.remove_approval"]


def test_a_closed_plan_keeps_its_agreement_sheet(sign_in, municipality):
    approval = ApprovalFactory(plan__municipality=municipality, plan__state="closed")
    client = sign_in(municipality=municipality)

    created = client.post(reverse("plans:approval_create", args=[approval.plan_id]), {"name": "Зорина А. Ю."})
    client.post(reverse("plans:approval_delete", args=[approval.pk]))

    assert created.status_code == 422
    assert list(approval.plan.approvals.all()) == [approval]


@pytest.mark.parametrize("page", ["plan_edit", "approval_create"])
@pytest.mark.parametrize(
    ("actor", "status"), [("head", 200), ("observer", 403), ("stranger", 404), ("nobody", 302)]
)
def test_who_edits_the_title_page_and_the_sheet(as_actor, municipality, page, actor, status):
    plan = PlanFactory(municipality=municipality)

    assert as_actor(actor, municipality).get(reverse(f"plans:{page}", args=[plan.pk])).status_code == status
