import datetime as dt
import re
from io import BytesIO

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from masterstvo.people.models import Export
from masterstvo.plans.actions.activity import token_of
from masterstvo.plans.queries.written import schedule_values
from tests.editing import token_on
from tests.factories.people import PersonFactory
from tests.factories.plans import (
    ActivityEvidenceFactory,
    ActivityFactory,
    ActivityResponsibleFactory,
    DirectionFactory,
    PlanFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DONE = {"state": "done", "actual_result": "31 педагог", "links": "https://example.org/list.pdf"}


@pytest.fixture
def plan():
    year = timezone.localdate().year
    return PlanFactory(year_from=year, year_to=year, state="execution")


@pytest.fixture
def late(plan):
    """An activity that should have been done by yesterday."""
    return ActivityFactory(
        plan=plan, number="7", due_on=timezone.localdate() - dt.timedelta(days=3), schedule_kind="deadline"
    )


def address(activity, edit=True):
    url = reverse("plans:activity_list", args=[activity.plan_id])
    return f"{url}?edit={activity.pk}" if edit else url


@pytest.mark.parametrize(
    ("actor", "page", "status"),
    [
        ("methodist", "activity_list", 200),
        ("observer", "activity_list", 200),
        ("stranger", "activity_list", 404),
        ("plain", "activity_list", 403),
        ("expired", "activity_list", 403),
        ("nobody", "activity_list", 302),
        ("observer", "activity_year", 200),
        ("stranger", "activity_year", 404),
        ("observer", "activity_detail", 200),
        ("stranger", "activity_detail", 404),
        ("nobody", "activity_detail", 302),
        ("head", "activity_edit", 200),
        ("observer", "activity_edit", 403),
        ("stranger", "activity_edit", 404),
        ("head", "activity_create", 200),
        ("observer", "activity_create", 403),
        ("observer", "activity_ical", 200),
        ("stranger", "activity_ical", 404),
    ],
)
def test_who_opens_the_pages_of_activities(as_actor, late, actor, page, status):
    client = as_actor(actor, late.plan.municipality)
    of_plan = page in ("activity_list", "activity_year", "activity_create", "activity_ical")
    key = late.plan_id if of_plan else late.pk

    assert client.get(reverse(f"plans:{page}", args=[key])).status_code == status


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("activity_list", 18), ("activity_year", 14)])
def test_the_number_of_queries_does_not_grow(sign_in, plan, django_assert_num_queries, page, queries, count):
    direction = DirectionFactory(plan=plan)
    for activity in ActivityFactory.create_batch(
        count, plan=plan, direction=direction, due_on=dt.date(2025, 3, 1)
    ):
        ActivityResponsibleFactory(activity=activity)
        ActivityEvidenceFactory(activity=activity)
        activity.targets.add(TargetFactory(plan=plan))
    client = sign_in(municipality=plan.municipality)

    with django_assert_num_queries(queries):
        response = client.get(reverse(f"plans:{page}", args=[plan.pk]))

    assert len(re.findall(rb'id="m\d', response.content)) == count


def test_the_table_groups_rows_by_direction_with_totals(sign_in, plan):
    top = DirectionFactory(plan=plan, number="1", title="Координация")
    below = DirectionFactory(plan=plan, number="1.1", title="Связь", parent=top, position=1)
    ActivityFactory(plan=plan, direction=below, state="done")
    ActivityFactory(plan=plan, direction=top)

    page = (
        sign_in(municipality=plan.municipality)
        .get(reverse("plans:activity_list", args=[plan.pk]))
        .content.decode()
    )

    assert page.index("1. Координация") < page.index("1.1. Связь")
    assert "1\u00a0из\u00a02" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Просроченное", "Идущее", "Сделанное", "Будущее"}),
        ("quick=late", {"Просроченное"}),
        ("quick=mine", {"Будущее"}),
        ("quick=empty", {"Просроченное", "Идущее"}),
        ("status=going_on", {"Идущее"}),
        ("status=done", {"Сделанное"}),
        ("q=СДЕЛАНН", {"Сделанное"}),
        ("q=итоги", {"Сделанное"}),
        ("responsible=Тюрина О. С.", {"Идущее"}),
        ("status=nonsense", {"Просроченное", "Идущее", "Сделанное", "Будущее"}),
    ],
)
def test_rows_are_narrowed_by_chips_and_filters(sign_in, plan, query, expected):
    client = sign_in(municipality=plan.municipality)
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    ActivityFactory(plan=plan, title="Просроченное", due_on=today - day)
    going = ActivityFactory(plan=plan, title="Идущее", starts_on=today, due_on=today + 400 * day)
    ActivityFactory(plan=plan, title="Сделанное", state="done", actual_result="подведены итоги")
    later = ActivityFactory(plan=plan, title="Будущее", starts_on=today + 200 * day, due_on=today + 300 * day)
    ActivityResponsibleFactory(activity=later, person=PersonFactory(user=client.user))
    ActivityResponsibleFactory(activity=going, name="Тюрина О. С.")

    page = client.get(f"{address(going, edit=False)}?{query}").content.decode()

    assert {
        title for title in ("Просроченное", "Идущее", "Сделанное", "Будущее") if f">{title}</a>" in page
    } == expected


