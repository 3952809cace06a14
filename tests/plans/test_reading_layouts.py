"""Layouts of plans that municipalities use, one test each, and the traps of Word tables."""

import io
from typing import Any

import docx
import pytest

from masterstvo.plans.reading import ReadPlan, read_plan
from tests.plans.documents import (
    HEADER,
    TITLE,
    Heading,
    Table,
    automatic_numbers,
    excel,
    number_by_word,
    pdf,
    put,
    saved,
    word,
)  # fmt: skip


def titles(plan: ReadPlan) -> list[str]:
    return [activity.title for activity in plan.activities]


def numbers(plan: ReadPlan) -> list[str]:
    return [activity.number for activity in plan.activities]


def by_direction(plan: ReadPlan) -> list[tuple[str, str]]:
    return [(activity.direction, activity.title) for activity in plan.activities]


def names(plan: ReadPlan) -> list[tuple[str, str]]:
    return [(direction.number, direction.title) for direction in plan.directions]


def row(
    number: str, title: str, period: str = "май", who: str = "Орлова А.А.", result: str = "Справка"
) -> list[str]:
    return [number, title, period, who, result]


def section(text: str) -> list[str]:
    return [text, "", "", "", ""]


# The four layouts


def test_direction_merged_down_over_unnumbered_rows_and_repeated_after_a_page_break() -> None:
    header = [
        "№",
        "Направление",
        "Наименование мероприятия",
        "Участники, организаторы",
        "Результат, показатель",
        "срок",
    ]
    rows = [
        header,
        ["1", "Наставничество", "Школа наставника", "Методисты, Орлова А.А.", "12 пар", "март"],
        ["", "", "Неделя открытых уроков", "Педагоги", "Не менее 90 % педагогов", "апрель"],
        ["", "", "Круглый стол", "Методисты", "Протокол", "май"],
        header,
        ["1", "Наставничество", "Конкурс пар", "Орлова А.А.", "Приказ", "июнь"],
        ["2", "Диагностика дефицитов", "Анкетирование", "Методисты", "Справка", "сентябрь"],
        ["", "", "Тестирование", "ЦНППМ", "Отчёт", "октябрь"],
    ]
    merges = [(1, 0, 3, 0), (1, 1, 3, 1), (6, 0, 7, 0), (6, 1, 7, 1)]
    plan = read_plan(word(TITLE, Table(rows, merges)))
    assert names(plan) == [("1", "Наставничество"), ("2", "Диагностика дефицитов")]
    assert by_direction(plan) == [
        ("1", "Школа наставника"), ("1", "Неделя открытых уроков"), ("1", "Круглый стол"), ("1", "Конкурс пар"),
        ("2", "Анкетирование"), ("2", "Тестирование"),
    ]  # fmt: skip
    assert numbers(plan) == [""] * 6
    first = plan.activities[0]
    assert first.period_text == "март"
    assert first.responsible_text == "Методисты, Орлова А.А."
    assert first.result_text == "12 пар"


def test_numbers_that_the_direction_repeats_are_its_own() -> None:
    header = ["№", "Направление", "Мероприятие", "Срок"]
    rows = [header, ["1.", "1. Сеть", "Школа", "май"], ["2.", "2. Качество", "2.1. Тест", "июнь"]]
    plan = read_plan(word(TITLE, Table(rows)))
    assert names(plan) == [("1", "Сеть"), ("2", "Качество")]
    assert [(a.direction, a.number, a.title) for a in plan.activities] == [
        ("1", "", "Школа"),
        ("2", "2.1", "Тест"),
    ]


def test_section_rows_with_responsible_executors() -> None:
    rows = [
        ["№ п/п", "Наименование мероприятия", "сроки", "Ответственные исполнители", "Ожидаемый результат"],
        section("I. Организационно-методическая работа"),
        row("1", "Совет методистов"),
        row("2", "Паспорт кадров"),
        section("II. Работа с молодыми педагогами"),
        row("1", "Клуб молодых"),
    ]
    plan = read_plan(word(TITLE, Table(rows, [(1, 0, 1, 4), (4, 0, 4, 4)])))
    assert names(plan) == [
        ("I", "Организационно-методическая работа"),
        ("II", "Работа с молодыми педагогами"),
    ]
    assert by_direction(plan) == [("I", "Совет методистов"), ("I", "Паспорт кадров"), ("II", "Клуб молодых")]
    assert numbers(plan) == ["1", "2", "1"]


