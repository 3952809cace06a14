"""Chromium for tests: pages as people see them, and the rules of accessibility.

A browser test is marked ``browser`` and ``django_db(transaction=True)``, takes the fixture ``open_page``, and begins with
``open_page(path, cookies=session_of(client))`` after ``sign_in()``. tests/core/test_kit_browser.py shows all of it.
"""

import os
import re
import shutil

import pytest
from django.test import Client
from django.urls import reverse

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium_path():
    """Return the system's Chromium, or None."""
    return (
        os.environ.get("MASTERSTVO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )


@pytest.fixture(scope="session")
def chromium():
    """A running browser; the test is skipped, by name, where there is none."""
    path = chromium_path()
    if path is None:
        pytest.skip(
            "no Chromium: pages were not opened in a browser, accessibility rules and page widths were not checked"
        )
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def assets(settings):
    """Static files as the live server finds them: icons built, the typeface if a set-up left it."""
    from django.contrib.staticfiles import finders

    from masterstvo.core.icons import sprite, used_icons

    core = settings.ASSETS_ROOT / "core"
    core.mkdir(parents=True, exist_ok=True)
    (core / "icons.svg").write_text(sprite(used_icons()))
    settings.STATICFILES_DIRS = [settings.ASSETS_ROOT]
    finders.get_finder.cache_clear()
    yield
    finders.get_finder.cache_clear()


@pytest.fixture
def open_page(chromium, live_server, assets):
    """Open a path of the live server and return Playwright's page.

    ``width``, ``theme`` ("light", "dark"), ``scripts``; ``cookies`` {name: value}, e.g. the session of ``client.cookies``.
    ``page.complaints``: what the browser's console said and what could not be loaded.
    """
    contexts = []

    def opened(path, *, width=1440, theme="light", scripts=True, cookies=None, axe=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=scripts,
            bypass_csp=axe,  # the rules come in as a script of ours, which the policy rightly forbids
            locale="ru-RU",
        )
        contexts.append(context)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in (cookies or {}).items()
            ]
        )
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def open_as(open_page):
    """Open a path as a user: several people at once, each with a session of their own; rules of accessibility may be asked."""

    def opened(user, path, **view):
        client = Client()  # one that signs another in ends the first one's session
        client.force_login(user)
        page = open_page(path, cookies=session_of(client), axe=True, **view)
        page.set_default_timeout(15_000)
        return page

    return opened


def session_of(client):
    """Return the cookies that make the browser the user whom ``client`` signed in."""
    return {name: morsel.value for name, morsel in client.cookies.items()}


def axe_violations(page):
    """Return what breaks the rules of accessibility: [«rule: element»]. Open the page with ``axe=True``."""
    from axe_playwright_python.sync_playwright import Axe

    # Telling of what passes costs more than finding what does not.
    rules = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    result = Axe().run(page, options=rules)
    return [
        f"{violation['id']}: {node['html'][:160]} – {node['failureSummary'][:200]}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


def sideways_overflow(page):
    """Return by how many pixels the page is wider than its window, once it is there."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# --- What people do on a page ---------------------------------------------------------------------------------------
def go(page, name, *arguments):
    """Open another page of the same server."""
    page.goto(re.match(r"https?://[^/]+", page.url).group() + reverse(name, args=arguments))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def look(page):
    """Hold the page to the rules of accessibility and to its width; it was opened with ``axe``."""
    # Half a link under the sticky head is a matter of where one has scrolled to, not of the link's size.
    page.evaluate("scrollTo(0, 0)")
    violations = axe_violations(page)
    assert not violations, f"{page.url}: {violations}"  # pytest tells no more of a file that is no test
    assert sideways_overflow(page) == 0, page.url
