"""The main job in a real browser: from a plan in Word and sheets of Excel to the report in Word, without leaving the pages."""

import re

import pytest
from django.utils import timezone
from docx import Document

from tests.browser import axe_violations, sideways_overflow
from tests.factories.accounts import UserFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.plan_documents import plan_docx
from tests.factories.sheets import GOOD_ROWS, SCHOOL, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "zarechye-2026"
SHARE = (
    "Доля педагогических работников общеобразовательных организаций, прошедших повышение квалификации "
    "по программам, включенным в Федеральный реестр дополнительных профессиональных программ"
)
TEACHERS = {
    "Белова Мария Олеговна": "01.02.1990",
    "Дымов Олег Игоревич": "05.06.1988",
    "Ткачёва Инна Павловна": "14.07.1991",
}
STUDENTS, UNTAUGHT = list(TEACHERS)[:2], list(TEACHERS)[2]


def plan_file(year):
    return plan_docx(
        title=f"План работы по повышению профессионального мастерства педагогов района в {year} году",
        indicators=[["1", SHARE, "не менее 90 %"]],
        order=f"Утверждён приказом от 09.04.{year} № 128-од",
    )


def people_file():
    """Return a sheet of three teachers, one of them born on a day that no year has."""
    rows = [
        {
            **GOOD_ROWS["people"],
            "ФИО": name,
            "Дата рождения": born,
            "Организация": SCHOOL,
            "Уволен": "",
            "E-mail": "",
        }
        for name, born in TEACHERS.items()
    ]
    rows[2]["Дата рождения"] = "31.02.1991"
    return xlsx(rows, above=["Педагоги района"])


def courses_file(today):
    return xlsx(
        [
            {
                **GOOD_ROWS["training"],
                "ФИО": name,
                "Дата рождения": TEACHERS[name],
                "Начало": "",
                "Окончание": f"{today:%d.%m.%Y}",
            }
            for name in STUDENTS
        ]
    )


def plain(text):
    """Return ``text`` with ordinary spaces: typography is not what these tests are about."""
    return text.replace("\u00a0", " ")


class Journey:
    """One person's way through the pages; every page on it is looked at."""

    def __init__(self, page, *, has_scripts):
        self.page, self.has_scripts, self.n_looks = page, has_scripts, 0
        self.refused = []
        page.on("response", self._answered)

    def _answered(self, response):
        if response.status >= 400:
            self.refused.append(f"{response.status} {response.url}")

    def look(self, *, dark=False):
        """Hold the page to its width and, where scripts may run, to the rules of accessibility."""
        self.page.wait_for_load_state("load")
        assert sideways_overflow(self.page) == 0, self.page.url
        self.n_looks += 1
        if self.has_scripts:
            self._look_closely(dark=dark)

    def _look_closely(self, *, dark):
        # Half a link under the sticky head is a matter of where one has scrolled to, not of the link's size.
        self.page.evaluate("scrollTo(0, 0)")
        assert axe_violations(self.page) == [], self.page.url
        if dark:
            self.page.emulate_media(color_scheme="dark")
            assert axe_violations(self.page) == [], f"{self.page.url}, dark"
            self.page.emulate_media(color_scheme="light")

    def open(self, path):
        self.page.goto(re.match(r"https?://[^/]+", self.page.url).group() + path)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def give(self, name, content):
        self.page.set_input_files("input[type=file]", {"name": name, "mimeType": "", "buffer": content})

    @property
    def said(self):
        return plain(self.page.locator("#messages").inner_text()).strip()


@pytest.fixture
def methodist():
    grant = GrantFactory(user=UserFactory(email="metodist@example.org", password=PASSWORD))
    OrganizationFactory(municipality=grant.municipality, title=SCHOOL)
    return grant.user


def sign_in(journey, user):
    journey.look()
    journey.page.fill("[name=username]", user.email)
    journey.page.fill("[name=password]", PASSWORD)
    journey.press("Войти")
    journey.look()


def load_plan(journey, today):
    journey.open("/plans/new/")
    journey.look()
    journey.give("План.docx", plan_file(today.year))
    journey.press("Прочитать файл")
    assert "Пока ничего не записано" in journey.page.locator(".actbar").inner_text()
    journey.look()
    journey.press("Записать план")
    assert journey.said.startswith("План записан как черновик.")
    journey.look()


