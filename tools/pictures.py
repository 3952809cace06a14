"""Take pictures of the main pages of a running demo: for the guide, and for a look at every width and theme.

.venv/bin/python tools/pictures.py docs/pictures            # the guide's own
.venv/bin/python tools/pictures.py /tmp/look --all          # every page, 1440 and 390 px, light and dark

Leaves a draft of the report, a plan and a sheet that wait for a decision in the demo: pages of work in progress need some.
"""

import argparse
import datetime as dt
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.browser import FLAGS, chromium_path, sideways_overflow
from tests.factories.plan_documents import TITLE, plan_docx
from tests.factories.sheets import GOOD_ROWS, xlsx

LARGEST_PICTURE = 150 * 1024
COLORS = 64
# A picture and the way to it: an address, then links to follow.
GUIDE = {
    "today": ["/"],
    "plan-read": ["/plans/", "main a[href^='/plans/files/']"],
    "plan": [
        "/plans/",
        "main a[href^='/plans/']:not([href*='new']):not([href*='files']):not([href*='activities'])",
    ],
    "activities": ["/plans/activities/"],
    "result": ["/plans/activities/?quick=late", "a[href*='edit=']"],
    "year": ["/plans/activities/year/"],
    "indicators": ["/plans/targets/"],
    "indicator": ["/plans/targets/", "main th a >> nth=1"],
    "years": ["/plans/targets/", "main th a >> nth=1", "#years summary"],
    "own-indicator": ["/indicators/new/"],
    "people": ["/people/"],
    "person": ["/people/", "main tbody a >> nth=2"],
    "organization": ["/organizations/", "main tbody a >> nth=2"],
    "campaign": ["/campaigns/", "main tbody th a >> nth=-1"],
    "deficit-map": ["/deficits/map/"],
    "route": ["/routes/?state=active", "main tbody td a[href^='/routes/'] >> nth=0"],
    "profile": ["/deficits/", "main tbody th a >> nth=0", "main a[href^='/profiles/']"],
    "event": ["/events/", "main tbody th a >> nth=0"],
    "calendar": ["/agenda/"],
    "community": ["/communities/", "main tbody th a >> nth=0"],
    "course-plan": ["/course-plan/"],
    "mentoring": ["/mentoring/"],
    "pair": ["/mentoring/", "main tbody th a >> nth=0"],
    "contest": ["/contests/", "main a[href^='/contests/']:not([href*='facts']):not([href*='new'])"],
    "rating": ["/ratings/", "main a[href='/ratings/1/']"],
    "practices": ["/practices/"],
    "search": ["/search/?q=математика"],
    "imports": ["/imports/new/"],
    "import-check": ["/imports/", "main tbody th a"],
    "report": ["/reports/", "main tbody th a"],
    "preview": ["/reports/", "main tbody th a", "main a[href$='/preview/']"],
    "section": ["/reports/", "main tbody th a", ".toc a[href*='/sections/']"],
    "checks": ["/reports/", "main tbody th a", "#checks footer a"],
}
REST = {
    "plans": ["/plans/"],
    "plan-new": ["/plans/new/"],
    "batches": ["/imports/"],
    "training": ["/training/"],
    "organizations": ["/organizations/"],
    "kit": ["/kit/"],
    "vacancies": ["/vacancies/"],
    "documents": ["/documents/"],
    "reports": ["/reports/"],
    "report-new": ["/reports/new/"],
}


def signed_in(browser, url, *, width, height, theme):
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, locale="ru-RU", base_url=url
    )
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("input[name=username]", "metodist@demo.example")
    page.fill("input[name=password]", "uchebny-raion")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    return page


def leave_work_in_progress(page):
    """Begin what the pictures show half done, unless an earlier run did."""
    page.goto("/reports/")
    if not page.locator("main tbody th").count():
        page.goto("/reports/new/")
        page.get_by_role("button", name="Начать отчёт").click()
    page.goto("/plans/")
    if not page.locator("main a[href^='/plans/files/']").count():
        page.goto("/plans/new/")
        year = dt.date.today().year + 1  # noqa: DTZ011 -- the demo has a plan of every year up to this one
        _give(
            page,
            f"План работы на {year} год.docx",
            plan_docx(title=TITLE.replace("2025", str(year)), order=""),
        )
        page.get_by_role("button", name="Прочитать файл").click()
    page.goto("/imports/")
    if not page.locator("main tbody th").count():
        page.goto("/imports/new/")
        page.select_option("[name=kind]", "people")
        _give(page, "Сотрудники.xlsx", xlsx(_sheet_with_slips()))
        page.get_by_role("button", name="Загрузить и проверить").click()


def _sheet_with_slips():
    row = {**GOOD_ROWS["people"], "Организация": "МБОУ «Приреченская СОШ № 1»"}
    return [
        row,
        {**row, "ФИО": "Дымов Олег Игоревич", "Дата рождения": "31.02.1988"},
        {
            **row,
            "ФИО": "Ткачёва Инна Павловна",
            "Дата рождения": "14.07.1991",
            "Категория работника": "педагок",
        },
    ]


def _give(page, name, content):
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "", "buffer": content})


def shoot(page, file, way, *, whole):
    """Go the ``way`` and keep the picture; return what to tell about it."""
    address, *links = way
    answer = page.goto(address)
    for link in links:
        page.locator(link).first.click()
        page.wait_for_load_state("networkidle")
    if links and "#" in page.url:
        page.wait_for_timeout(200)
    picture = Image.open(BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(file, optimize=True)
    size, overflow = file.stat().st_size, sideways_overflow(page)
    heavy = size > LARGEST_PICTURE and not whole
    return f"{answer.status} {page.url} {size // 1024} KB{' TOO LARGE' if heavy else ''}{f' sideways {overflow}' if overflow > 0 else ''}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    looks = (
        [(1440, 900, "light"), (390, 900, "light"), (1440, 900, "dark")]
        if options.all
        else [(1280, 800, "light")]
    )
    pages = {**GUIDE, **REST} if options.all else GUIDE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        leave_work_in_progress(signed_in(browser, options.url, width=1280, height=800, theme="light"))
        for width, height, theme in looks:
            page = signed_in(browser, options.url, width=width, height=height, theme=theme)
            for name, way in pages.items():
                suffix = f"-{width}{'-dark' if theme == 'dark' else ''}" if options.all else ""
                file = options.folder / f"{name}{suffix}.png"
                print(f"{file.stem}: {shoot(page, file, way, whole=options.all)}")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
