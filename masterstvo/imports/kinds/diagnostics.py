"""Диагностика: one measurement of one competence of one person."""

from masterstvo.imports.kinds.base import PERSON_COLUMNS, Column, Kind, Row, Table, Type, Who, refuse_future

TABLE = Table(
    "diagnostics.diagnostic",
    key=("person", "measured_on", "procedure", "competency"),
    scope="person",
    fields=("kind", "score", "maximum", "threshold", "has_deficit"),
    columns={
        "person": "ФИО", "measured_on": "Дата", "procedure": "Процедура", "kind": "Вид", "competency": "Компетенция",
        "score": "Балл", "maximum": "Максимум", "threshold": "Порог", "has_deficit": "Дефицит",
    },
)  # fmt: skip


def build(row: Row) -> None:
    refuse_future(row, "Дата")
    score, maximum = row.get("Балл"), row.get("Максимум")
    if score is not None and maximum is not None and score > maximum:
        row.refuse("Балл", "Балл больше максимума.")
    if score is not None and not maximum:
        row.warn("Максимум", "Шкала теста не известна: укажите её выше, иначе результат не станет процентом.")
    values = {field: row.get(column) for field, column in TABLE.columns.items() if field != "person"}
    key = {"person": row.link("ФИО")} | {field: values.pop(field) for field in TABLE.key[1:]}
    row.put(TABLE.model, key, values, main=True)


KIND = Kind(
    key="diagnostics",
    title="Диагностика",
    sheet="Диагностика",
    tables=(TABLE,),
    build=build,
    who=(Who(),),
    columns=(
        *PERSON_COLUMNS,
        Column(
            "Дата", Type.DATE, required=True, example="14.10.2025",
            synonyms=("Дата диагностики", "Дата проведения", "Дата прохождения"),
        ),
        Column(
            "Процедура", required=True, example="Диагностика предметных компетенций",
            synonyms=("Название процедуры", "Диагностика", "Наименование диагностики", "Название диагностики"),
        ),
        Column(
            "Вид", Type.TERM, vocabulary="diagnostic_kind", example="тест",
            synonyms=("Вид диагностики", "Вид процедуры", "Тип диагностики"),
        ),
        Column(
            "Компетенция", required=True, example="методическая",
            synonyms=("Вид компетенции", "Компетенции", "Группа компетенций", "Оцениваемая компетенция"),
        ),
        Column("Балл", Type.NUMBER, least=0, most=999999, example="14", synonyms=("Баллы", "Результат", "Набранный балл")),
        Column(
            "Максимум", Type.NUMBER, least=0, most=999999, example="20",
            synonyms=("Максимальный балл", "Макс. балл", "Макс"),
        ),
        Column(
            "Порог", Type.NUMBER, least=0, most=999999, example="12",
            synonyms=("Пороговый балл", "Минимальный балл", "Порог дефицита"),
        ),
        Column("Дефицит", Type.BOOL, example="нет", synonyms=("Есть дефицит", "Наличие дефицита", "Выявлен дефицит")),
    ),
)  # fmt: skip
