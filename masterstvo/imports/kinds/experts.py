"""Эксперты: appointments to juries, commissions and attestation."""

import datetime as dt
from typing import Any

from masterstvo.imports.kinds.base import (
    BASIS,
    LEVEL,
    PERSON_COLUMNS,
    Column,
    Kind,
    Row,
    Table,
    Type,
    Who,
    refuse_backwards,
)

TABLE = Table(
    "experts.expertappointment",
    key=("person", "kind", "level", "starts_on"),
    scope="person",
    fields=("ends_on", "max_works", "basis"),
    many=("subjects",),
    replaces=("subjects",),
    columns={
        "person": "ФИО", "kind": "Вид экспертизы", "level": "Уровень", "starts_on": "Начало", "ends_on": "Окончание",
        "subjects": "Предметы", "max_works": "Работ не больше", "basis": "Основание",
    },
)  # fmt: skip


def build(row: Row) -> None:
    refuse_backwards(row, "Начало", "Окончание")
    row.put(
        TABLE.model,
        {
            "person": row.link("ФИО"),
            "kind": row.get("Вид экспертизы"),
            "level": row.get("Уровень"),
            "starts_on": row.get("Начало"),
        },
        {
            "ends_on": row.get("Окончание"),
            "subjects": row.get("Предметы"),
            "max_works": row.get("Работ не больше"),
            "basis": row.get("Основание"),
        },
        main=True,
    )


def finish(plan: Any) -> None:
    """Refuse a second appointment of one kind and level at one time, as the registry itself does."""
    alike: dict[Any, list[Any]] = {}
    for entry in plan.entries(TABLE.model):
        alike.setdefault(tuple(entry.after[name] for name in TABLE.key[:3]), []).append(entry)
    for appointments in alike.values():
        for each in appointments:
            other = next((other for other in appointments if other is not each and _meet(each, other)), None)
            if other and each.rows and each.is_changed:
                where = f" (строка {other.rows[0]})" if other.rows else ""
                plan.refuse(
                    each,
                    "Начало",
                    f"В эти дни такое назначение уже есть: с {other.after['starts_on']:%d.%m.%Y}{where}. Укажите там окончание.",
                )


def _meet(one: Any, other: Any) -> bool:
    ends, other_ends = (each.after.get("ends_on") or dt.date.max for each in (one, other))
    return one.after["starts_on"] < other_ends and other.after["starts_on"] < ends


KIND = Kind(
    key="experts",
    title="Эксперты",
    sheet="Эксперты",
    tables=(TABLE,),
    build=build,
    finish=finish,
    who=(Who(),),
    columns=(
        *PERSON_COLUMNS,
        Column(
            "Вид экспертизы", Type.TERM, required=True, vocabulary="expert_kind", example="жюри конкурса",
            synonyms=("Экспертиза", "Вид экспертной деятельности", "Вид деятельности", "Вид"),
        ),
        LEVEL,
        Column(
            "Начало", Type.DATE, required=True, example="01.02.2025", synonyms=("Дата начала", "С", "Дата", "Назначен")
        ),
        Column(
            "Окончание", Type.LAST_DAY, example="28.02.2025", note="Последний день.",
            synonyms=("Дата окончания", "По", "Завершение"),
        ),
        Column(
            "Предметы", Type.TERMS, vocabulary="subject", example="математика; физика",
            synonyms=("Предмет", "Предметная область", "Направление"), note="Через точку с запятой; пусто – любые.",
        ),
        Column(
            "Работ не больше", Type.INTEGER, least=1, most=999, example="10",
            synonyms=("Нагрузка", "Работ одновременно", "Предельная нагрузка"),
        ),
        BASIS,
    ),
)  # fmt: skip
