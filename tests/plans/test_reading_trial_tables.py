"""More documents of municipalities that do not exist: tables that go on, headings, target columns, other lists."""

import pytest

from tests.plans.test_reading_trial import HEAD, TITLE, WHO, Case, _row, section
from tests.plans.trial import Truth, centred, faults, p, read, tbl, tc, tr, word_xml


def wide_table_broken_by_section_paragraph() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        p("Мероприятия"),
        tbl(HEAD, ("1", "Совет", "март", *WHO)),
        p("Раздел 2. Качество образования", bold=True),
        tbl(("1", "Тест", "июнь", *WHO), ("2", "Опрос", "июль", *WHO)),
    ), Truth(
        [
            _row("", "1", "Совет", "март"),
            _row("Качество образования", "1", "Тест", "июнь"),
            _row("Качество образования", "2", "Опрос", "июль"),
        ]
    )


def direction_row_number_cell_and_merged_rest() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        tbl(
            HEAD,
            tr("1.", tc("Кадры", span=4)),
            ("1.1.", "Совет", "март", *WHO),
            tr("2.", tc("Качество", span=4)),
            ("2.1.", "Тест", "июнь", *WHO),
        ),
    ), Truth([_row("Кадры", "1.1", "Совет", "март"), _row("Качество", "2.1", "Тест", "июнь")])


def subsections_two_levels_no_numbers() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        tbl(
            HEAD,
            section("Блок 1. Кадры"),
            section("1.1. Наставничество"),
            ("1.1.1", "Пары", "март", *WHO),
            section("1.2. Аттестация"),
            ("1.2.1", "Вебинар", "май", *WHO),
            section("Блок 2. Качество"),
            ("2.1", "Тест", "июнь", *WHO),
        ),
    ), Truth(
        [
            _row("Наставничество", "1.1.1", "Пары", "март"),
            _row("Аттестация", "1.2.1", "Вебинар", "май"),
            _row("Качество", "2.1", "Тест", "июнь"),
        ],
        directions=[("1", "Кадры"), ("1.1", "Наставничество"), ("1.2", "Аттестация"), ("2", "Качество")],
    )


def parts_of_a_target() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        tbl(
            ("№", "Показатель", "Значение"),
            (
                "1",
                "Доля педагогов, повысивших квалификацию, из них: дошкольных; школьных",
                "10 %, из них: 3 %; 7 %",
            ),
            ("2", "Доля управленцев", "5 %, в т. ч. 2 % молодых"),
            ("3", "Количество площадок", "не менее 2 ед."),
            ("4", "Доля ИОМ", "(2024 – 13 %, 2025 – 20 %, 2026 – 30 %)"),
        ),
        tbl(HEAD, ("1", "Совет", "март", *WHO)),
    ), Truth(
        [_row("", "1", "Совет", "март")],
        [
            (
                "1",
                "Доля педагогов, повысивших квалификацию, из них: дошкольных; школьных",
                [("=", 10.0, "percent", None)],
            ),
            ("2", "Доля управленцев", [("=", 5.0, "percent", None)]),
            ("3", "Количество площадок", [(">=", 2.0, "count", None)]),
            (
                "4",
                "Доля ИОМ",
                [("=", 13.0, "percent", 2024), ("=", 20.0, "percent", 2025), ("=", 30.0, "percent", 2026)],
            ),
        ],
    )


def target_by_years_two_rows_title() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        tbl(
            tr(tc("Показатель", merge="restart"), tc("Значение показателя по годам", span=3)),
            tr(tc(merge="continue"), "2025 г.", "2026 г.", "2027 г."),
            ("Доля ИОМ, %", "10", "20", "30"),
            ("Доля молодых, %", "5", "5", "6"),
        ),
        tbl(HEAD, ("1", "Совет", "март", *WHO)),
    ), Truth(
        [_row("", "1", "Совет", "март")],
        [
            (
                "",
                "Доля ИОМ, %",
                [("=", 10.0, "percent", 2025), ("=", 20.0, "percent", 2026), ("=", 30.0, "percent", 2027)],
            ),
            (
                "",
                "Доля молодых, %",
                [("=", 5.0, "percent", 2025), ("=", 5.0, "percent", 2026), ("=", 6.0, "percent", 2027)],
            ),
        ],
    )


def risks_and_resources_tables() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        tbl(HEAD, ("1", "Совет", "март", *WHO), ("2", "Слёт", "май", *WHO)),
        p("Риски"),
        tbl(
            ("№", "Риск", "Меры по снижению", "Ответственный"),
            ("1", "Нехватка кадров", "Целевое обучение", "ММС"),
        ),
        p("Кадровый состав"),
        tbl(("№", "Показатель", "Количество"), ("1", "Учителей", "120"), ("2", "Воспитателей", "60")),
    ), Truth([_row("", "1", "Совет", "март"), _row("", "2", "Слёт", "май")], indicators=[])


def title_below_order_lines() -> tuple[bytes, Truth]:
    return word_xml(
        p("Приложение № 1"),
        p("к приказу Управления образования"),
        p("администрации Заречного района"),
        p("от 15 января 2026 года № 18-ОД"),
        p("План мероприятий («дорожная карта»)", bold=True, properties='<w:jc w:val="center"/>'),
        centred("по развитию муниципальной системы научно-методического сопровождения"),
        centred("педагогических работников и управленческих кадров Заречного района"),
        centred("на 2026–2028 годы"),
        tbl(HEAD, ("1", "Совет", "март 2026 г.", *WHO)),
    ), Truth(
        [_row("", "1", "Совет", "март 2026 г.")],
        heading={
            "title": "План мероприятий («дорожная карта») по развитию муниципальной системы научно-методического сопровождения педагогических работников и управленческих кадров Заречного района на 2026–2028 годы",
            "kind": "roadmap",
            "year_from": 2026,
            "year_to": 2028,
            "municipality": "Заречный район",
            "order": {"number": "18-ОД", "date": "2026-01-15"},
        },
    )


