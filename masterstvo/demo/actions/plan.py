"""The plan of the fictional district: written to Word, read back as any other plan, then lived through."""

from functools import cache
from io import BytesIO
from pathlib import Path

import yaml
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm


@cache
def words():
    """Return the texts of ``plan.yaml``."""
    return yaml.safe_load((Path(__file__).parent.parent / "plan.yaml").read_text(encoding="utf-8"))


def activity_rows():
    """Return the activities in their order.

    Shape: [(direction number, [period, title, responsible, expected, actual, course])].
    """
    rows = []
    for index, direction in enumerate(words()["directions"], start=1):
        for part_index, part in enumerate(direction["parts"], start=1):
            for text in part["rows"]:
                cells = [cell.strip() for cell in text.split("|")]
                rows.append((f"{index}.{part_index}", [*cells, *[""] * (6 - len(cells))]))
    return rows


def write_plan(year):
    """Return the plan as a .docx file: its bytes."""
    texts, order = words(), words()["order"]
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    document.add_paragraph("Утверждён")
    document.add_paragraph(
        f"приказом управления образования от {order['day']:02}.{order['month']:02}.{year} № {order['number']}"
    )
    document.add_heading(texts["title"].format(year=year), level=1)
    document.add_paragraph(f"Цель: {texts['goal']}")
    document.add_paragraph("Задачи:")
    for number, task in enumerate(texts["tasks"], start=1):
        document.add_paragraph(f"{number}. {task}")
    document.add_heading("Целевые показатели", level=2)
    _write_indicators(document, texts)
    document.add_heading("План мероприятий", level=2)
    _write_activities(document, texts)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document, headers):
    table = document.add_table(rows=1, cols=len(headers), style="Table Grid")
    for cell, header in zip(table.rows[0].cells, headers, strict=True):
        cell.text = header
    return table


def _write_indicators(document, texts):
    table = _table(document, ["№", "Наименование показателя", "Плановое значение"])
    for block in texts["indicators"]:
        merged = table.add_row().cells
        merged[0].merge(merged[-1]).text = block["title"]
        for number, (_, title, target) in enumerate(block["rows"], start=1):
            for cell, value in zip(table.add_row().cells, (str(number), title, target), strict=True):
                cell.text = value


def _write_activities(document, texts):
    headers = [
        "№ п/п",
        "Период реализации",
        "Наименование мероприятия",
        "Ответственные",
        "Прогнозируемый результат",
    ]
    table = _table(document, headers)
    number = 0
    for index, direction in enumerate(texts["directions"], start=1):
        _merged_row(table, f"{index}. {direction['title']}")
        for part_index, part in enumerate(direction["parts"], start=1):
            _merged_row(table, f"{index}.{part_index}. {part['title']}")
            for text in part["rows"]:
                number += 1
                period, title, responsible, expected, *_ = [cell.strip() for cell in text.split("|")]
                for cell, value in zip(
                    table.add_row().cells, (str(number), period, title, responsible, expected), strict=True
                ):
                    cell.text = value


def _merged_row(table, text):
    cells = table.add_row().cells
    cells[0].merge(cells[-1]).text = text
