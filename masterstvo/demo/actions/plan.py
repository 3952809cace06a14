"""The plan of the fictional district: written to Word, read back as any other plan, then lived through."""

import datetime as dt
from functools import cache
from io import BytesIO
from pathlib import Path

import yaml
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm

from masterstvo.documents.models import Document as Paper
from masterstvo.plans.actions.activity import Evidence, enter_result, token_of
from masterstvo.plans.actions.file import keep_file
from masterstvo.plans.actions.plan import approve_plan, import_plan
from masterstvo.plans.actions.target import set_indicator_code
from masterstvo.plans.choices import ActivityState
from masterstvo.plans.reading import read_plan


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


def add_table(document, headers):
    table = document.add_table(rows=1, cols=len(headers), style="Table Grid")
    for cell, header in zip(table.rows[0].cells, headers, strict=True):
        cell.text = header
    return table


def _write_indicators(document, texts):
    table = add_table(document, ["№", "Наименование показателя", "Плановое значение"])
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
    table = add_table(document, headers)
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


def make_plan(municipality, *, today, by):
    """Write the plan to Word, read it back as any other file, approve it, and enter what came of it until ``today``."""
    content, name = write_plan(today.year), f"План {today.year}.docx"
    file = keep_file(municipality=municipality, name=name, content=content, by=by)
    plan = import_plan(file=file, read=read_plan(content, name), by=by)
    _choose_definitions(plan, by)
    order = words()["order"]
    ordered_on = dt.date(today.year, order["month"], order["day"])
    approve_plan(plan=plan, order_number=order["number"], order_on=ordered_on, by=by)
    orders = [
        Paper.objects.create(
            municipality=municipality,
            kind="order",
            number=number,
            title=title,
            dated_on=dt.date(today.year, month, day),
            url=f"https://example.org/orders/{number.split('-')[0]}.pdf",
            url_silent_since=today - dt.timedelta(days=14) if number == "66-од" else None,
        )
        for number, month, day, title in (
            (
                order["number"],
                order["month"],
                order["day"],
                "Об утверждении плана повышения профессионального мастерства",
            ),
            ("31-од", 1, 20, "О наставнических парах"),
            ("66-од", 2, 10, "О муниципальном этапе конкурсов"),
        )
    ]
    activities = plan.activities.order_by("position")
    for index, (activity, (_, cells)) in enumerate(zip(activities, activity_rows(), strict=True)):
        _live_through(activity, cells, orders[index % len(orders)], index, today, by)
    return plan


def _choose_definitions(plan, by):
    """Choose how each target is counted where its words left a doubt, as a methodist does on the plan's page."""
    targets = {target.pk: target for target in plan.targets.order_by("position", "pk")}
    wholes = [target for target in targets.values() if target.parent_id is None]
    codes = [row[0] for block in words()["indicators"] for row in block["rows"]]
    for whole, code in zip(wholes, codes, strict=True):
        for number, target in enumerate(_family(whole, targets)):
            wanted = f"{code}.{number}" if number else code
            if target.indicator_code != wanted:
                set_indicator_code(target=target, code=wanted, by=by)


def _family(whole, targets):
    """Return a target and its parts in the order of reading."""
    below = [target for target in targets.values() if target.parent_id == whole.pk]
    return [whole, *(each for part in below for each in _family(part, targets))]


def _live_through(activity, cells, order, index, today, by):
    """Enter the result that a district would have entered by ``today``; two of three results have a proof."""
    *_, actual, course = cells
    is_over = activity.due_on is None or activity.due_on < today
    if course == "late" or (not is_over and course != "postponed" and not _is_going(activity, today)):
        return
    proof = (
        {"evidence": [Evidence(document=order)]}
        if index % 3
        else {"reason": "подтверждается отметкой в журнале методиста"}
    )
    values = {"state": ActivityState.DONE, "actual_result": actual, **proof}
    if course == "postponed":
        if activity.due_on is None or activity.due_on > today + dt.timedelta(days=30):
            return
        values = {
            "state": ActivityState.POSTPONED,
            "reason": "эксперты заняты на региональном этапе",
            "postponed_to": activity.due_on + dt.timedelta(days=25),
        }
    elif course == "not_held":
        values = {"state": ActivityState.NOT_HELD, "reason": "базовая площадка на ремонте"}
    elif course == "part":
        values["state"] = ActivityState.PART
        values["reason"] = "сделано не всё намеченное, остальное — во втором полугодии"
    elif not is_over:
        values = {"state": ActivityState.GOING, "actual_result": actual}
    enter_result(activity=activity, token=token_of(activity), by=by, **values)


def _is_going(activity, today):
    return activity.starts_on is not None and activity.starts_on <= today