def test_a_direction_is_chosen_with_what_is_below_it(sign_in, plan):
    top = DirectionFactory(plan=plan)
    ActivityFactory(plan=plan, title="Внизу", direction=DirectionFactory(plan=plan, number="1.1", parent=top))
    ActivityFactory(plan=plan, title="Рядом", direction=DirectionFactory(plan=plan, number="2"))

    url = f"{reverse('plans:activity_list', args=[plan.pk])}?direction={top.pk}"
    page = sign_in(municipality=plan.municipality).get(url).content.decode()

    assert (">Внизу</a>" in page, ">Рядом</a>" in page) == (True, False)


# --- Entry in place -------------------------------------------------------------------------------------------------
def test_without_javascript_the_form_opens_in_the_page(sign_in, late):
    page = sign_in(municipality=late.plan.municipality).get(address(late)).content.decode()

    assert "<html" in page
    assert f'name="token" value="{token_of(late)}"' in page


def test_with_htmx_only_the_row_comes(sign_in, late):
    page = sign_in(municipality=late.plan.municipality).get(address(late), **HTMX).content.decode()

    assert "<html" not in page
    assert page.lstrip().startswith(f'<tbody id="m{late.pk}">')
    assert "Как прошло" in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_result_is_entered_in_place(sign_in, late, headers):
    client = sign_in(municipality=late.plan.municipality)

    response = client.post(address(late), {"token": token_of(late), **DONE}, **headers)

    late.refresh_from_db()
    assert (late.state, late.actual_result, late.evidence.get().url) == (
        "done",
        DONE["actual_result"],
        DONE["links"],
    )
    if headers:
        assert response.status_code == 200
        assert "<html" not in response.content.decode()
        assert 'hx-swap-oob="true"' in response.content.decode()
    else:
        assert response.url.endswith(f"#m{late.pk}")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_result_comes_back_with_422_and_what_was_typed(sign_in, late, headers):
    client = sign_in(municipality=late.plan.municipality)
    typed = {"token": token_of(late), "state": "done", "actual_result": "провели без бумаг", "links": ""}

    response = client.post(address(late), typed, **headers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "провели без бумаг" in page
    assert "напишите, чем ещё подтверждается" in page
    assert 'aria-invalid="true"' in page


def test_a_wrong_link_is_named(sign_in, late):
    typed = {"token": token_of(late), **DONE, "links": "ftp://nowhere"}

    response = sign_in(municipality=late.plan.municipality).post(address(late), typed)

    assert response.status_code == 422
    assert "не похоже на ссылку" in response.content.decode()


def test_a_row_changed_meanwhile_keeps_what_was_typed_and_can_be_sent_again(sign_in, late):
    client = sign_in(municipality=late.plan.municipality)
    seen = token_of(late)
    late.actual_result = "внёс другой"
    late.save()

    response = client.post(address(late), {"token": seen, **DONE})

    page = response.content.decode()
    assert response.status_code == 422
    assert "31 педагог" in page
    late.refresh_from_db()
    assert f'value="{token_of(late)}"' in page
    assert "внёс другой" in page


def test_save_and_next_opens_the_next_overdue(sign_in, late):
    following = ActivityFactory(plan=late.plan, due_on=late.due_on, position=late.position + 1)
    client = sign_in(municipality=late.plan.municipality)

    response = client.post(address(late), {"token": token_of(late), **DONE, "next": "1"})

    assert response.url.endswith(f"?quick=late&edit={following.pk}#m{following.pk}")


def test_save_and_next_by_htmx_goes_there_too(sign_in, late):
    following = ActivityFactory(plan=late.plan, due_on=late.due_on, position=late.position + 1)
    client = sign_in(municipality=late.plan.municipality)

    response = client.post(address(late), {"token": token_of(late), **DONE, "next": "1"}, **HTMX)

    assert response["HX-Redirect"].endswith(f"#m{following.pk}")


def test_an_observer_enters_nothing(as_actor, late):
    client = as_actor("observer", late.plan.municipality)

    assert client.post(address(late), {"token": token_of(late), **DONE}).status_code == 403
    assert "Внести" not in client.get(address(late)).content.decode()


# --- One activity ---------------------------------------------------------------------------------------------------
def test_the_last_entry_can_be_taken_back(sign_in, late):
    client = sign_in(municipality=late.plan.municipality)
    client.post(address(late), {"token": token_of(late), **DONE})

    client.post(reverse("plans:activity_undo", args=[late.pk]))

    late.refresh_from_db()
    assert (late.state, late.evidence.count()) == ("not_started", 0)


def test_the_page_of_an_activity_tells_where_its_words_come_from(sign_in, plan):
    from tests.factories.plans import PlanFileFactory

    file = PlanFileFactory(plan=plan, name="план.docx")
    activity = ActivityFactory(plan=plan, provenance={"title": {"file": file.pk, "places": [[2, 4, 2]]}})

    page = sign_in(municipality=plan.municipality).get(activity.get_absolute_url()).content.decode()

    assert "таблица 2, строка 4, графа 2" in page
    assert "план.docx" in page


def test_an_edited_activity_of_an_approved_plan_asks_for_a_reason_and_keeps_what_was_typed(sign_in, late):
    client = sign_in(municipality=late.plan.municipality)
    url = reverse("plans:activity_edit", args=[late.pk])
    typed = {"token": token_on(client, url), "title": "Новое название", "period_text": "июнь"}

    refused = client.post(url, typed)
    accepted = client.post(url, typed | {"reason": "поручение"})

    late.refresh_from_db()
    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert "Новое название" in refused.content.decode()
    assert (late.title, late.due_on.month) == ("Новое название", 6)


def test_a_new_activity_is_added(sign_in):
    plan = PlanFactory()
    client = sign_in(municipality=plan.municipality)
    url = reverse("plans:activity_create", args=[plan.pk])

    empty = client.post(url, {"title": ""})
    added = client.post(url, {"title": "Семинар", "period_text": "май"})

    assert (empty.status_code, added.status_code) == (422, 302)
    assert plan.activities.get().title == "Семинар"


def test_targets_of_an_activity_are_chosen_on_its_page(sign_in, late):
    target = TargetFactory(plan=late.plan)

    client = sign_in(municipality=late.plan.municipality)
    typed = {"targets": [target.pk], "token": token_on(client, late.get_absolute_url())}

    client.post(reverse("plans:activity_link", args=[late.pk]), typed)
    client.post(reverse("plans:activity_link", args=[late.pk]), {**typed, "targets": []})  # an old page

    assert list(late.targets.all()) == [target]


def test_a_wrong_proof_is_taken_away(sign_in, late):
    evidence = ActivityEvidenceFactory(activity=late)

    sign_in(municipality=late.plan.municipality).post(reverse("plans:evidence_delete", args=[evidence.pk]))

    assert late.evidence.count() == 0


# --- Out of the page ------------------------------------------------------------------------------------------------
def test_excel_gets_every_row_under_the_filter(sign_in, plan):
    ActivityFactory.create_batch(60, plan=plan)
    ActivityFactory(plan=plan, title="Особое", period_text="май", state="done", actual_result="готово")
    client = sign_in(municipality=plan.municipality)
    url = reverse("plans:activity_list", args=[plan.pk])

    every = load_workbook(BytesIO(client.get(f"{url}?as=xlsx").content)).active
    one = load_workbook(BytesIO(client.get(f"{url}?as=xlsx&q=особое").content)).active

    assert (every.max_row, one.max_row) == (62, 2)
    assert [cell.value for cell in one[2]][2:4] == ["Особое", "май"]
    assert one[2][8].value == "выполнено"


def test_excel_is_noted_with_the_responsible_in_it(sign_in, plan):
    named = ActivityResponsibleFactory(
        activity=ActivityFactory(plan=plan, title="Особое"), person=PersonFactory()
    )
    ActivityResponsibleFactory(activity=ActivityFactory(plan=plan), person=PersonFactory())

    sign_in(municipality=plan.municipality).get(
        reverse("plans:activity_list", args=[plan.pk]), {"as": "xlsx", "q": "особое"}
    )

    assert list(Export.objects.get().people.all()) == [named.person]


def test_the_calendar_holds_open_activities_with_dates(sign_in, plan):
    ActivityFactory(
        plan=plan, number="", title="Совещание", due_on=dt.date(2025, 5, 20), schedule_kind="deadline"
    )
    ActivityFactory(plan=plan, title="Сделанное", due_on=dt.date(2025, 5, 20), state="done")
    ActivityFactory(plan=plan, number="", title="Совет", **schedule_values("Май, ноябрь", (2025, 2025)))
    ActivityFactory(plan=plan, number="7", title="Летучка", **schedule_values("каждый вторник", (2025, 2025)))
    ActivityFactory(plan=plan, title="Консультация", **schedule_values("по запросу", (2025, 2025)))

    answer = sign_in(municipality=plan.municipality).get(reverse("plans:activity_ical", args=[plan.pk]))

    told = [
        (str(each["summary"]), each.decoded("dtstart"), each.decoded("dtend"), "rrule" in each)
        for each in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    ]
    assert told == [
        ("Совещание", dt.date(2025, 5, 20), dt.date(2025, 5, 21), False),
        ("Совет", dt.date(2025, 5, 1), dt.date(2025, 6, 1), False),
        ("Совет", dt.date(2025, 11, 1), dt.date(2025, 12, 1), False),
        ("7 Летучка", dt.date(2025, 1, 7), dt.date(2025, 1, 8), True),
    ]


def test_the_year_shows_each_activity_in_its_months(sign_in):
    plan = PlanFactory()
    ActivityFactory(
        plan=plan,
        schedule_kind="months",
        starts_on=dt.date(2025, 3, 1),
        due_on=dt.date(2025, 4, 30),
        title="Двухмесячное",
    )

    page = (
        sign_in(municipality=plan.municipality)
        .get(reverse("plans:activity_year", args=[plan.pk]))
        .content.decode()
    )

    assert '<td colspan="2" class="e"></td><td colspan="2" class="b">' in page
    assert '<td colspan="8" class="e"></td>' in page


def test_without_a_plan_the_page_leads_to_loading_one(sign_in):
    page = sign_in().get(reverse("plans:activity_list")).content.decode()

    assert reverse("plans:plan_create") in page


def test_the_form_opens_on_the_page_of_its_row_and_keeps_the_filters(sign_in, plan):
    rows = [ActivityFactory(plan=plan, position=n, title=f"Семинар № {n}") for n in range(60)]
    client = sign_in(municipality=plan.municipality)
    url = f"{reverse('plans:activity_list', args=[plan.pk])}?q=семинар&edit={rows[55].pk}"

    page = client.get(url).content.decode()
    saved = client.post(url, {"token": token_of(rows[55]), **DONE})

    assert f'name="token" value="{token_of(rows[55])}"' in page
    assert "q=%D1%81%D0%B5%D0%BC%D0%B8%D0%BD%D0%B0%D1%80" in saved.url


def test_nonsense_in_the_address_opens_no_form(sign_in, plan):
    client = sign_in(municipality=plan.municipality)
    url = reverse("plans:activity_list", args=[plan.pk])

    assert client.get(f"{url}?edit=abc&page=x&direction=y").status_code == 200
    assert client.post(f"{url}?edit=abc", {}).status_code == 404
