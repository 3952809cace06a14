"""Маршруты: individual educational routes and how far they have come."""

from masterstvo.imports.kinds.base import (
    PERSON_COLUMNS,
    Column,
    Kind,
    Row,
    Table,
    Type,
    Who,
    refuse_backwards,
)
from masterstvo.routes.choices import RouteState

WITHOUT_APPROVAL = {RouteState.DRAFT.value, RouteState.AGREEMENT.value, RouteState.STOPPED.value}
SPELLINGS = {
    RouteState.ACTIVE.value: ("реализуется", "выполняется", "в реализации", "исполняется"),
    RouteState.COMPLETED.value: ("выполнен", "реализован", "закрыт", "пройден"),
    RouteState.STOPPED.value: ("прерван", "остановлен"),
    RouteState.DRAFT.value: ("проект",),
    RouteState.AGREEMENT.value: ("согласование",),
    RouteState.APPROVED.value: ("утвержден",),
}
STATES = tuple((str(key), str(title), SPELLINGS.get(str(key), ())) for key, title in RouteState.choices)
TABLE = Table(
    "routes.route",
    key=("person", "basis"),
    loose=("approved_on", "starts_on"),
    scope="person",
    fields=("state", "drafted_on", "ends_on", "companion"),
    columns={
        "person": "ФИО", "basis": "Основание", "drafted_on": "Составлен", "approved_on": "Утверждён",
        "starts_on": "Начало", "ends_on": "Окончание", "state": "Состояние", "companion": "Сопровождающий",
    },
)  # fmt: skip


def build(row: Row) -> None:
    refuse_backwards(row, "Начало", "Окончание")
    if row.get("Состояние") not in WITHOUT_APPROVAL and not row.get("Утверждён"):
        row.refuse("Утверждён", "У маршрута в этом состоянии должна быть дата утверждения.")
    row.put(
        TABLE.model,
        {
            "person": row.link("ФИО"),
            "basis": row.get("Основание"),
            "approved_on": row.get("Утверждён"),
            "starts_on": row.get("Начало"),
        },
        {field: row.get(TABLE.columns[field]) for field in TABLE.fields},
        main=True,
    )


KIND = Kind(
    key="routes",
    title="Маршруты",
    sheet="Маршруты",
    tables=(TABLE,),
    build=build,
    who=(Who(),),
    columns=(
        *PERSON_COLUMNS,
        Column(
            "Основание", Type.TERM, required=True, vocabulary="route_basis", example="диагностика",
            synonyms=("Основание маршрута", "Основание составления", "На основании"),
        ),
        Column("Составлен", Type.DATE, example="20.09.2025", synonyms=("Дата составления", "Разработан", "Дата разработки")),
        Column(
            "Утверждён", Type.DATE, required=True, may_be_empty=True, example="25.09.2025",
            synonyms=("Дата утверждения", "Утвержден приказом от", "Дата утверждения ИОМ"),
        ),
        Column("Начало", Type.DATE, example="01.10.2025", synonyms=("Дата начала", "Начало реализации", "С")),
        Column(
            "Окончание", Type.LAST_DAY, example="31.05.2026", note="Последний день маршрута.",
            synonyms=("Дата окончания", "Окончание реализации", "По", "Завершение"),
        ),
        Column(
            "Состояние", Type.CHOICE, required=True, choices=STATES, example="в работе",
            synonyms=("Статус", "Статус маршрута", "Статус ИОМ", "Состояние маршрута"),
        ),
        Column(
            "Сопровождающий", max_length=200, example="Соколова И. В.",
            synonyms=("Тьютор", "Куратор", "Методист", "Кто сопровождает", "ФИО сопровождающего"),
        ),
    ),
)  # fmt: skip
