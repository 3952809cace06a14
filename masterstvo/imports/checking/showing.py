"""Values of the registry as a file would write them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from masterstvo.imports.checking.plan import Conflict, Plan, Put
from masterstvo.imports.kinds.base import New, Type

LINKED = (
    Type.TEXT,
    Type.NAME,
    Type.ORGANIZATION,
)  # what names another record in the file is its number in the registry


def conflicting_text(plan: Plan, puts: list[Put], conflict: Conflict, column: str) -> str:
    entry = next((put.entry for put in puts if put.entry.model == conflict.model), None)
    value = entry.after.get(conflict.field) if entry else None
    return show(plan, conflict.model, conflict.field, column, value)


def changes_in_words(plan: Plan, puts: list[Put]) -> dict[str, tuple[str, str]]:
    """Return {column: (before, after)} in words, of what this row states."""
    shown: dict[str, tuple[str, str]] = {}
    for put in puts:
        columns = plan.tables[put.entry.model].columns
        for name, (before, after) in put.entry.changes.items():
            column = columns.get(name)
            if column is None or (name not in put.values and not put.entry.is_new):
                continue
            words = [show(plan, put.entry.model, name, column, value) for value in (before, after)]
            if column in shown:  # a name stands in three fields of one column
                words = [f"{shown[column][at]} {words[at]}".strip() for at in (0, 1)]
            if words[0] != words[1]:
                shown[column] = (words[0], words[1])
    return shown


def show(plan: Plan, model: str, name: str, column: str, value: Any) -> str:
    """Return a value of the registry as the file would write it."""
    if value is None or value == "" or value == ():
        return ""
    table = plan.tables[model]
    if name in table.titles:
        return table.titles[name].get(value, str(value))
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        is_last_day = plan.kind.column(column).type == Type.LAST_DAY
        return f"{value.fromordinal(value.toordinal() - is_last_day):%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, tuple):
        words = plan.snapshot.words.get(plan.kind.column(column).vocabulary)
        titles = (
            {words.ids[key]: title for key, title in words.titles.items() if key in words.ids}
            if words
            else {}
        )
        return "; ".join(titles.get(link, "") if isinstance(link, int) else link.title for link in value)
    if isinstance(value, New):
        return ""
    of_column = plan.kind.column(column)
    if isinstance(value, int) and of_column.type in LINKED:
        return ""
    if of_column.type == Type.TERM and of_column.vocabulary in plan.snapshot.words:
        return plan.snapshot.words[of_column.vocabulary].titles.get(value, str(value))
    if of_column.type == Type.CHOICE:
        return next((title for key, title, _ in of_column.choices if key == value), str(value))
    return str(value)
