import datetime as dt
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from masterstvo.core.exports import never_compute, workbook_bytes, xlsx_response

STARTS = ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


@pytest.mark.parametrize("text", STARTS)
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    book = load_workbook(BytesIO(workbook_bytes("Лист", [(text, 20)], [(text,)])))

    for place in ("A1", "A2"):
        assert book.active[place].data_type == "s"
        assert book.active[place].value.strip() == text.strip()


@pytest.mark.parametrize("text", STARTS)
def test_a_workbook_filled_cell_by_cell_computes_nothing_either(text):
    book, kept = Workbook(), BytesIO()
    book.active["A1"] = text
    never_compute(book)
    book.save(kept)

    assert load_workbook(kept).active["A1"].data_type == "s"


def test_signs_that_xml_cannot_write_are_left_out():
    book = load_workbook(BytesIO(workbook_bytes("Лист", [("Имя", 20)], [("а\x0bб\x1f",)])))

    assert book.active["A2"].value == "аб"


def test_dates_numbers_and_truths_keep_their_kind():
    book = load_workbook(BytesIO(workbook_bytes("Лист", [("a", 5)] * 3, [(dt.date(2025, 3, 1), 7, True)])))

    assert [cell.value for cell in book.active[2]] == [dt.datetime(2025, 3, 1), 7, "да"]


def test_the_file_name_may_be_russian():
    response = xlsx_response("Педагоги.xlsx", "Педагоги", [("Имя", 20)], [])

    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D0%9F")


def test_a_sheet_prints_across_the_paper_with_its_head_on_every_page():
    sheet = load_workbook(BytesIO(workbook_bytes("Лист", [("Школа", 40)], [("Лесная",)]))).active

    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
