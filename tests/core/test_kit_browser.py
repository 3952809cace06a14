import pytest

from tests.browser import axe_violations, sideways_overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("width", "theme", "view"),
    [
        (1440, "light", ""),
        (1440, "dark", ""),
        (390, "light", ""),
        (390, "dark", ""),
        (1440, "light", "contrast=high"),
        (390, "light", "size=3"),
    ],
)
def test_kit_breaks_no_rule_of_accessibility(open_page, width, theme, view):
    page = open_page("/kit/", width=width, theme=theme, axe=True, cookies={"view": view} if view else None)

    assert axe_violations(page) == []


@pytest.mark.parametrize(
    ("width", "view"),
    [(320, ""), (390, ""), (768, ""), (1440, ""), (390, "size=3"), (768, "size=3"), (1440, "size=3")],
)
def test_kit_never_scrolls_sideways(open_page, width, view):
    page = open_page("/kit/", width=width, cookies={"view": view} if view else None)

    assert sideways_overflow(page) <= 0


def test_kit_opens_under_the_strict_policy_without_complaints(open_page):
    page = open_page("/kit/")
    page.wait_for_load_state("networkidle")

    assert page.complaints == []


def test_icons_come_from_the_sprite(open_page):
    page = open_page("/kit/")
    page.wait_for_load_state("networkidle")

    assert page.locator(".st .i").first.evaluate("icon => icon.querySelector('use').getBBox().width") > 0


def test_view_changes_at_once_and_stays(open_page):
    page = open_page("/kit/")
    page.get_by_text("Вид и шрифт").click()
    page.get_by_role("button", name="Тёмная").click()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Тёмная").get_attribute("aria-pressed") == "true"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_text("Вид и шрифт").click()
    page.get_by_role("button", name="Как в системе").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") is None


def test_view_changes_without_scripts_too(open_page):
    page = open_page("/kit/", scripts=False)
    page.get_by_text("Вид и шрифт").click()
    page.get_by_role("button", name="Тёмная").click()

    assert page.url.endswith("/kit/")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_menu_opens_on_a_phone_without_scripts(open_page):
    page = open_page("/kit/", width=390, scripts=False)
    assert not page.locator("#nav").is_visible()

    page.get_by_role("link", name="Меню").click()

    assert page.locator("#nav").is_visible()


def test_every_stop_of_the_keyboard_is_visible_and_outlined(open_page):
    page = open_page("/kit/")
    seen = 0
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null; const b = e.getBoundingClientRect();"
            " const s = getComputedStyle(e), n = e.nextElementSibling && getComputedStyle(e.nextElementSibling);"
            " return {html: e.outerHTML.slice(0, 120), seen: b.width > 0 && b.bottom > 0 && b.top < innerHeight,"
            " outlined: s.outlineStyle !== 'none' || (n && n.outlineStyle !== 'none')} }"
        )
        if stop is None:
            break
        seen += 1
        assert stop["seen"], stop["html"]
        assert stop["outlined"], stop["html"]
    assert seen > 30
