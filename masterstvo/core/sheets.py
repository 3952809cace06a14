"""The first sheet of a small workbook that a person has filled in: every cell as it stands, nothing interpreted."""

from io import BytesIO
from typing import Any

from masterstvo.core.errors import DomainError


class NotASheet(DomainError):
    field = "file"


def first_sheet(raw: bytes, *, rows_at_most: int) -> list[list[Any]]:
    """Return the rows of the first sheet, its header first. Raises: NotASheet."""
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 -- heavy

    try:
        rows = load_workbook(BytesIO(raw)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError):
        raise NotASheet("Файл не открывается как таблица Excel (.xlsx).") from None
    if len(rows) > rows_at_most:
        raise NotASheet(f"В таблице больше {rows_at_most} строк: это другой файл.")
    return rows