def test_stages_with_content_of_work() -> None:
    rows = [
        ["№", "Наименование этапа", "Мероприятия", "Содержание деятельности", "Срок", "Ответственный"],
        ["1", "Подготовительный", "Анализ", "Сбор сведений о кадрах", "январь", "Орлова А.А."],
        ["", "", "Рабочая группа", "Приказ о составе", "февраль", "Лисин Б.Б."],
        ["2", "Основной", "Семинары", "Четыре семинара", "март – май", "Методисты"],
    ]
    plan = read_plan(word(TITLE, Table(rows, [(1, 0, 2, 0), (1, 1, 2, 1)])))
    assert names(plan) == [("1", "Подготовительный"), ("2", "Основной")]
    assert by_direction(plan) == [("1", "Анализ"), ("1", "Рабочая группа"), ("2", "Семинары")]
    assert plan.activities[1].content_text == "Приказ о составе"
    assert plan.as_json()["activities"][2]["content_text"] == "Четыре семинара"


def test_a_report_holds_facts_and_links() -> None:
    document = docx.Document()
    document.add_paragraph(TITLE.replace("План работы", "Отчёт о реализации плана работы"))
    document.add_paragraph("Таблица 1")
    goals = document.add_table(2, 4)
    for cell, text in zip(
        goals.rows[0].cells,
        ["№ п/п", "Наименование показателя", "Целевое значение", "Достигнутое значение на 30.11.2026"],
        strict=True,
    ):
        put(cell, text)
    for cell, text in zip(
        goals.rows[1].cells,
        [
            "1.",
            "Доля педагогов, повысивших квалификацию, из них:\n– дошкольных;\n– школьных",
            "10 %, из них:\n3 %;\n7 %",
            "12,5 %\n4 %\n8,5 %",
        ],
        strict=True,
    ):
        put(cell, text)
    document.add_paragraph("Таблица 2")
    table = document.add_table(2, 5)
    for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
        put(cell, text)
    for cell, text in zip(
        table.rows[1].cells,
        row("1.1.", "Фестиваль", result="Прошёл, см. https://priroda.example/a.pdf."),
        strict=True,
    ):
        put(cell, text)
    link = docx.oxml.OxmlElement("w:hyperlink")
    key = document.part.relate_to(
        "https://priroda.example/b", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link.set(docx.oxml.ns.qn("r:id"), key)
    paragraph = table.rows[1].cells[4].paragraphs[0]
    run = paragraph.add_run(" приказ")
    link.append(run._r)
    paragraph._p.append(link)
    plan = read_plan(saved(document))
    assert plan.heading.kind == "report"
    assert plan.activities[0].links == ("https://priroda.example/a.pdf", "https://priroda.example/b")
    assert plan.activities[0].result_text == "Прошёл, см. https://priroda.example/a.pdf. приказ"
    indicator = plan.indicators[0]
    assert [fact.value for fact in indicator.facts] == [12.5]
    assert [(c.title, c.targets[0].value, c.facts[0].value) for c in indicator.children] == [
        ("дошкольных", 3.0, 4.0), ("школьных", 7.0, 8.5),
    ]  # fmt: skip


# Headers


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 2, 3, 4, 0]])
def test_columns_in_any_order(order: list[int]) -> None:
    rows = [HEADER, row("1", "Семинар"), row("2", "Конкурс", "июнь", "Лисин Б.Б.", "Приказ")]
    plan = read_plan(word(TITLE, Table([[line[i] for i in order] for line in rows])))
    activity = plan.activities[1]
    assert (activity.number, activity.title, activity.period_text) == ("2", "Конкурс", "июнь")
    assert (activity.responsible_text, activity.result_text) == ("Лисин Б.Б.", "Приказ")


