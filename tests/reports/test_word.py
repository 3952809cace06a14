import datetime as dt
import io
import time
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn

from masterstvo.core.addresses import is_address
from masterstvo.reports.composition.content import (
    ActivityGroup,
    ActivityRow,
    ActsRow,
    ApprovalRow,
    CarriedRow,
    ContestRow,
    CourseRow,
    EventRow,
    IndicatorRow,
    Link,
    PairsRow,
    ReportContent,
    Section,
)
from masterstvo.reports.word import build_docx

EMPTY = ReportContent(
    municipality="Приреченский район",
    region="Заречная область",
    authority="Управление образования",
    year=2025,
    as_of=dt.date(2025, 11, 30),
    is_draft=True,
    plan_title="План работы",
    plan_order="",
    order_number="",
    order_on=None,
    signer="",
    signer_position="",
    goal="",
    tasks=(),
    foreword=(),
    indicators=(),
    sections=(),
    groups=(),
    states=(),
    problems=(),
    causes=(),
    needs=(),
    prospects=(),
    carried=(),
    events=(),
    contests=(),
    courses=(),
)


def indicator(number, **values):
    known = {
        "number": str(number),
        "block": "",
        "title": "Доля педагогов",
        "plan_text": "10 %",
        "fact_text": "8,9 % (22 из 248)",
        "is_part": False,
        "is_below": False,
        "reason": "",
        "unit": "percent",
        "plan": Decimal(10),
        "fact": Decimal("8.9"),
    }
    return IndicatorRow(**(known | values))


def activity(number, **values):
    known = {
        "number": str(number),
        "period": "март",
        "title": "Семинар",
        "responsible": "Соколова И. В.",
        "expected": "справка",
        "actual": "Проведён, см. https://example.org/a%20b.pdf.",
        "state": "выполнено",
        "links": (Link("Справка", "https://example.org/s.pdf"),),
    }
    return ActivityRow(**(known | values))


def full():
    """A report of the size of a district: 64 activities, 24 indicators."""
    groups = [ActivityGroup(str(n), f"Направление {n}", 1, ()) for n in range(1)]
    groups += [
        ActivityGroup(f"1.{n}", "Поднаправление", 2, tuple(activity(n * 8 + k) for k in range(8)))
        for n in range(8)
    ]
    return replace(
        EMPTY,
        goal="единая методическая среда",
        tasks=("первая", "вторая"),
        foreword=("Отчёт подготовлен.",),
        indicators=(
            *(indicator(n, block="Раздел 1") for n in range(1, 14)),
            *(indicator(n, block="Раздел 2", is_below=True, reason="мало мест") for n in range(1, 12)),
        ),
        sections=(
            Section("1.1.", "Обучение", 1, ("Сделано.",), ("Мало мест",), ("Очередь",), ("Расширить",)),
            Section("1.1.1.", "Курсы", 2, ("Проведены.",), (), (), ()),
        ),
        groups=tuple(groups),
        states=(("выполнено", 64),),
        carried=(CarriedRow("5", "Семинар", "перенесено", "05.12.2025"),),
        events=(EventRow(dt.date(2025, 3, 1), "Семинар", "ФГОС", "муниципальный", 2, (("Школа", 2),)),),
        contests=(
            ContestRow(
                dt.date(2025, 4, 1), "Учитель года", "районный", (("Белова А. С.", "Школа", "лауреат"),)
            ),
        ),
        courses=(CourseRow("Институт", 2, 40, 30, 20),),
        pairs=(PairsRow("длительное", "старший – младший", 9, 8, 7, 2, 1),),
        acts=(ActsRow("Школа № 1", "№ 5 от 01.09.2025", "", 3, 1),),
        mentoring=("За период работали 9 пар.",),
    )


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(build_docx(full())))


def plain(text):
    return text.replace("\u00a0", " ")


def texts(document):
    return [plain(paragraph.text) for paragraph in document.paragraphs]


