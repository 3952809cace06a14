"""Take pictures of the main pages of a running demo: for the guide, and for a look at every width and theme.

.venv/bin/python tools/pictures.py docs/pictures            # the guide's own
.venv/bin/python tools/pictures.py /tmp/look --all          # every page, 1440 and 390 px, light and dark
"""

import argparse
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.browser import FLAGS, chromium_path

# A picture and where it is taken: an address, or a link on the page before it.
GUIDE = [
    ("today", "/"),
    ("plans", "/plans/"),
    ("plan", "main a[href^='/plans/']:not([href*='new'])"),
    ("activities", "/plans/activities/"),
    ("result", "a[href*='edit=']"),
    ("year", "/plans/activities/year/"),
    ("indicators", "/plans/targets/"),
    ("indicator", "main th a[href^='/plans/targets/'] >> nth=1"),
    ("own-indicator", "/indicators/new/"),
    ("people", "/people/"),
    ("person", "main tbody a[href^='/people/'] >> nth=2"),
    ("organizations", "/organizations/"),
    ("organization", "main tbody a[href^='/organizations/'] >> nth=2"),
    ("imports", "/imports/new/"),
    ("import-check", "/imports/", "main tbody th a"),
    ("reports", "/reports/"),
    ("report", "main tbody th a"),
    ("section", ".toc .d0, .toc a[href*='/sections/']"),
    ("checks", "a[href$='/checks/']"),
]
REST = [
    ("plan-new", "/plans/new/"),
    ("batches", "/imports/"),
    ("training", "/training/"),
    ("kit", "/kit/"),
    ("vacancies", "/vacancies/"),
    ("documents", "/documents/"),
    ("report-new", "/reports/new/"),
    ("programmes", "/programmes/"),
]


def shoot(browser, url, folder, pages, *, width, theme, whole):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, locale="ru-RU"
    )
    page = context.new_page()
    page.goto(f"{url}/sign-in/")
    page.fill("input[type=email], input[name=username]", "metodist@demo.example")
    page.fill("input[type=password]", "uchebny-raion")
    page.press("input[type=password]", "Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    last = f"{url}/"
    for name, address in pages:
        if not address.startswith("/"):
            link = page.locator(address)
            if not link.count():
                print(f"{name}: no link {address}")
                continue
            address = link.get_attribute("href")
        answer = page.goto(f"{url}{address}")
        last = page.url
        suffix = "" if folder.name == "pictures" else f"-{width}{'-dark' if theme == 'dark' else ''}"
        page.screenshot(path=folder / f"{name}{suffix}.png", full_page=whole)
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        print(f"{name}{suffix}: {answer.status} {last} {f'sideways {overflow}' if overflow > 0 else ''}")
    context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        if options.all:
            for width, theme in ((1440, "light"), (390, "light"), (1440, "dark")):
                shoot(
                    browser, options.url, options.folder, GUIDE + REST, width=width, theme=theme, whole=True
                )
        else:
            shoot(browser, options.url, options.folder, GUIDE, width=1280, theme="light", whole=False)


if __name__ == "__main__":
    main()