@pytest.mark.parametrize("columns", [[1, 2], [1, 3], [0, 1, 2], [1, 2, 3], [0, 1, 3, 4], [0, 1, 2, 4]])
def test_any_subset_of_columns(columns: list[int]) -> None:
    rows = [HEADER, row("1", "Семинар"), row("2", "Конкурс")]
    plan = read_plan(word(TITLE, Table([[line[i] for i in columns] for line in rows])))
    assert titles(plan) == ["Семинар", "Конкурс"]
    assert plan.activities[0].period_text == ("май" if 2 in columns else "")


@pytest.mark.parametrize(
    "header",
    [
        ["№", "Мероприятия", "Сроки проведения", "Исполнители", "Результат"],
        ["N п/п", "Название мероприятия", "Дата проведения", "Ответственные лица", "Планируемый результат"],
        [
            "№\vп/\vп",
            "Содержание работы",
            "Период\vреализа\vции",
            "ФИО, должность ответственного",
            "Форма отчётности",
        ],
        ["", "Виды деятельности", "Месяц", "Кто проводит", "Ожидаемые результаты, показатели"],
        [
            "П/п",
            "Планируемые мероприятия",
            "Время проведения",
            "Ответственный за выполнение",
            "Итоговый документ",
        ],
        ["№ п/п", "Мероприятие", "Период", "Организаторы", "Показатели результативности"],
        ["№", "Содержание деятельности", "Сроки реализации", "Ответственный исполнитель", "Продукт"],
    ],
)
def test_header_words_may_differ(header: list[str]) -> None:
    plan = read_plan(
        word(TITLE, Table([header, row("1", "Семинар"), row("2", "Слёт", "июль", "Лисин Б.Б.", "Приказ")]))
    )
    last = plan.activities[1]
    assert (last.number, last.title, last.period_text) == ("2", "Слёт", "июль")
    assert (last.responsible_text, last.result_text) == ("Лисин Б.Б.", "Приказ")


def test_header_split_over_two_rows_with_merges() -> None:
    rows = [
        ["№ п/п", "Мероприятие", "Реализация", "", "Ожидаемый результат"],
        ["", "", "сроки", "ответственные", ""],
        ["1", "2", "3", "4", "5"],
        row("1", "Семинар"),
    ]
    plan = read_plan(word(TITLE, Table(rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)])))
    assert titles(plan) == ["Семинар"]
    assert plan.activities[0].period_text == "май"
    assert plan.activities[0].responsible_text == "Орлова А.А."


def test_header_split_over_two_rows_without_merges() -> None:
    rows = [
        ["№", "Наименование", "Срок", "Ответственный", "Ожидаемый"],
        ["п/п", "мероприятия", "исполнения", "исполнитель", "результат"],
        row("1", "Семинар"),
    ]
    plan = read_plan(word(TITLE, Table(rows)))
    assert plan.as_json()["activities"][0]["result_text"] == "Справка"
    assert titles(plan) == ["Семинар"]


def test_number_rows_and_repeated_headers_are_not_activities() -> None:
    counted = ["1", "2", "3", "4", "5"]
    rows = [
        HEADER,
        counted,
        row("1", "Семинар"),
        HEADER,
        counted,
        row("2", "Слёт"),
        HEADER,
        row("3", "Форум"),
    ]
    plan = read_plan(word(TITLE, Table(rows)))
    assert titles(plan) == ["Семинар", "Слёт", "Форум"]


def test_header_words_inside_a_row_of_data_are_no_header() -> None:
    rows = [
        HEADER,
        row("1", "Мероприятие для исполнителей", "в сроки приказа", "Исполнители", "Результат"),
        row("2", "Слёт"),
    ]
    assert titles(read_plan(word(TITLE, Table(rows)))) == ["Мероприятие для исполнителей", "Слёт"]


# Rows


