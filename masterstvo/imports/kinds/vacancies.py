"""Вакансии: positions that wait for a person."""

from masterstvo.imports.kinds.base import ORGANIZATION, Column, Kind, Row, Table, Type, refuse_backwards

TABLE = Table(
    "people.vacancy",
    key=("organization", "position", "subject", "opened_on"),
    scope="organization",
    fields=("weekly_hours", "closed_on"),
    columns={
        "organization": "Организация", "position": "Должность", "subject": "Предмет", "weekly_hours": "Часы",
        "opened_on": "Открыта", "closed_on": "Закрыта",
    },
)  # fmt: skip


def build(row: Row) -> None:
    refuse_backwards(row, "Открыта", "Закрыта")
    row.put(
        TABLE.model,
        {
            "organization": row.link("Организация"),
            "position": row.get("Должность"),
            "subject": row.get("Предмет") or "",
            "opened_on": row.get("Открыта"),
        },
        {"weekly_hours": row.get("Часы"), "closed_on": row.get("Закрыта")},
        main=True,
    )


KIND = Kind(
    key="vacancies",
    title="Вакансии",
    sheet="Вакансии",
    tables=(TABLE,),
    build=build,
    columns=(
        ORGANIZATION,
        Column(
            "Должность", required=True, max_length=200, example="учитель",
            synonyms=("Вакансия", "Вакантная должность", "Наименование должности"),
        ),
        Column("Предмет", max_length=200, example="физика", synonyms=("Учебный предмет", "Предметы")),
        Column(
            "Часы", Type.NUMBER, least=0, most=168, example="24",
            synonyms=("Нагрузка", "Часов в неделю", "Количество часов", "Кол-во часов", "Нагрузка, ч"),
        ),
        Column(
            "Открыта", Type.DATE, required=True, example="01.09.2025",
            synonyms=("Дата открытия", "Открыта с", "С", "Вакантна с"),
        ),
        Column("Закрыта", Type.LAST_DAY, note="Последний день.", synonyms=("Дата закрытия", "Закрыта с", "По")),
    ),
)  # fmt: skip
