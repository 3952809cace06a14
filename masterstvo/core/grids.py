"""A file with a table into plain text cells, whatever program wrote it."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from masterstvo.core.errors import DomainError
from masterstvo.core.words import clean

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_UNPACKED = 600 * 1024 * 1024
MOST_ROWS = 200_000
MOST_CELLS = 6_000_000
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
DELIMITERS = ";,\t"
SAVE_AS = "Сохраните таблицу в Excel (.xlsx) или CSV и загрузите её."


class UnreadableFile(DomainError):
    """A file from which no table can be taken; the sentence says what to do."""


@dataclass(frozen=True)
class Grid:
    """One sheet. Cells are text as people write it; the first row is row 1 of the file."""

    name: str
    rows: list[list[str]]


def read_grids(content: bytes, filename: str) -> list[Grid]:
    """Return the sheets of a file that have anything in them.

    Raises: UnreadableFile.
    """
    name = PurePath(filename).name
    if not content.strip():
        raise UnreadableFile(f"Файл «{name}» пуст. Выберите файл с таблицей.")
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(f"Файл «{name}» больше 50 МБ. Разделите его на несколько и загрузите по одному.")
    if content.startswith(PDF):
        raise UnreadableFile(f"Файл «{name}» — PDF, а не таблица. {SAVE_AS}")
    if content.startswith(ZIP):
        _refuse_bomb(content, name)
    if content.startswith((ZIP, OLE)):
        grids = _read_workbook(content, name)
    else:
        grids = [Grid("", _read_csv(content, name))]
    filled = [grid for grid in grids if any(any(row) for row in grid.rows)]
    if not filled:
        raise UnreadableFile(f"В файле «{name}» нет ни одной заполненной ячейки.")
    return filled


def _refuse_bomb(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFile(f"Файл «{name}» повреждён и не открывается. {SAVE_AS}") from error
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableFile(
            f"Файл «{name}» после распаковки слишком велик. Оставьте в нём только лист с таблицей."
        )


def _read_workbook(content: bytes, name: str) -> list[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 -- heavy, used here alone

    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile(f"Файл «{name}» закрыт паролем. Снимите пароль и загрузите его снова.")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids, n_cells = [], 0
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            n_cells += sheet.total_height * sheet.total_width
            if sheet.total_height > MOST_ROWS or n_cells > MOST_CELLS:
                raise UnreadableFile(
                    f"В файле «{name}» слишком много ячеек. Оставьте в нём только лист с таблицей."
                )
            rows = sheet.to_python(skip_empty_area=False)
            grids.append(Grid(title, [[_text(value) for value in row] for row in rows]))
    except PasswordError as error:
        raise UnreadableFile(
            f"Файл «{name}» закрыт паролем. Снимите пароль и загрузите его снова."
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(f"Файл «{name}» — не таблица или повреждён. {SAVE_AS}") from error
    return grids


def _text(value: object) -> str:
    """Return a cell as a person would type it."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.day:02}.{value.month:02}.{value.year:04}"
    return clean("" if value is None else value)


def _read_csv(content: bytes, name: str) -> list[list[str]]:
    text = _decode(content)
    if text is None:
        raise UnreadableFile(f"Файл «{name}» — не таблица. {SAVE_AS}")
    head = text[:20_000]
    delimiter = max(DELIMITERS, key=lambda each: _regularity(head, each))
    rows = []
    for row in _rows(text, delimiter):
        rows.append([clean(cell) for cell in row])
        if len(rows) > MOST_ROWS:
            raise UnreadableFile(f"В файле «{name}» больше {MOST_ROWS} строк. Разделите его на несколько.")
    return rows


def _decode(content: bytes) -> str | None:
    """Return the text of a CSV file, or None when the bytes are no text."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if re.search(r"[\x00-\x08\x0e-\x1f]", text) else text
    return None


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _regularity(head: str, delimiter: str) -> int:
    """Return how much of the first rows falls into columns: a comma within words makes few rows of few cells."""
    widths = Counter(len(row) for row, _ in zip(_rows(head, delimiter), range(15), strict=False))
    return max(((width - 1) * n_rows for width, n_rows in widths.items()), default=0)
