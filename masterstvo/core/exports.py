"""Lists into Excel."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse

Witness = Callable[..., None]
_witnesses: list[Witness] = []
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_witness(witness: Witness) -> None:
    """Let an app write down which lists are taken away; registered in ``apps.py: ready()``.

    ``witness``: callable(rows, by=user, what=title, filters=what narrowed the list, in words).
    """
    if witness not in _witnesses:
        _witnesses.append(witness)


def tell_witnesses(rows, *, by, what, filters):
    for witness in _witnesses:
        witness(rows, by=by, what=what, filters=filters)


def never_compute(book):
    """Make texts of all that looks like a formula in a workbook filled cell by cell: we write none of our own."""
    from openpyxl.cell.cell import TYPE_FORMULA, TYPE_STRING  # noqa: PLC0415 -- heavy, and few requests write Excel

    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == TYPE_FORMULA:
                    cell.data_type = TYPE_STRING


def _cell(sheet, value):
    """Return a cell that Excel never computes: a text that looks like a formula stays a text."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 -- as above

    if not (value is None or isinstance(value, str | int | float | Decimal | dt.date)):
        value = str(value)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)  # XML has no way to write them
    cell = WriteOnlyCell(sheet, value="да" if value is True else "нет" if value is False else value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, dt.date):
        cell.number_format = "DD.MM.YYYY"
    return cell


def workbook_bytes(title, columns, rows):
    """Return an .xlsx file with one sheet, which prints on landscape paper with its head on every page.

    Shape: ``columns`` [(header, width in characters)], ``rows`` an iterable of tuples.
    """
    from openpyxl import Workbook  # noqa: PLC0415 -- as above
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- as above
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 -- as above
    from openpyxl.worksheet.worksheet import Worksheet  # noqa: PLC0415 -- as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0  # as many pages as there are rows
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for index, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    header = [_cell(sheet, name) for name, _ in columns]
    for cell in header:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append(header)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx_response(filename, title, columns, rows):
    """Answer with an .xlsx file to save."""
    response = HttpResponse(workbook_bytes(title, columns, rows), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
