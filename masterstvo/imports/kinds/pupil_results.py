"""Результаты оценочных процедур: how the pupils of a school did, never by name."""

from masterstvo.imports.kinds.base import ORGANIZATION, Column, Kind, Row, Table, Type
from masterstvo.imports.kinds.figures import YEAR

PROCEDURE = Column(
    "Процедура", Type.TERM, required=True, vocabulary="pupil_procedure", example="ВПР",
    synonyms=("Оценочная процедура", "Вид процедуры", "Экзамен"),
)  # fmt: skip
SUBJECT = Column(
    "Предмет", required=True, max_length=200, example="математика", synonyms=("Учебный предмет", "Дисциплина")
)
GRADE = Column("Класс", max_length=20, example="5", synonyms=("Параллель", "Классы"))
N_PUPILS = Column(
    "Участников", Type.INTEGER, least=0, most=1_000_000, example="48",
    synonyms=("Количество участников", "Кол-во участников", "Число участников", "Писали", "Сдавали"),
)  # fmt: skip
TABLE = Table(
    "quality.pupilresult",
    key=("organization", "year", "procedure", "subject", "grade"),
    scope="organization",
    fields=("n_pupils", "mean_score", "passed_share", "quality_share", "looks_biased"),
    columns={
        "organization": "Организация", "year": "Год", "procedure": "Процедура", "subject": "Предмет", "grade": "Класс",
        "n_pupils": "Участников", "mean_score": "Средний балл", "passed_share": "Успеваемость, %",
        "quality_share": "Качество, %", "looks_biased": "Признаки необъективности",
    },
)  # fmt: skip


def build(row: Row) -> None:
    passed, good = row.get("Успеваемость, %"), row.get("Качество, %")
    if passed is not None and good is not None and good > passed:
        row.warn("Качество, %", "Качество больше успеваемости: сверьте числа.")
    row.put(
        TABLE.model,
        {
            "organization": row.link("Организация"),
            "year": row.get("Год"),
            "procedure": row.get("Процедура"),
            "subject": row.get("Предмет"),
            "grade": row.get("Класс") or "",
        },
        {field: row.get(TABLE.columns[field]) for field in TABLE.fields},
        main=True,
    )


KIND = Kind(
    key="pupil_results",
    title="Результаты оценочных процедур",
    sheet="Результаты оценочных процедур",
    tables=(TABLE,),
    build=build,
    columns=(
        ORGANIZATION,
        YEAR,
        PROCEDURE,
        SUBJECT,
        GRADE,
        N_PUPILS,
        Column(
            "Средний балл", Type.NUMBER, least=0, most=9999, example="3,8", synonyms=("Ср. балл", "Средняя отметка", "СБ")
        ),
        Column(
            "Успеваемость, %", Type.PERCENT, least=0, most=100, example="92,5",
            synonyms=("Успеваемость", "% успеваемости", "Успеваемость (%)", "Процент успеваемости"),
        ),
        Column(
            "Качество, %", Type.PERCENT, least=0, most=100, example="54",
            synonyms=("Качество", "% качества", "Качество (%)", "Качество знаний", "Качество знаний, %", "Процент качества"),
        ),
        Column(
            "Признаки необъективности", Type.BOOL, example="нет",
            synonyms=("Необъективность", "Признаки необъективных результатов", "Необъективные результаты"),
        ),
    ),
)  # fmt: skip
