"""Наставничество: pairs of mentor and mentee."""

from masterstvo.imports.kinds.base import (
    BORN_SYNONYMS,
    CODE,
    ORGANIZATION_HINT,
    Column,
    Kind,
    Row,
    Table,
    Type,
    Who,
    refuse_backwards,
)

TABLE = Table(
    "mentoring.mentorship",
    key=("mentor", "mentee", "starts_on"),
    scope="mentor",
    fields=("ends_on", "model", "format", "act_number", "act_on"),
    columns={
        "mentor": "Наставник", "mentee": "Наставляемый", "model": "Модель", "format": "Формат", "starts_on": "Начало",
        "ends_on": "Окончание", "act_number": "Приказ №", "act_on": "Приказ от",
    },
)  # fmt: skip


def build(row: Row) -> None:
    refuse_backwards(row, "Начало", "Окончание")
    if row.link("Наставник") == row.link("Наставляемый"):
        row.refuse("Наставляемый", "Наставник и наставляемый — один и тот же человек.")
    row.put(
        TABLE.model,
        {
            "mentor": row.link("Наставник"),
            "mentee": row.link("Наставляемый"),
            "starts_on": row.get("Начало"),
        },
        {field: row.get(TABLE.columns[field]) for field in TABLE.fields},
        main=True,
    )


KIND = Kind(
    key="mentorships",
    title="Наставничество",
    sheet="Наставничество",
    tables=(TABLE,),
    build=build,
    who=(
        Who("Наставник", "Дата рождения наставника", "Код", "Организация", code_may_be_foreign=True),
        Who("Наставляемый", "Дата рождения наставляемого", "", "Организация"),
    ),
    columns=(
        CODE,
        Column(
            "Наставник", Type.NAME, required=True, example="Соколова Ирина Викторовна",
            synonyms=("ФИО наставника", "Педагог-наставник", "Ф.И.О. наставника"),
        ),
        Column(
            "Дата рождения наставника", Type.DATE, example="05.09.1987",
            synonyms=("Дата рожд. наставника", "Д.р. наставника", *BORN_SYNONYMS, "Дата рождения"),
        ),
        Column(
            "Наставляемый", Type.NAME, required=True, example="Орлов Пётр Сергеевич",
            synonyms=("ФИО наставляемого", "Молодой педагог", "Молодой специалист", "Подопечный", "Ф.И.О. наставляемого"),
        ),
        Column(
            "Дата рождения наставляемого", Type.DATE, example="11.02.2001",
            synonyms=("Дата рожд. наставляемого", "Д.р. наставляемого"),
        ),
        ORGANIZATION_HINT,
        Column(
            "Модель", Type.TERM, required=True, vocabulary="mentoring_model", example="длительное",
            synonyms=("Модель наставничества", "Вид наставничества"),
        ),
        Column(
            "Формат", Type.TERM, required=True, vocabulary="mentoring_format", example="старший – младший",
            synonyms=("Форма", "Форма наставничества", "Формат наставничества"),
        ),
        Column("Начало", Type.DATE, required=True, example="01.10.2025", synonyms=("Дата начала", "Начало работы пары", "С")),
        Column(
            "Окончание", Type.LAST_DAY, example="31.05.2026", note="Последний день.",
            synonyms=("Дата окончания", "По", "Завершение"),
        ),
        Column(
            "Приказ №", max_length=60, example="112-од",
            synonyms=("№ приказа", "Номер приказа", "Приказ", "Приказ номер"),
        ),
        Column("Приказ от", Type.DATE, example="30.09.2025", synonyms=("Дата приказа", "От", "Приказ, дата")),
    ),
)  # fmt: skip
