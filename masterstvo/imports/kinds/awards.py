"""Награды: what people have been given."""

from masterstvo.imports.kinds.base import (
    BASIS,
    PERSON_COLUMNS,
    Column,
    Kind,
    Row,
    Table,
    Type,
    Who,
    refuse_future,
)

TABLE = Table(
    "awards.givenaward",
    key=("person", "title", "given_on"),
    scope="person",
    fields=("level", "basis"),
    columns={
        "person": "ФИО",
        "title": "Награда",
        "given_on": "Дата",
        "level": "Уровень",
        "basis": "Основание",
    },
)


def build(row: Row) -> None:
    refuse_future(row, "Дата")
    row.put(
        TABLE.model,
        {"person": row.link("ФИО"), "title": row.get("Награда"), "given_on": row.get("Дата")},
        {"level": row.get("Уровень"), "basis": row.get("Основание")},
        main=True,
    )


KIND = Kind(
    key="awards",
    title="Награды",
    sheet="Награды",
    tables=(TABLE,),
    build=build,
    who=(Who(),),
    columns=(
        *PERSON_COLUMNS,
        Column(
            "Награда", required=True, example="Почётная грамота Министерства просвещения",
            synonyms=("Наименование награды", "Название награды", "Вид награды", "Поощрение"),
        ),
        Column(
            "Дата", Type.DATE, required=True, example="05.10.2024",
            synonyms=("Дата награждения", "Когда", "Дата приказа", "Дата вручения"),
        ),
        Column(
            "Уровень", Type.TERM, required=True, vocabulary="level", example="федеральный", synonyms=("Уровень награды",),
        ),
        BASIS,
    ),
)  # fmt: skip