def test_headings_are_real(document):
    found = [
        (row.style.name, plain(row.text))
        for row in document.paragraphs
        if row.style.name.startswith("Heading")
    ]

    assert [text for style, text in found if style == "Heading 1"] == [
        "Пояснительная записка",
        "1. Анализ реализации плана",
        "2. Статистический анализ реализации мероприятий плана",
        "3. Выводы и предложения",
        "Приложение 1. Участие в событиях",
        "Приложение 2. Участие в конкурсах профессионального мастерства",
        "Приложение 3. Повышение квалификации по организаторам",
        "Приложение 4. Наставничество, эксперты, конкурсы и практики",
        "Приложение 5. Наставнические пары и акты о наставничестве",
    ]
    assert ("Heading 2", "1.1. Обучение") in found
    assert ("Heading 3", "1.1.1. Курсы") in found


def test_every_table_repeats_its_header_and_keeps_rows_whole(document):
    for table in document.tables:
        marks = [
            row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
            for row in table.rows
        ]
        whole = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]

        assert marks == [True] + [False] * (len(table.rows) - 1)
        assert all(whole)
    assert len(document.tables) == 8


def test_the_agreement_sheet_stands_on_a_page_of_its_own_after_the_order():
    rows = (
        ApprovalRow("Соколова И. В.", "методист", "составляет", None, dt.date(2025, 11, 20)),
        ApprovalRow("Тюрина О. С.", "", "проверяет", dt.date(2025, 11, 25), None),
    )

    document = docx.Document(io.BytesIO(build_docx(replace(EMPTY, approvals=rows))))

    title = next(paragraph for paragraph in document.paragraphs if paragraph.text == "Лист согласования")
    table = document.tables[0]
    assert title.paragraph_format.page_break_before
    assert [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows[1:]] == [
        ["методист\nСоколова И. В.", "составляет", "", "20.11.2025", ""],
        ["Тюрина О. С.", "проверяет", "до 25.11.2025", "", ""],
    ]


def test_without_anybody_to_agree_there_is_no_agreement_sheet():
    document = docx.Document(io.BytesIO(build_docx(EMPTY)))

    assert "Лист согласования" not in [paragraph.text for paragraph in document.paragraphs]


def test_table_one_groups_by_block_and_states_reasons(document):
    rows = [[plain(cell.text) for cell in row.cells] for row in document.tables[0].rows]

    assert rows[0] == ["№", "Показатель", "План", "Факт на 30.11.2025", "Причина отклонения"]
    assert rows[1][0] == "Раздел 1"
    assert len(rows) == 1 + 2 + 24
    assert rows[-1][4] == "мало мест"


def test_pairs_stand_by_model_and_format_and_acts_by_school(document):
    pairs, acts = document.tables[-2:]

    assert [plain(cell.text) for cell in pairs.rows[1].cells] == ["длительное", "старший – младший", *"98721"]
    assert [plain(cell.text) for cell in acts.rows[1].cells] == [
        "Школа № 1",
        "№ 5 от 01.09.2025",
        "нет",
        "3",
        "1",
    ]
    assert "За период работали 9 пар." in texts(document)


def test_table_two_holds_every_activity_in_a_landscape_section(document):
    numbers = [row.cells[0].text for row in document.tables[1].rows if row.cells[0].text.isdigit()]

    assert len(numbers) == 64
    assert [section.orientation for section in document.sections] == [0, 1, 0]


def test_a_row_longer_than_a_page_may_break():
    long = replace(EMPTY, groups=(ActivityGroup("", "Все", 1, (activity(1, actual="слово " * 2000),)),))

    row = docx.Document(io.BytesIO(build_docx(long))).tables[0].rows[-1]

    assert row._tr.trPr.find(qn("w:cantSplit")) is None


def test_links_are_relations_that_word_follows(document):
    targets = {
        relation.target_ref
        for relation in document.part.rels.values()
        if relation.reltype.endswith("/hyperlink")
    }

    assert targets == {"https://example.org/a%20b.pdf", "https://example.org/s.pdf"}


def test_words_around_a_link_are_typeset_and_the_link_is_not(document):
    cell = document.tables[1].rows[3].cells[5]

    assert cell.text.split("\n")[0] == "Проведён, см. https://example.org/a%20b.pdf."


def test_the_language_is_russian_everywhere(document):
    languages = {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))}

    assert languages == {"ru-RU"}
    assert document.core_properties.language == "ru-RU"


def test_charts_say_their_numbers_in_words(document):
    pictures = [node.get("descr") for node in document.element.iter(qn("wp:docPr"))]

    assert len(pictures) == 2
    assert all("8,9 при плане 10" in words for words in pictures)


