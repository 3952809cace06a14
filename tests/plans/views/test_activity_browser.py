"""Entry of results in a real browser, on a phone and without scripts; the pages of plans and the rules of accessibility."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser import axe_violations, session_of, sideways_overflow
from tests.factories.plans import (
    ActivityFactory,
    ActivityResponsibleFactory,
    DirectionFactory,
    PlanFactory,
    TargetFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 390


@pytest.fixture
def late():
    today = timezone.localdate()
    plan = PlanFactory(year_from=today.year, year_to=today.year, state="execution", order_number="128-од")
    direction = DirectionFactory(plan=plan, title="Координация методической службы")
    activities = [
        ActivityFactory(
            plan=plan,
            direction=direction,
            position=position,
            number=f"1.{position}",
            title=f"Семинар для руководителей методических объединений, встреча {position}",
            period_text="до 30 октября",
            schedule_kind="deadline",
            due_on=today - dt.timedelta(days=21 - position),
        )
        for position in (1, 2)
    ]
    ActivityResponsibleFactory(activity=activities[0])
    TargetFactory(plan=plan)
    return activities[0]


def list_of(activity):
    return reverse("plans:activity_list", args=[activity.plan_id])


def test_a_result_is_entered_on_a_phone_without_leaving_the_page(open_page, sign_in, late):
    client = sign_in(municipality=late.plan.municipality)
    page = open_page(list_of(late), width=PHONE, cookies=session_of(client))
    page.evaluate("document.body.dataset.same = 'page'")
    row = page.locator(f"#m{late.pk}")

    row.get_by_role("link", name="Внести").click()
    row.get_by_label("Результат одной-двумя фразами").fill("19 участников")
    row.get_by_role("button", name="Сохранить", exact=True).click()
    row.locator(".err").wait_for()
    refused = row.locator(".err").inner_text()
    focused = page.evaluate("document.activeElement.name")
    kept = row.get_by_label("Результат одной-двумя фразами").input_value()
    row.get_by_label("Ссылки на подтверждение").fill("https://example.org/list.pdf")
    row.get_by_role("button", name="Сохранить", exact=True).click()
    page.locator("#messages .note").wait_for()

    late.refresh_from_db()
    assert "чем ещё подтверждается" in refused
    assert (focused, kept) == ("reason", "19 участников")
    assert (late.state, late.actual_result) == ("done", "19 участников")
    assert page.locator("#messages").inner_text().strip() == "Результат мероприятия № 1.1 записан."
    assert "Выполнено" in row.inner_text()
    assert page.evaluate("document.body.dataset.same") == "page"
    assert sideways_overflow(page) == 0
    assert [text for text in page.complaints if "422" not in text] == []


def test_saving_may_lead_on_to_the_next_overdue(open_page, sign_in, late):
    client = sign_in(municipality=late.plan.municipality)
    page = open_page(f"{list_of(late)}?edit={late.pk}", cookies=session_of(client))

    page.get_by_label("Не проводилось").check()
    page.get_by_label("Причина или пояснение").fill("Карантин")
    page.get_by_role("button", name="Сохранить и открыть следующее просроченное").click()
    page.wait_for_url("**quick=late**")

    following = late.plan.activities.get(number="1.2")
    assert page.locator(f"#m{following.pk} form").count() == 1


def test_without_scripts_the_same_form_works(open_page, sign_in, late):
    client = sign_in(municipality=late.plan.municipality)
    page = open_page(list_of(late), scripts=False, cookies=session_of(client))

    page.locator(f"#m{late.pk}").get_by_role("link", name="Внести").click()
    page.get_by_label("Результат одной-двумя фразами").fill("19 участников")
    page.get_by_label("Ссылки на подтверждение").fill("https://example.org/list.pdf")
    page.get_by_role("button", name="Сохранить", exact=True).click()

    late.refresh_from_db()
    assert late.state == "done"


@pytest.mark.parametrize("width", [1440, PHONE])
@pytest.mark.parametrize(
    "name",
    [
        "today",
        "activity_list",
        "activity_form",
        "activity_year",
        "activity_detail",
        "activity_edit",
        "plan_list",
        "plan_create",
        "plan_detail",
    ],
)
def test_pages_of_plans_hold_the_rules_of_accessibility(open_page, sign_in, late, name, width):
    client = sign_in(municipality=late.plan.municipality)
    addresses = {
        "today": reverse("plans:today"),
        "activity_list": list_of(late),
        "activity_form": f"{list_of(late)}?edit={late.pk}",
        "activity_year": reverse("plans:activity_year", args=[late.plan_id]),
        "activity_detail": late.get_absolute_url(),
        "activity_edit": reverse("plans:activity_edit", args=[late.pk]),
        "plan_list": reverse("plans:plan_list"),
        "plan_create": reverse("plans:plan_create"),
        "plan_detail": reverse("plans:plan_detail", args=[late.plan_id]),
    }

    page = open_page(addresses[name], width=width, cookies=session_of(client), axe=True)

    assert axe_violations(page) == []
    assert sideways_overflow(page) == 0
