"""A first visit over a slow line: docs/design-system.md, budget."""

import pytest

from masterstvo.core.icons import sprite, used_icons
from tests.weight import KB, static, weight


def test_style_sheet_is_within_its_budget():
    assert weight(static("core/app.css")) <= 14 * KB


def test_scripts_are_within_their_budget():
    assert weight(static("core/app.js"), static("django_htmx/htmx-2.min.js")) <= 18 * KB


def test_icons_are_within_their_budget():
    assert weight(sprite(used_icons())) <= 4 * KB


@pytest.mark.django_db
def test_kit_page_is_within_the_budget_of_a_work_page(client):
    html = client.get("/kit/").content

    assert weight(html) <= 15 * KB
    assert html.count(b"<") / 2 <= 1500  # nodes, roughly: an old PC lays them out


@pytest.mark.django_db
def test_kit_page_asks_for_few_files(client):
    html = client.get("/kit/").content.decode()
    files = {part.split('"')[0].split("#")[0] for part in html.split('"/static/')[1:]}

    # The page itself and three files of the typeface come on top of these.
    assert files == {
        "core/app.css",
        "core/app.js",
        "core/favicon.svg",
        "core/icons.svg",
        "django_htmx/htmx-2.min.js",
    }