def test_contents_are_a_field_with_every_heading_linked(document):
    field = [
        node.text for node in document.element.iter(qn("w:instrText")) if node.text.strip().startswith("TOC")
    ]
    anchors = [
        node.get(qn("w:anchor"))
        for node in document.element.iter(qn("w:hyperlink"))
        if node.get(qn("w:anchor"))
    ]
    bookmarks = [node.get(qn("w:name")) for node in document.element.iter(qn("w:bookmarkStart"))]
    entries = [row.text for row in document.paragraphs if row.style.name.startswith("toc")]

    assert len(field) == 1
    assert anchors == bookmarks
    assert entries[1].startswith("1. Анализ реализации плана")
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_pages_are_numbered_and_a_draft_says_that_it_is_one(document):
    section = document.sections[0]

    assert "PAGE" in section.footer._element.xml
    assert section.header.paragraphs[0].text == "Черновик"


def test_an_approved_report_is_no_draft():
    approved = replace(
        full(), is_draft=False, order_number="98-од", order_on=dt.date(2025, 12, 1), signer="А. П. Громов"
    )
    document = docx.Document(io.BytesIO(build_docx(approved)))

    assert document.sections[0].header.paragraphs[0].text == ""
    assert "от 1 декабря 2025 года\t№ 98-од" in texts(document)


def test_the_same_content_gives_the_same_bytes():
    first = build_docx(full())
    time.sleep(2.1)  # a zip keeps moments to two seconds

    assert build_docx(full()) == first


def test_an_empty_report_says_what_there_is_not():
    document = docx.Document(io.BytesIO(build_docx(EMPTY)))

    assert document.tables == []
    for sentence in (
        "В плане нет целевых показателей.",
        "В плане пока нет мероприятий.",
        "За отчётный период события не внесены.",
    ):
        assert sentence in texts(document)


def test_characters_that_would_break_the_file_are_left_out():
    nasty = "до\x00\x0b\x1f\ud800\ufffe\ue000после <b> & {{ год }} {% if %} ]]>"
    content = replace(
        EMPTY,
        plan_title=nasty,
        goal=nasty,
        signer=nasty,
        groups=(
            ActivityGroup(
                "", nasty, 1, (activity(1, actual=nasty, links=(Link(nasty, "https://a.b\x00/"),)),)
            ),
        ),
    )

    document = docx.Document(io.BytesIO(build_docx(content)))

    assert document.tables[0].rows[2].cells[5].text.startswith("допосле <b> & {{ год }} {% if %} ]]>")
    assert any("Цель: допосле <b> &" in text for text in texts(document))


def test_a_link_nobody_can_follow_stays_words():
    bad = (Link("Справка", "htp:/нет"), Link("Файл", "javascript:alert(1)"), Link("Диск", "C:\\a.docx"))
    content = replace(EMPTY, groups=(ActivityGroup("", "Все", 1, (activity(1, actual="да", links=bad),)),))

    document = docx.Document(io.BytesIO(build_docx(content)))

    assert not [rel for rel in document.part.rels.values() if rel.reltype.endswith("/hyperlink")]
    assert document.tables[0].rows[2].cells[5].text == "да\nСправка\nФайл\nДиск"


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://example.org/a", True),
        ("http://пример.рф/план", True),
        ("https://example", False),
        ("https://[::1", False),
        ("ftp://example.org", False),
        ("https://example.org/творческие\\_конкурсы", False),
    ],
)
def test_what_is_an_address(text, good):
    assert is_address(text) is good


def test_a_district_is_written_in_well_under_five_seconds():
    started = time.perf_counter()
    build_docx(full())

    assert time.perf_counter() - started < 3


def test_the_package_has_no_part_twice_and_no_thumbnail():
    names = zipfile.ZipFile(io.BytesIO(build_docx(full()))).namelist()

    assert len(names) == len(set(names))
    assert not [name for name in names if "thumbnail" in name]


def test_page_numbers_of_the_contents_are_filled_and_never_go_back(document):
    pages = [
        int(row.text.rpartition("\t")[2]) for row in document.paragraphs if row.style.name.startswith("toc")
    ]

    assert pages[0] == 4
    assert pages == sorted(pages)
    assert pages[-1] > 10