def load_people(journey):
    journey.open("/imports/new/")
    journey.look()
    journey.page.select_option("[name=kind]", "people")
    journey.give("Педагоги.xlsx", people_file())
    journey.press("Загрузить и проверить")
    wrong = journey.page.locator("input[aria-invalid=true]")
    assert wrong.input_value() == "31.02.1991"
    journey.look()
    wrong.fill(TEACHERS[UNTAUGHT])
    journey.page.locator(".actbar").get_by_role("button", name="Проверить снова").click()
    journey.press("Внести все")
    assert journey.said == "Внесено: 3 строки."
    journey.look()


def load_courses(journey, today):
    journey.open("/imports/new/")
    journey.page.select_option("[name=kind]", "training")
    journey.give("Курсы.xlsx", courses_file(today))
    journey.press("Загрузить и проверить")
    journey.press("Внести все")
    assert journey.said == "Внесено: 2 строки."


def enter_result(journey):
    page = journey.page
    journey.open("/plans/activities/")
    journey.look(dark=True)
    row = page.locator("tbody[id^=m]", has_text="Школа молодого педагога")
    row.get_by_role("link", name="Внести").click()
    page.get_by_label("Результат одной-двумя фразами").wait_for()
    if journey.has_scripts:
        assert page.evaluate("document.activeElement.name") == "state"
    journey.look()
    page.get_by_label("Проведено", exact=True).check()
    page.get_by_label("Результат одной-двумя фразами").fill("Проведено 4 встречи")
    page.get_by_label("Ссылки на подтверждение").fill("https://example.org/protocol.pdf")
    row.get_by_role("button", name="Сохранить", exact=True).click()
    page.locator("#messages .note").wait_for()
    journey.look()
    assert journey.said == "Результат мероприятия № 2.2 записан."
    assert "Проведено 4 встречи" in plain(row.inner_text())
    if journey.has_scripts:
        assert page.evaluate("document.activeElement.id") == row.get_attribute("id")


def open_indicator(journey):
    page = journey.page
    journey.open("/plans/targets/")
    journey.look()
    page.locator(
        "main th a[href^='/plans/targets/']"
    ).click()  # the only indicator that the plan has a target for
    assert "2 из 3" in plain(page.locator(".nums").inner_text())
    journey.look(dark=True)
    assert names(page) == STUDENTS
    page.get_by_role("link", name=re.compile("Не вошли")).click()
    page.wait_for_url("**list=out**")
    assert names(page) == [UNTAUGHT]


def names(page):
    told = page.locator("#members tbody th").all_inner_texts()
    return sorted(name for name in TEACHERS for text in told if name in plain(text))


def write_report(journey):
    page = journey.page
    journey.open("/reports/new/")
    journey.look()
    journey.press("Начать отчёт")
    journey.look(dark=True)
    page.locator(".toc").get_by_role("link", name="Развитие наставничества").click()
    journey.look()
    before = standing(page)
    page.get_by_label("Что сделано за год").fill("Молодые педагоги встречались с наставниками.")
    page.get_by_label("Выводы и что изменим").fill("Встречи продолжим и в следующем году.")
    journey.press("Сохранить раздел")
    assert journey.said == "Раздел сохранён."
    assert standing(page) == before - 1
    page.locator("#checks footer a").click()
    assert "причина не указана" in plain(page.locator("main").inner_text())
    journey.look()
    journey.open("/reports/")
    journey.look()
    with page.expect_download() as download:
        page.locator("main tbody a[href$='.docx']").click()
    return Document(str(download.value.path()))


def standing(page):
    return int(re.search(r"осталось\s(\d+)", page.locator("#checks header").inner_text()).group(1))


@pytest.mark.parametrize(("width", "has_scripts"), [(1440, True), (390, True), (390, False)])
def test_a_methodist_goes_from_plan_and_sheets_to_the_report(open_page, methodist, width, has_scripts):
    today = timezone.localdate()
    page = open_page("/", width=width, scripts=has_scripts, axe=has_scripts)
    page.set_default_timeout(15_000)
    journey = Journey(page, has_scripts=has_scripts)

    sign_in(journey, methodist)
    load_plan(journey, today)
    load_people(journey)
    load_courses(journey, today)
    enter_result(journey)
    open_indicator(journey)
    document = write_report(journey)
    journey.open("/")
    journey.look(dark=True)

    words = plain("\n".join(paragraph.text for paragraph in document.paragraphs))
    cells = plain(
        "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    )
    assert "Молодые педагоги встречались с наставниками." in words
    assert "Проведено 4 встречи" in cells
    assert "66,7 %" in cells
    assert journey.n_looks >= 15
    assert journey.refused == []
    # A download breaks its request off on purpose.
    assert [told for told in page.complaints if not told.endswith("/report.docx")] == []