def test_a_row_torn_by_a_page_break_is_glued() -> None:
    rows = [
        HEADER,
        row("1", "Заседания с практикой решения сложных", who="Орлова А.А.,"),
        HEADER,
        ["", "заданий по предмету, включая олимпиады", "", "Лисин Б.Б.", ""],
        row("2", "Слёт"),
    ]
    plan = read_plan(word(TITLE, Table(rows)))
    assert titles(plan) == [
        "Заседания с практикой решения сложных заданий по предмету, включая олимпиады",
        "Слёт",
    ]
    assert plan.activities[0].responsible_text.split() == ["Орлова", "А.А.,", "Лисин", "Б.Б."]
    assert any("присоединена" in problem.what for problem in plan.problems)
    assert len(plan.activities[0].sources["title"]) == 2


def test_a_word_torn_by_a_page_break_is_joined() -> None:
    rows = [
        HEADER,
        row("1", "Сопровождение педаго-"),
        HEADER,
        ["", "гов района", "", "", ""],
        row("2", "Слёт"),
    ]
    assert titles(read_plan(word(TITLE, Table(rows)))) == ["Сопровождение педагогов района", "Слёт"]


@pytest.mark.parametrize(
    ("written", "read"),
    [("1.1.", "1.1"), ("1.1", "1.1"), ("1)", "1"), ("п. 3", "3"), ("№ 4", "4"), (" 2 .", "2"), ("", "")],
)
def test_irregular_numbers(written: str, read: str) -> None:
    rows = [HEADER, row(written, "Семинар"), row("9", "Слёт"), row("10", "Форум")]
    assert numbers(read_plan(word(TITLE, Table(rows)))) == [read, "9", "10"]


def test_activities_without_any_numbers_are_not_glued_together() -> None:
    rows = [HEADER, row("", "Семинар"), row("", "слёт"), HEADER, row("", "Форум"), row("", "Диктант")]
    assert titles(read_plan(word(TITLE, Table(rows)))) == ["Семинар", "слёт", "Форум", "Диктант"]


