import datetime as dt
from io import BytesIO

from openpyxl import load_workbook

from masterstvo.core.exports import workbook_bytes, xlsx_response


def test_a_text_that_looks_like_a_formula_stays_a_text():
    book = load_workbook(BytesIO(workbook_bytes("Лист", [("Имя", 20)], [('=HYPERLINK("x")',)])))

    assert book.active["A2"].data_type == "s"
    assert book.active["A2"].value == '=HYPERLINK("x")'


def test_dates_numbers_and_truths_keep_their_kind():
    book = load_workbook(BytesIO(workbook_bytes("Лист", [("a", 5)] * 3, [(dt.date(2025, 3, 1), 7, True)])))

    assert [cell.value for cell in book.active[2]] == [dt.datetime(2025, 3, 1), 7, "да"]


def test_the_file_name_may_be_russian():
    response = xlsx_response("Педагоги.xlsx", "Педагоги", [("Имя", 20)], [])

    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D0%9F")
