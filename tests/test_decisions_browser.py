"""Decisions clicked through in a real browser: approving a report, undoing an import, taking a changed plan row by row."""

import re

import pytest
from django.urls import reverse

from masterstvo.organizations.choices import Role
from masterstvo.people.models import Person
from masterstvo.plans.actions.file import keep_file
from masterstvo.plans.actions.plan import import_plan
from masterstvo.plans.queries.plan import read_again
from tests.browser import go, look, press, session_of
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.plan_documents import ROWS, plan_docx
from tests.factories.sheets import GOOD_ROWS, SCHOOL, xlsx
from tests.reports import conftest as reports

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

district, report = reports.district, reports.report  # a small district whose report nothing stands against


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def open_as(open_page, sign_in):
    """Open a page as somebody with a role in ``municipality``."""

    def opened(path, municipality, *, role=Role.METHODIST):
        client = sign_in(GrantFactory(municipality=municipality, role=role).user)
        page = open_page(path, cookies=session_of(client), axe=True)
        page.set_default_timeout(15_000)
        return page

    return opened


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def said(page):
    return page.locator("#messages").inner_text().replace("\u00a0", " ").strip()


def test_an_approved_report_tells_what_changed_after_it(open_as, district, report):
    page = open_as(report.get_absolute_url(), district.municipality, role=Role.HEAD)
    look(page)
    follow(page, "Предпросмотр")
    look(page)
    go(page, "reports:report_detail", report.pk)
    follow(page, "Утвердить")
    look(page)
    press(page, "Утвердить отчёт")
    assert said(page) == "Отчёт утверждён и больше не изменится."
    look(page)
    follow(page, "Что изменилось с тех пор")
    assert "Ничего не изменилось" in page.locator("main").inner_text()

    training = district.trainings[0]
    go(page, "training:training_edit", training.pk)
    page.get_by_label("Окончание").fill("2024-04-01")
    page.get_by_label("Почему исправляем").fill("Удостоверение прошлого года")
    page.locator("main form .btn.pri").click()
    go(page, "reports:report_drift", report.pk)

    drifted = page.locator("section", has_text="A1. прошли обучение")
    assert re.sub(r"\s", " ", drifted.locator("header p").inner_text()) == "30 % → 20 %"
    drifted.get_by_text("Выбыли: 1").click()
    assert f"{training.person}" in drifted.inner_text()
    look(page)


def test_an_import_is_undone_whole(open_as):
    school = OrganizationFactory(title=SCHOOL)
    row = {**GOOD_ROWS["people"], "Организация": SCHOOL}
    sheet = xlsx([row, {**row, "ФИО": "Дымов Олег Игоревич", "E-mail": ""}])
    page = open_as(reverse("imports:batch_create"), school.municipality)
    page.select_option("[name=kind]", "people")
    page.set_input_files("input[type=file]", {"name": "Педагоги.xlsx", "mimeType": "", "buffer": sheet})
    press(page, "Загрузить и проверить")
    press(page, "Внести все")
    assert said(page) == "Внесено: 2 строки."
    entered = Person.objects.count()

    follow(page, "Отменить загрузку")
    look(page)
    press(page, "Отменить загрузку")

    assert said(page) == "Загрузка отменена."
    assert (entered, Person.objects.count()) == (2, 0)
    look(page)


def test_a_changed_plan_is_taken_row_by_row(open_as):
    municipality = MunicipalityFactory()
    kept = keep_file(municipality=municipality, name="План.docx", content=plan_docx(), by=None)
    plan = import_plan(file=kept, read=read_again(kept), by=None)
    changed = [list(row) for row in ROWS]
    changed[1][2], changed[2][2] = "апрель", "до 15 мая"
    file = keep_file(municipality=municipality, name="План-2.docx", content=plan_docx(changed), by=None)
    page = open_as(reverse("plans:plan_difference", args=[file.pk]), municipality)
    look(page)
    assert page.locator("[name=row]").count() == 2

    page.get_by_label("Диагностика профессиональных дефицитов").uncheck()
    press(page, "Взять отмеченное в план")

    assert said(page) == "Отмеченные строки взяты в план. Остальные отличия ждут решения."
    assert _periods(plan) == ["апрель", "до 20 апреля"]
    assert page.locator("[name=row]").count() == 1
    press(page, "Взять отмеченное в план")
    assert said(page) == "Отмеченные строки взяты в план."
    assert _periods(plan) == ["апрель", "до 15 мая"]


def _periods(plan):
    return list(plan.activities.order_by("position").values_list("period_text", flat=True)[:2])