def approved_with_blank_lines() -> tuple[bytes, Truth]:
    return word_xml(
        tbl(
            (
                tc("Рассмотрено\nна заседании методического совета\nПротокол № 3 от 10.01.2026"),
                tc("УТВЕРЖДЕНО\nприказом МКУ «Методический центр»\n№ 5 от 12.01.2026 г."),
            )
        ),
        TITLE,
        tbl(HEAD, ("1", "Совет", "март", *WHO)),
    ), Truth([_row("", "1", "Совет", "март")], heading={"order": {"number": "5", "date": "2026-01-12"}})


def quoted_municipality() -> tuple[bytes, Truth]:
    return word_xml(
        centred(
            "План работы по сопровождению педагогов муниципального образования «Город Светлореченск» на 2026 год"
        ),
        tbl(HEAD, ("1", "Совет", "март", *WHO)),
    ), Truth([_row("", "1", "Совет", "март")], heading={"municipality": "Город Светлореченск"})


def city_genitive() -> tuple[bytes, Truth]:
    return word_xml(
        centred("План работы методической службы г. Светлореченска на 2026 год"),
        tbl(HEAD, ("1", "Совет", "март", *WHO)),
    ), Truth([_row("", "1", "Совет", "март")], heading={"municipality": "город Светлореченск"})


def repeated_header_number_row_on_each_page() -> tuple[bytes, Truth]:
    n = tuple("12345")
    return word_xml(
        TITLE,
        tbl(
            HEAD,
            n,
            ("1", "Совет", "март", *WHO),
            n,
            ("2", "Слёт", "май", *WHO),
            HEAD,
            n,
            ("3", "Тест", "июнь", *WHO),
        ),
    ), Truth([_row("", "1", "Совет", "март"), _row("", "2", "Слёт", "май"), _row("", "3", "Тест", "июнь")])


def header_bold_inside_rowspan_and_blank_first_row() -> tuple[bytes, Truth]:
    return word_xml(TITLE, tbl(("", "", "", "", ""), HEAD, ("1", "Совет", "март", *WHO))), Truth(
        [_row("", "1", "Совет", "март")]
    )


def many_lines_of_one_activity_split_into_rows() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        tbl(
            HEAD,
            tr(
                tc("1", merge="restart"),
                tc("Школа молодого педагога", merge="restart"),
                "март",
                "Рябов П.П.",
                "Программа",
            ),
            tr(tc(merge="continue"), tc(merge="continue"), "сентябрь", "ММС", "Отчёт"),
            ("2", "Слёт", "май", *WHO),
        ),
    ), Truth(
        [
            ("", "1", "Школа молодого педагога", "март сентябрь", "Рябов П.П. ММС", "Программа Отчёт"),
            _row("", "2", "Слёт", "май"),
        ]
    )


def responsible_and_participants() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        tbl(
            tr(
                tc("№", merge="restart"),
                tc("Мероприятие", merge="restart"),
                tc("Срок", merge="restart"),
                tc("Исполнители", span=2),
                tc("Результат", merge="restart"),
            ),
            tr(
                tc(merge="continue"),
                tc(merge="continue"),
                tc(merge="continue"),
                "ответственный",
                "участники",
                tc(merge="continue"),
            ),
            ("1", "Совет", "март", "Рябов П.П.", "методисты", "Справка"),
        ),
    ), Truth([_row("", "1", "Совет", "март")], more={"participants_text": ["методисты"]})


def project_with_tasks_column() -> tuple[bytes, Truth]:
    return word_xml(
        TITLE,
        tbl(
            ("Задача", "№", "Мероприятие", "Сроки", "Ответственные", "Показатель"),
            tr(tc("Развивать наставничество", merge="restart"), "1", "Пары", "март", "ММС", "12 пар"),
            tr(tc(merge="continue"), "2", "Слёт", "май", "ММС", "30 чел."),
            ("Повышать качество", "3", "Тест", "июнь", "ММС", "Отчёт"),
        ),
    ), Truth(
        [
            ("Развивать наставничество", "1", "Пары", "март", "ММС", "12 пар"),
            ("Развивать наставничество", "2", "Слёт", "май", "ММС", "30 чел."),
            ("Повышать качество", "3", "Тест", "июнь", "ММС", "Отчёт"),
        ]
    )


CASES: list[Case] = [
    wide_table_broken_by_section_paragraph,
    direction_row_number_cell_and_merged_rest,
    subsections_two_levels_no_numbers,
    parts_of_a_target,
    target_by_years_two_rows_title,
    risks_and_resources_tables,
    title_below_order_lines,
    approved_with_blank_lines,
    quoted_municipality,
    city_genitive,
    repeated_header_number_row_on_each_page,
    header_bold_inside_rowspan_and_blank_first_row,
    many_lines_of_one_activity_split_into_rows,
    responsible_and_participants,
    project_with_tasks_column,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_every_cell_is_read_as_it_was_meant(case: Case) -> None:
    content, truth = case()
    assert faults(read(content), truth) == []
