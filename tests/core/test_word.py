"""A document is what was written into it, in the order in which it was written, and Word can open it."""

import datetime as dt
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm

from masterstvo.core.charts import columns_svg
from masterstvo.core.word import Paper

DAY = dt.date(2026, 11, 26)
CHART = columns_svg(labels=["до", "после"], plan=[70, 70], fact=[40, 80], description="было и стало")


def written(*, landscape=False):
    paper = Paper("Приказ", day=DAY, author="Управление образования", landscape=landscape)
    paper.head("ПРИКАЗ", "об обучении")
    paper.heading("1. Кто учится")
    paper.text('Обучить по программе "Чтение": https://example.org/p.')
    paper.items(["первое", "второе"])
    paper.pairs([("Основание", "приказ № 3"), ("Срок", DAY)], title="Основание")
    paper.table([("Кто", 2), ("Часов", 1)], [["Белова А. С.", 1248], [None, "\x00"]], title="Кто учится")
    for _ in range(2):
        paper.chart(CHART, caption="Рисунок. До и после", description="до 40, после 80")
    paper.signatures(["Начальник управления"], dated=True)
    return paper.bytes()


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(written()))


def test_the_same_words_are_the_same_bytes():
    assert written() == written()


def test_words_are_typeset_and_stand_in_order(document):
    assert [each.text.replace("\u00a0", " ") for each in document.paragraphs if each.text] == [
        "ПРИКАЗ",
        "об обучении",
        "1. Кто учится",
        "Обучить по программе «Чтение»: https://example.org/p.",
        "первое",
        "второе",
        "Рисунок. До и после",
        "Рисунок. До и после",
        "Начальник управления \t «___» ______________ 20___ г.",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[1].rows] == [
        ["Кто", "Часов"],
        ["Белова\u00a0А.\u00a0С.", "1\u00a0248"],
        ["", ""],
    ]


def test_tables_stay_apart_and_their_headers_repeat(document):
    between = document.tables[0]._tbl.getnext()
    headers = [len(table._tbl.findall(f".//{qn('w:tblHeader')}")) for table in document.tables]

    assert between.tag == qn("w:p")
    assert headers == [0, 1]


@pytest.mark.parametrize("landscape", [False, True])
def test_tables_are_as_wide_as_the_page_between_its_margins(landscape):
    document = docx.Document(io.BytesIO(written(landscape=landscape)))
    section = document.sections[0]
    between = section.page_width - section.left_margin - section.right_margin

    for table in document.tables:
        assert abs(sum(column.width for column in table.columns) - between) < Cm(0.05)


def test_pictures_tell_their_numbers_and_are_told_apart(document):
    pictures = list(document.element.body.iter(qn("wp:docPr")))

    assert {each.get("descr") for each in pictures} == {"до 40, после 80"}
    assert len({each.get("id") for each in pictures}) == 2


def test_the_file_says_nothing_of_the_moment_at_which_it_was_made(document):
    properties = document.core_properties
    package = zipfile.ZipFile(io.BytesIO(written()))

    assert (properties.author, properties.created.date()) == ("Управление образования", DAY)
    assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
