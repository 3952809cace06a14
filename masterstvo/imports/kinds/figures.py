"""Показатели организаций: one number of one organization for one year."""

from masterstvo.imports.kinds.base import ORGANIZATION, Column, Kind, Row, Table, Type

YEAR = Column(
    "Год",
    Type.INTEGER,
    required=True,
    least=1990,
    most=2100,
    example="2025",
    synonyms=("Отчётный год", "За год"),
)
TABLE = Table(
    "organizations.organizationfigure",
    key=("organization", "year", "kind"),
    scope="organization",
    fields=("value",),
    columns={"organization": "Организация", "year": "Год", "kind": "Показатель", "value": "Значение"},
)


def build(row: Row) -> None:
    row.put(
        TABLE.model,
        {
            "organization": row.link("Организация"),
            "year": row.get("Год"),
            "kind": row.get("Показатель"),
        },
        {"value": row.get("Значение")},
        main=True,
    )


KIND = Kind(
    key="figures",
    title="Показатели организаций",
    sheet="Показатели организаций",
    tables=(TABLE,),
    build=build,
    columns=(
        ORGANIZATION,
        YEAR,
        Column(
            "Показатель", Type.TERM, required=True, vocabulary="figure_kind", example="обучающихся",
            synonyms=("Наименование показателя", "Название показателя"),
        ),
        Column(
            "Значение", Type.NUMBER, required=True, least=0, most=999_999_999_999, example="412",
            synonyms=("Количество", "Кол-во", "Величина", "Значение показателя"),
        ),
    ),
)  # fmt: skip
