"""Excel files that imports give out: the empty table of a kind, and the rows that were refused."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from masterstvo.core import terms
from masterstvo.core.exports import never_compute, workbook_bytes
from masterstvo.imports.choices import Verdict
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.kinds.base import Column, Kind, Type
from masterstvo.imports.models import ImportBatch

FILLED_ROWS = 2000  # how far down the lists of words reach
TYPE_NOTES = {
    Type.DATE: "Дата: ДД.ММ.ГГГГ.",
    Type.LAST_DAY: "Дата: ДД.ММ.ГГГГ.",
    Type.TIME: "Время: ЧЧ:ММ.",
    Type.BOOL: "да или нет.",
    Type.NUMBER: "Число.",
    Type.INTEGER: "Целое число.",
    Type.PERCENT: "Число от 0 до 100.",
}


def words_of(column: Column) -> list[str]:
    """Return what a cell may hold, when it is one of a few words. Queries: one for a dictionary."""
    if column.type == Type.TERM:
        return list(terms.titles(column.vocabulary).values())
    if column.type == Type.BOOL:
        return ["да", "нет"]
    return [title for _, title, _ in column.choices]


def sample_workbook(kind: Kind) -> bytes:
    """Return an empty table of ``kind``: an example row, notes, and lists of words to choose from."""
    book = Workbook()
    sheet, notes, lists = book.active, book.create_sheet("Пояснения"), book.create_sheet("Словари")
    sheet.title, sheet.freeze_panes = kind.sheet[:31], "A2"
    lists.sheet_state = "hidden"
    notes.append(["Столбец", "Обязательный", "Что писать", "Пример"])
    for place, column in enumerate(kind.columns, start=1):
        letter = get_column_letter(place)
        head = sheet.cell(1, place, column.name)
        head.font, head.alignment = Font(bold=column.required), Alignment(wrap_text=True, vertical="top")
        example = sheet.cell(2, place, column.example or None)
        example.font = Font(italic=True, color="808080")
        sheet.column_dimensions[letter].width = max(
            12, min(40, len(column.example) + 2, 40), len(column.name) + 2
        )
        words = words_of(column)
        note = " ".join(filter(None, [column.note or TYPE_NOTES.get(column.type, ""), ", ".join(words)]))
        if note:
            head.comment = Comment(note, "Мастерство")
        notes.append([column.name, "да" if column.required else "", note, column.example])
        if words:
            _offer(sheet, lists, place, letter, words)
    for letter, width in zip("ABCD", (30, 14, 80, 40), strict=True):
        notes.column_dimensions[letter].width = width
    never_compute(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _offer(sheet: Any, lists: Any, place: int, letter: str, words: list[str]) -> None:
    for at, word in enumerate(words, start=1):
        lists.cell(at, place, word)
    choice = DataValidation(
        type="list",
        formula1=f"Словари!${letter}$1:${letter}${len(words)}",
        allow_blank=True,
        showErrorMessage=False,
    )
    sheet.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{FILLED_ROWS}")


def refused_workbook(batch: ImportBatch) -> bytes:
    """Return the refused rows as they stand, with the reasons beside them: corrected, the file can be brought in again."""
    kind = KINDS[batch.kind]
    names = [column.name for column in kind.columns if column.name in batch.mapping]
    refused = batch.rows.filter(verdict=Verdict.REFUSED).order_by("number")
    rows = (
        (
            *({**row.cells, **row.fixes}.get(name, "") for name in names),
            row.number,
            " ".join(_told(refusal) for refusal in row.refusals),
        )
        for row in refused.iterator(chunk_size=1000)
    )
    columns = [*((name, 24) for name in names), ("Строка исходного файла", 12), ("Что исправить", 80)]
    return workbook_bytes(kind.sheet, columns, rows)


def _told(refusal: dict[str, Any]) -> str:
    where = f"{refusal['column']}: " if refusal["column"] else ""
    return f"{where}{refusal['reason']}"
