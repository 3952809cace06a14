"""Документы организаций: local acts, orders and contracts of schools."""

from masterstvo.imports.kinds.base import ORGANIZATION, Column, Kind, Row, Table, Type, refuse_future

TABLE = Table(
    "documents.document",
    key=("organization", "kind", "number", "dated_on"),
    scope="organization",
    fields=("municipality", "title", "url"),
    columns={
        "organization": "Организация", "kind": "Вид", "number": "Номер", "dated_on": "Дата", "title": "Название",
        "url": "Ссылка",
    },
)  # fmt: skip


def build(row: Row) -> None:
    refuse_future(row, "Дата")
    row.put(
        TABLE.model,
        {
            "organization": row.link("Организация"),
            "kind": row.get("Вид"),
            "number": row.get("Номер"),
            "dated_on": row.get("Дата"),
        },
        {"municipality": row.municipality, "title": row.get("Название"), "url": row.get("Ссылка")},
        main=True,
    )


KIND = Kind(
    key="acts",
    title="Документы организаций",
    sheet="Документы организаций",
    tables=(TABLE,),
    build=build,
    columns=(
        ORGANIZATION,
        Column(
            "Вид", Type.TERM, required=True, vocabulary="document_kind", example="положение о наставничестве",
            synonyms=("Вид документа", "Тип документа", "Документ"),
        ),
        Column(
            "Номер", required=True, max_length=60, example="45-од",
            synonyms=("№", "№ документа", "Номер документа", "№ приказа"),
        ),
        Column(
            "Дата", Type.DATE, required=True, example="30.08.2024", synonyms=("Дата документа", "От", "Дата приказа")
        ),
        Column(
            "Название", max_length=500, example="О системе наставничества",
            synonyms=("Наименование", "Наименование документа", "Название документа", "Содержание"),
        ),
        Column(
            "Ссылка", Type.URL, max_length=1000,
            synonyms=("Ссылка на документ", "URL", "Адрес", "Ссылка на сайт", "Размещён"),
        ),
    ),
)  # fmt: skip
