"""Статусы организаций: what an organization is recognised as for a while."""

from masterstvo.imports.kinds.base import (
    BASIS,
    ORGANIZATION,
    Column,
    Kind,
    Row,
    Table,
    Type,
    refuse_backwards,
)

TABLE = Table(
    "organizations.organizationstatus",
    key=("organization", "kind", "topic", "starts_on"),
    scope="organization",
    fields=("ends_on", "basis"),
    columns={
        "organization": "Организация", "kind": "Статус", "topic": "Тема", "starts_on": "Начало",
        "ends_on": "Окончание", "basis": "Основание",
    },
)  # fmt: skip


def build(row: Row) -> None:
    refuse_backwards(row, "Начало", "Окончание")
    row.put(
        TABLE.model,
        {
            "organization": row.link("Организация"),
            "kind": row.get("Статус"),
            "topic": row.get("Тема") or "",
            "starts_on": row.get("Начало"),
        },
        {"ends_on": row.get("Окончание"), "basis": row.get("Основание")},
        main=True,
    )


KIND = Kind(
    key="statuses",
    title="Статусы организаций",
    sheet="Статусы организаций",
    tables=(TABLE,),
    build=build,
    columns=(
        ORGANIZATION,
        Column(
            "Статус", Type.TERM, required=True, vocabulary="status_kind", example="Точка роста",
            synonyms=("Вид статуса", "Статус организации", "Статус ОО", "Площадка"),
        ),
        Column("Тема", example="Цифровая школа", synonyms=("Тема площадки", "Направление", "Тематика")),
        Column(
            "Начало", Type.DATE, required=True, example="01.09.2024",
            synonyms=("Дата начала", "С", "Присвоен", "Дата присвоения", "Статус с"),
        ),
        Column(
            "Окончание", Type.LAST_DAY, example="31.08.2027", note="Последний день.",
            synonyms=("Дата окончания", "По", "Действует до", "Статус до"),
        ),
        BASIS,
    ),
)  # fmt: skip
