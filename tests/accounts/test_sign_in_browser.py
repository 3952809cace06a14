"""The second factor as people meet it: set up, asked for, replaced by a recovery code; by keyboard and eye, at two widths."""

import pytest
from django.urls import reverse

from tests.accounts.codes import code_of
from tests.browser import axe_violations, sideways_overflow
from tests.factories.organizations import GrantFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "река-и-берег-7"


@pytest.fixture
def methodist(settings):
    settings.SECOND_FACTOR = "required"
    user = GrantFactory().user
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(page, user):
    page.get_by_label("Электронная почта").fill(user.email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()


def test_from_the_first_sign_in_to_a_recovery_code(open_page, methodist):
    page = open_page("/organizations/")
    enter(page, methodist)

    secret = page.locator("code").inner_text()
    page.wait_for_load_state()
    assert page.get_by_alt_text("QR-код для приложения").evaluate("image => image.naturalWidth") > 100
    page.get_by_label("Код из приложения").fill(code_of(secret))
    page.get_by_role("button", name="Включить").click()

    codes = page.locator("ul.codes code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать файлом").click()
    assert codes[0] in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="Коды сохранены").click()
    page.get_by_role("heading", name="Мой доступ").wait_for()
    page.get_by_role("button", name="Выйти", exact=True).click()

    enter(page, methodist)
    page.get_by_label("Код").fill(code_of(secret, later=1))  # the present one has proved the application
    page.get_by_role("button", name="Войти", exact=True).click()
    page.get_by_role("button", name="Выйти", exact=True).click()

    enter(page, methodist)
    page.get_by_label("Код").fill(codes[0])
    page.get_by_role("button", name="Войти", exact=True).click()
    page.goto(page.url.rstrip("/") + reverse("accounts:my_access"))

    assert page.get_by_text("Запасных кодов осталось: 9").is_visible()


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_pages_of_sign_in_break_no_rule_of_accessibility(open_page, methodist, width, theme):
    page = open_page("/sign-in/password/", width=width, theme=theme, axe=True)
    found = {}

    def look(name):
        found[name] = [*axe_violations(page), *([f"{name} is too wide"] if sideways_overflow(page) else [])]

    look("reset")
    page.goto(page.url.replace("password/", "password/new/"))
    look("old link")
    page.goto(page.url.split("/sign-in/")[0] + "/sign-in/")
    look("sign-in")
    enter(page, methodist)
    secret = page.locator("code").inner_text()
    look("setup")
    page.get_by_label("Код из приложения").fill("000000")
    page.get_by_role("button", name="Включить").click()
    page.get_by_text("Код не подошёл").wait_for()
    look("setup refused")
    page.get_by_label("Код из приложения").fill(code_of(secret))
    page.get_by_role("button", name="Включить").click()
    page.get_by_role("heading", name="Запасные коды").wait_for()
    look("codes")
    page.get_by_role("button", name="Коды сохранены").click()
    look("access")
    for name in ("second_factor_setup", "recovery_codes_create", "password_change"):
        page.goto(page.url.split("/account/")[0] + reverse(f"accounts:{name}"))
        look(name)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
