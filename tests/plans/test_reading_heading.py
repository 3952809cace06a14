"""What stands around the tables, and the names in the text."""

import datetime as dt

import pytest

from masterstvo.plans.reading import people_in, read_plan
from masterstvo.plans.reading.model import Heading as ReadHeading
from masterstvo.plans.reading.places import municipality_in, nominative, region_in
from tests.plans.documents import HEADER, Heading, Table, word

TABLE = Table([HEADER, ["1", "Семинар", "май", "Орлова А.А.", "Справка"]])


def heading(*blocks: str | Heading | Table, year: int | None = None) -> ReadHeading:
    return read_plan(word(*blocks, TABLE), year=year).heading


def test_a_title_over_many_lines_after_the_approval() -> None:
    read = heading(
        "Комитет по образованию",
        "УТВЕРЖДАЮ",
        "Приказ №24-1",
        "от «28» января 2026 г.",
        "План работы",
        "по повышению профессионального мастерства",
        "Приреченского муниципального района Заозёрной области",
        "в 2026 году",
        Heading("Раздел 1. Цели"),
    )
    assert read.title == (
        "План работы по повышению профессионального мастерства "
        "Приреченского муниципального района Заозёрной области в 2026 году"
    )
    assert read.municipality == "Приреченский муниципальный район"
    assert read.region == "Заозёрная область"
    assert (read.year_from, read.year_to, read.kind) == (2026, 2026, "annual")
    assert read.order is not None
    assert (read.order.number, read.order.date) == ("24-1", dt.date(2026, 1, 28))


@pytest.mark.parametrize(
    ("lines", "number", "date"),
    [
        (["Приложение к приказу", "от 28.01.2026 г. № 54-од"], "54-од", dt.date(2026, 1, 28)),
        (["Приказ", "от 28.11.2026 г.№ 324 - од"], "324-од", dt.date(2026, 11, 28)),
        (["Утверждён распоряжением № 7/1-р от 3 марта 2026 года"], "7/1-р", dt.date(2026, 3, 3)),
        (
            ["УТВЕРЖДЕНО", "приказом управления образования", "от «05» мая 2026г. №112"],
            "112",
            dt.date(2026, 5, 5),
        ),
    ],
)
def test_order(lines: list[str], number: str, date: dt.date) -> None:
    order = heading(*lines, "План работы на 2026 год").order
    assert order is not None
    assert (order.number, order.date) == (number, date)


@pytest.mark.parametrize(
    ("title", "years", "kind"),
    [
        ("План работы на 2026 год", (2026, 2026), "annual"),
        ("План методической работы на 2025-2026 учебный год", (2025, 2026), "annual"),
        ("План работы на 2025/26 уч. год", (2025, 2026), "annual"),
        ("Дорожная карта развития кадров на 2022-2027 годы", (2022, 2027), "roadmap"),
        ("План мероприятий на 2021 – 2024 гг.", (2021, 2024), "roadmap"),
        ("Концептуальная модель методической службы", (None, None), "concept"),
        ("Отчёт о выполнении плана за 2025 год", (2025, 2025), "report"),
    ],
)
def test_years_and_kind(title: str, years: tuple[int | None, int | None], kind: str) -> None:
    read = heading(title)
    assert (read.title, (read.year_from, read.year_to), read.kind) == (title, years, kind)


def test_the_year_given_is_taken_only_where_the_title_tells_none() -> None:
    assert heading("План работы", year=2027).year_from == 2027
    assert heading("План работы на 2026 год", year=2027).year_from == 2026


def test_goal_and_tasks() -> None:
    read = heading(
        "План работы на 2026 год",
        "Цель: рост мастерства педагогов",
        "Задачи",
        "1. выявить дефициты;",
        "2) помочь молодым;",
        "– собрать лучшие практики.",
        "Общая характеристика системы образования",
    )
    assert read.goal == "рост мастерства педагогов"
    assert read.tasks == ("выявить дефициты;", "помочь молодым;", "собрать лучшие практики.")


def test_goal_in_paragraphs_of_its_own() -> None:
    read = heading(
        "План работы на 2026 год",
        "Цель",
        "Целью является рост.",
        "И поддержка.",
        "Задачи:",
        "1. выявить дефициты.",
    )
    assert read.goal == "Целью является рост.\nИ поддержка."
    assert read.tasks == ("выявить дефициты.",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Приреченского района", "Приреченский район"),
        ("Усть-Каменского муниципального округа", "Усть-Каменский муниципальный округ"),
        ("Заозёрного городского муниципального образования", "Заозёрное городское муниципальное образование"),
        ("Заозёрной области", "Заозёрная область"),
        ("Приреченского края", "Приреченский край"),
        ("Приреченский район", "Приреченский район"),
        ("городского округа", "городской округ"),
    ],
)
def test_names_in_the_nominative(written: str, read: str) -> None:
    assert nominative(written) == read


def test_municipality_and_region_in_text() -> None:
    assert (
        municipality_in(["План муниципального образования «Приреченский район» на год"])
        == "Приреченский район"
    )
    assert municipality_in(["План городского округа Заозёрск на 2026 год"]) == "городской округ Заозёрск"
    assert municipality_in(["План работы города Заозёрска"]) == "город Заозёрск"
    assert municipality_in(["План города Твери"]) == "город Тверь"
    assert municipality_in(["План работы"]) == ""
    assert region_in(["педагогов Республики Полесье"]) == "Республика Полесье"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Иванова И.И., методист ЦРО", ["Иванова И.И."]),
        ("Богданова\u00a0Ю. Л., начальник; Орлов-Лисин П.П.", ["Богданова Ю.Л.", "Орлов-Лисин П.П."]),
        ("заместитель Л.В. Нестерова", ["Нестерова Л.В."]),
        ("Петрова Анна Сергеевна, директор", ["Петрова Анна Сергеевна"]),
        ("Кондратьева Л.Г, директор", ["Кондратьева Л.Г."]),
        ("Руководители ОУ, методисты ЦРО", []),
        ("", []),
    ],
)
def test_people_in_a_text(text: str, people: list[str]) -> None:
    assert people_in(text) == people
