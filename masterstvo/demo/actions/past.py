"""The earlier years of the fictional district: a report on each in Word, read as any other file, its plan closed long ago."""

import datetime as dt
from functools import cache
from io import BytesIO
from pathlib import Path

import yaml
from docx import Document

from masterstvo.demo.actions.plan import add_table
from masterstvo.plans.actions.file import keep_file
from masterstvo.plans.actions.plan import approve_plan, change_plan_state, import_plan
from masterstvo.plans.actions.target import set_indicator_code
from masterstvo.plans.choices import PlanState
from masterstvo.plans.queries.target import definitions
from masterstvo.plans.reading import read_plan


@cache
def words():
    """Return the texts of ``past.yaml``."""
    return yaml.safe_load((Path(__file__).parent.parent / "past.yaml").read_text(encoding="utf-8"))


def make_past(municipality, *, today, by):
    """Write down what was reported of the four years before that of ``today``."""
    for ago in range(len(words()["indicators"][0]["fact"]), 0, -1):
        _make_year(municipality, today.year - ago, -ago, by)


def write_report(year, place):
    """Return the report on ``year`` as a .docx file; ``place``: which of the told facts is its own."""
    document = Document()
    document.add_heading(words()["title"].format(year=year), level=1)
    document.add_heading("Целевые показатели", level=2)
    rows = [
        (str(number), row["title"], row["plan"][place], row["fact"][place])
        for number, row in enumerate(words()["indicators"], start=1)
    ]
    _fill(document, ["№", "Наименование показателя", "Плановое значение", "Фактическое значение"], rows)
    document.add_heading("Реализация мероприятий", level=2)
    rows = [
        (str(number), *(cell.strip() for cell in text.split("|")))
        for number, text in enumerate(words()["activities"], start=1)
    ]
    headers = [
        "№ п/п",
        "Период реализации",
        "Наименование мероприятия",
        "Ответственные",
        "Фактический результат",
    ]
    _fill(document, headers, rows)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _fill(document, headers, rows):
    table = add_table(document, headers)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value


def _make_year(municipality, year, place, by):
    name, content = f"Отчёт {year}.docx", write_report(year, place)
    file = keep_file(municipality=municipality, name=name, content=content, by=by)
    plan = import_plan(file=file, read=read_plan(content, name), by=by)
    targets = plan.targets.filter(parent=None).order_by("position")
    offered = {row.code for row in definitions(plan)}  # none for years older than the first methodology
    for target, row in zip(targets, words()["indicators"], strict=True):
        if row["code"] in offered:
            set_indicator_code(target=target, code=row["code"], by=by)
    order = words()["order"]
    ordered_on = dt.date(year, order["month"], order["day"])
    approve_plan(plan=plan, order_number=order["number"], order_on=ordered_on, by=by)
    change_plan_state(plan=plan, state=PlanState.CLOSED, by=by)