def test_numbers_drawn_by_word_itself() -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(3, 5)
    key = automatic_numbers(document, "1.%1.")
    for cells, texts in zip(table.rows, [HEADER, row("", "Семинар"), row("", "Слёт")], strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            put(cell, text)
    for at in (1, 2):
        number_by_word(table.cell(at, 0).paragraphs[0], key)
    assert numbers(read_plan(saved(document))) == ["1.1", "1.2"]


def test_an_activity_of_which_only_the_title_is_told_is_no_section() -> None:
    rows = [
        HEADER,
        section("1. Кадры"),
        row("1.1", "Семинар"),
        ["1.2", "Слёт", "", "", ""],
        row("1.3", "Форум"),
    ]
    plan = read_plan(word(TITLE, Table(rows)))
    assert titles(plan) == ["Семинар", "Слёт", "Форум"]
    assert names(plan) == [("1", "Кадры")]


def test_direction_and_first_activity_in_one_row() -> None:
    rows = [
        HEADER,
        section("1. Кадры"),
        row("1.1", "Семинар"),
        row("2.\n2.1.", "Сопровождение молодых педагогов\nКлуб молодых педагогов"),
        row("2.2", "Слёт"),
    ]
    plan = read_plan(word(TITLE, Table(rows)))
    assert names(plan) == [("1", "Кадры"), ("2", "Сопровождение молодых педагогов")]
    assert by_direction(plan) == [("1", "Семинар"), ("2", "Клуб молодых педагогов"), ("2", "Слёт")]
    assert numbers(plan) == ["1.1", "2.1", "2.2"]


def test_section_rows_in_the_first_cell_only_and_in_two_cells() -> None:
    rows = [
        HEADER,
        section("1. Кадры"),
        row("1.1", "Семинар"),
        ["2.", "Диагностика", "", "", ""],
        row("2.1", "Тест"),
        ["3", "Наставничество", "", "", ""],
        row("3.1", "Клуб"),
    ]
    plan = read_plan(word(TITLE, Table(rows, [(5, 1, 5, 4)])))
    assert names(plan) == [("1", "Кадры"), ("2", "Диагностика"), ("3", "Наставничество")]
    assert by_direction(plan) == [("1", "Семинар"), ("2", "Тест"), ("3", "Клуб")]


def test_three_levels_of_numbers() -> None:
    rows = [
        HEADER,
        section("1. Кадры"),
        section("1.1. Молодые педагоги"),
        row("1.1.1", "Клуб"),
        row("1.1.2", "Слёт"),
        section("1.2. Резерв"),
        row("1.2.1", "Школа резерва"),
        section("2. Качество"),
        section("2.1. Оценка"),
        row("2.1.1", "Тест"),
    ]
    merges = [(i, 0, i, 4) for i in (1, 2, 5, 7, 8)]
    plan = read_plan(word(TITLE, Table(rows, merges)))
    assert [(d.number, d.parent) for d in plan.directions] == [
        ("1", None), ("1.1", "1"), ("1.2", "1"), ("2", None), ("2.1", "2"),
    ]  # fmt: skip
    assert [a.direction for a in plan.activities] == ["1.1", "1.1", "1.2", "2.1"]
    assert plan.as_json()["directions"][0]["subdirections"][1] == {"number": "1.2", "title": "Резерв"}


def test_a_direction_without_a_number_takes_that_of_its_activities() -> None:
    rows = [
        HEADER,
        section("1. Кадры"),
        row("1.1", "Семинар"),
        section("Качество"),
        row("4.1", "Тест"),
        section("5. Сеть"),
        row("5.1", "Клуб"),
    ]
    plan = read_plan(word(TITLE, Table(rows, [(i, 0, i, 4) for i in (1, 3, 5)])))
    assert names(plan) == [("1", "Кадры"), ("4", "Качество"), ("5", "Сеть")]


def test_a_period_merged_down_holds_for_each_activity() -> None:
    rows = [HEADER, row("1", "Семинар", "в течение года"), row("2", "Слёт", ""), row("3", "Форум", "май")]
    plan = read_plan(word(TITLE, Table(rows, [(1, 2, 2, 2)])))
    assert [a.period_text for a in plan.activities] == ["в течение года", "в течение года", "май"]


def test_a_row_divided_by_lines_is_one_activity() -> None:
    rows = [HEADER, row("1", "Семинар", who="Орлова А.А."), ["", "", "", "Лисин Б.Б.", ""], row("2", "Слёт")]
    plan = read_plan(word(TITLE, Table(rows, [(1, 0, 2, 0), (1, 1, 2, 1)])))
    assert titles(plan) == ["Семинар", "Слёт"]
    assert plan.activities[0].responsible_text.split("\n") == ["Орлова А.А.", "Лисин Б.Б."]


def test_paragraphs_spaces_and_hyphens_of_a_cell() -> None:
    title = "Семинар\u00a0для  педа\u00adгогов,\nобразова-\vтельный интенсив"
    plan = read_plan(word(TITLE, Table([HEADER, row("1", title)])))
    assert titles(plan) == ["Семинар для педагогов,\nобразовательный интенсив"]


def test_a_table_inside_a_cell_becomes_its_text() -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(3, 5)
    for cells, texts in zip(table.rows, [HEADER, row("1", "Семинар"), row("2", "Слёт")], strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            put(cell, text)
    inner = table.cell(1, 4).add_table(2, 2)
    for cell, text in zip((c for r in inner.rows for c in r.cells), ["Школа", "5", "Сад", "7"], strict=True):
        put(cell, text)
    plan = read_plan(saved(document))
    assert plan.activities[0].result_text == "Справка\nШкола 5\nСад 7"
    assert titles(plan) == ["Семинар", "Слёт"]


def test_a_plan_inside_a_frame_is_read() -> None:
    document = docx.Document()
    frame = document.add_table(1, 1)
    put(frame.cell(0, 0), TITLE)
    inner = frame.cell(0, 0).add_table(2, 5)
    for cells, texts in zip(inner.rows, [HEADER, row("1", "Семинар")], strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            put(cell, text)
    plan = read_plan(saved(document))
    assert titles(plan) == ["Семинар"]
    assert plan.heading.municipality == "Приреченский район"


def test_rows_that_begin_later_and_end_earlier() -> None:
    document = docx.Document(io.BytesIO(word(TITLE, Table([HEADER, row("1", "Семинар"), row("2", "Слёт")]))))
    line = document.tables[0].rows[2]._tr
    line.remove(line.tc_lst[0])
    line.remove(line.tc_lst[-1])
    properties = line.get_or_add_trPr()
    for name in ("w:gridBefore", "w:gridAfter"):
        node = docx.oxml.OxmlElement(name)
        node.set(docx.oxml.ns.qn("w:val"), "1")
        properties.append(node)
    last = read_plan(saved(document)).activities[1]
    assert (last.number, last.title, last.period_text, last.responsible_text, last.result_text) == (
        "", "Слёт", "май", "Орлова А.А.", "",
    )  # fmt: skip


# Several tables


def test_each_direction_in_a_table_of_its_own() -> None:
    plan = read_plan(
        word(
            TITLE,
            "Мероприятия плана",
            Heading("1. Кадры"),
            Table([HEADER, row("1.1", "Семинар")]),
            Heading("2. Качество образования"),
            Table([HEADER, row("2.1", "Тест"), row("2.2", "Диктант")]),
            "Направление 3. Наставничество",
            Table([HEADER, row("3.1", "Клуб")]),
        )
    )
    assert names(plan) == [("1", "Кадры"), ("2", "Качество образования"), ("3", "Наставничество")]
    assert [a.direction for a in plan.activities] == ["1", "2", "2", "3"]


def test_a_table_that_goes_on_without_a_header() -> None:
    plan = read_plan(
        word(
            TITLE,
            Table([HEADER, row("1", "Семинар"), row("2", "Слёт для молодых")]),
            Table([["", "педагогов", "", "", ""], row("3", "Форум")]),
        )
    )
    assert titles(plan) == ["Семинар", "Слёт для молодых педагогов", "Форум"]


def test_lists_of_another_purpose_are_left_out_and_named() -> None:
    others = Table(
        [["№", "Наименование мероприятия", "Сроки", "Результаты участия"], ["1", "Форум", "май", "диплом"]]
    )
    agreed = Table(
        [
            ["№ п/п", "Должность", "ФИО согласующего лица", "Дата согласования"],
            ["1", "Директор", "Лисин Б.Б.", ""],
        ]
    )
    plan = read_plan(
        word(TITLE, Table([HEADER, row("1", "Семинар"), row("2", "Слёт")]), "Участие", others, "Лист", agreed)
    )
    assert titles(plan) == ["Семинар", "Слёт"]
    assert [problem.where for problem in plan.problems] == ["Таблица 2"]


def test_directions_named_in_the_text_only() -> None:
    plan = read_plan(
        word(
            TITLE,
            "Направлениями работы являются:",
            "1. Кадры.",
            "2. Качество.",
            Table([HEADER, row("1.1", "Семинар"), row("2.1", "Тест")]),
        )
    )
    assert names(plan) == [("1", "Кадры."), ("2", "Качество.")]
    assert [a.direction for a in plan.activities] == ["1", "2"]


# Excel


def test_excel_with_title_rows_above_and_merged_directions() -> None:
    rows: list[list[Any]] = [
        section(TITLE),
        section("Утверждён приказом от 12.01.2026 № 7-од"),
        section(""),
        HEADER,
        ["1", "2", "3", "4", "5"],
        section("1. Кадры"),
        row("1.1", "Семинар"),
        section("2. Качество"),
        row("2.1", "Тест"),
    ]
    plan = read_plan(excel(Table(rows, [(0, 0, 0, 4), (5, 0, 5, 4), (7, 0, 7, 4)])))
    assert names(plan) == [("1", "Кадры"), ("2", "Качество")]
    assert by_direction(plan) == [("1", "Семинар"), ("2", "Тест")]
    assert plan.heading.title == TITLE
    assert plan.heading.order is not None
    assert plan.heading.order.as_json() == {"number": "7-од", "date": "2026-01-12"}


def test_excel_with_several_sheets() -> None:
    goals = Table(
        [["№", "Показатель", "Единица измерения", "2026", "2027"], ["1", "Доля обученных", "%", 10, 20]]
    )
    data = excel(
        goals,
        Table([HEADER, row("1", "Семинар")]),
        Table([["просто", "слова"]]),
        titles=["Показатели", "План", "Прочее"],
    )
    plan = read_plan(data)
    assert titles(plan) == ["Семинар"]
    assert [(t.value, t.unit, t.year) for t in plan.indicators[0].targets] == [
        (10.0, "percent", 2026),
        (20.0, "percent", 2027),
    ]


def test_excel_numbers_that_excel_has_changed() -> None:
    import datetime as dt

    rows: list[list[Any]] = [
        HEADER,
        *([1 + i / 10, f"Шаг {i}", "май", "Орлова А.А.", 0.5] for i in range(1, 10)),
        [1.1, "Шаг 10", "май", "Орлова А.А.", ""],
        [dt.date(2026, 2, 1), "Шаг 11", dt.date(2026, 3, 22), "", ""],
    ]
    plan = read_plan(excel(Table(rows)))
    assert numbers(plan) == [*(f"1.{i}" for i in range(1, 11)), "1.2"]
    assert plan.activities[10].period_text == "22.03.2026"


# PDF


def test_pdf_with_a_table_over_several_pages() -> None:
    rows = [HEADER, section("1. Кадры")]
    rows += [
        row(f"1.{i}", f"Семинар номер {i} для педагогов района по вопросам оценки и самооценки")
        for i in range(1, 41)
    ]
    plan = read_plan(pdf(TITLE, Table(rows, [(1, 0, 1, 4)]), widths=(8, 40, 15, 20, 20)))
    assert numbers(plan) == [f"1.{i}" for i in range(1, 41)]
    assert (
        plan.activities[20].title == "Семинар номер 21 для педагогов района по вопросам оценки и самооценки"
    )
    assert names(plan) == [("1", "Кадры")]
    assert plan.heading.municipality == "Приреченский район"
    assert plan.heading.year_from == 2026


def test_pdf_whose_later_pages_have_no_header() -> None:
    rows = [HEADER, *(row(f"{i}", f"Семинар номер {i}") for i in range(1, 61))]
    plan = read_plan(pdf(TITLE, Table(rows), repeat_header=False, widths=(8, 40, 15, 20, 20)))
    assert numbers(plan) == [str(i) for i in range(1, 61)]


# Provenance and JSON


def test_each_field_knows_its_table_row_and_column() -> None:
    plan = read_plan(
        word(TITLE, Table([["а", "б"], ["в", "г"]]), Table([HEADER, row("1", "Семинар"), row("2", "Слёт")]))
    )
    place = plan.activities[1].sources["responsible"][0]
    assert (place.table, place.row, place.column) == (2, 3, 4)
    assert str(place) == "Таблица 2, строка 3, графа 4"
    assert plan.as_json(provenance=True)["activities"][1]["provenance"]["title"] == [
        {"table": 2, "row": 3, "column": 2}
    ]
    assert "provenance" not in plan.as_json()["activities"][1]


def test_json_has_the_shape_of_the_contract() -> None:
    plan = read_plan(word(TITLE, Table([HEADER, row("1", "Семинар")])), "план.docx")
    data = plan.as_json(schedule=lambda text, year: {"text": text, "year": year})
    assert list(data) == ["plan", "directions", "indicators", "activities", "suggestions", "problems"]
    assert data["activities"] == [
        {
            "direction": "", "number": "1", "period_text": "май", "title": "Семинар", "responsible_text": "Орлова А.А.",
            "result_text": "Справка", "schedule": {"text": "май", "year": 2026},
        }
    ]  # fmt: skip
    assert list(data["plan"]) == [
        "title", "kind", "municipality", "region", "year_from", "year_to", "order", "goal", "tasks",
    ]  # fmt: skip


def test_targets_hidden_in_results_are_only_suggested() -> None:
    plan = read_plan(
        word(
            TITLE,
            Table([HEADER, row("1", "Семинар", result="Протокол; не менее 90 % педагогов района обучены")]),
        )
    )
    suggestion = plan.suggestions[0]
    assert (suggestion.activity, suggestion.number, suggestion.op, suggestion.value, suggestion.unit) == (
        0,
        "1",
        ">=",
        90.0,
        "percent",
    )
    assert suggestion.text == "не менее 90 % педагогов района обучены"
    assert plan.indicators == ()


# Less common shapes


def test_a_plan_by_months() -> None:
    rows = [
        ["№", "Мероприятие", "Ответственный"],
        ["ЯНВАРЬ", "", ""],
        ["1", "Семинар", "Орлова А.А."],
        ["Февраль 2026 г.", "", ""],
        ["2", "Слёт", "Лисин Б.Б."],
    ]
    plan = read_plan(word(TITLE, Table(rows, [(1, 0, 1, 2), (3, 0, 3, 2)])))
    assert [activity.period_text for activity in plan.activities] == ["Январь", "Февраль 2026 г."]
    assert plan.directions == ()


def test_a_section_repeated_after_a_page_break_is_one_direction() -> None:
    rows = [HEADER, section("1. Кадры"), row("1.1", "Семинар"), HEADER]
    rows += [section("1. Кадры (продолжение)"), row("1.2", "Слёт")]
    plan = read_plan(word(TITLE, Table(rows, [(1, 0, 1, 4), (4, 0, 4, 4)])))
    assert names(plan) == [("1", "Кадры")]
    assert len(plan.activities) == 2


def test_responsible_persons_in_two_columns() -> None:
    rows = [
        ["№", "Мероприятие", "Срок", "Ответственный", ""],
        ["", "", "", "ФИО", "должность"],
        ["1", "Семинар", "май", "Орлова А.А.", "методист"],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)]
    plan = read_plan(word(TITLE, Table(rows, merges)))
    assert plan.activities[0].responsible_text == "Орлова А.А., методист"


def test_indicators_by_year_in_blocks_with_numbered_parts() -> None:
    goals = [
        ["№", "Показатель", "Ед. изм.", "2026 год", "2027 год"],
        ["Блок 1. Кадры", "", "", "", ""],
        ["1", "Доля обученных", "%", "10", "не менее 20"],
        ["1.1", "в институте", "%", "5", "7"],
        ["Блок 2. Сеть", "", "", "", ""],
        ["1", "Число пар", "ед.", "4", "6"],
    ]
    plan = read_plan(
        word(TITLE, Table(goals, [(1, 0, 1, 4), (4, 0, 4, 4)]), "Мероприятия", Table([HEADER, row("1", "С")]))
    )
    first, second = plan.indicators
    assert [(t.op, t.value, t.unit, t.year) for t in first.targets] == [
        ("=", 10.0, "percent", 2026),
        (">=", 20.0, "percent", 2027),
    ]
    assert [child.title for child in first.children] == ["в институте"]
    assert (second.block_title, second.targets[0].unit) == ("Блок 2. Сеть", "count")


def test_two_results_planned_and_actual() -> None:
    header = ["№", "Мероприятие", "Срок", "Планируемый результат", "Фактический результат"]
    plan = read_plan(word(TITLE, Table([header, ["1", "Семинар", "май", "50 %", "60 %"]])))
    assert (plan.activities[0].result_text, plan.activities[0].actual_text) == ("50 %", "60 %")


def test_suggestions_keep_the_years() -> None:
    text = "Доля обученных (2026 – 13 %, 2027 – 20 %)"
    plan = read_plan(word(TITLE, Table([HEADER, row("1", "Семинар", result=text)])))
    assert [(s.value, s.year) for s in plan.suggestions] == [(13.0, 2026), (20.0, 2027)]
