"""Результаты по умениям: with which skill how many pupils of a class coped, never by name."""

from masterstvo.imports.kinds.base import ORGANIZATION, Column, Kind, Row, Table, Type
from masterstvo.imports.kinds.figures import YEAR
from masterstvo.imports.kinds.pupil_results import GRADE, N_PUPILS, PROCEDURE, SUBJECT

TABLE = Table(
    "quality.skillresult",
    key=("organization", "year", "procedure", "subject", "grade", "skill"),
    scope="organization",
    fields=("n_pupils", "coped_share"),
    columns={
        "organization": "Организация", "year": "Год", "procedure": "Процедура", "subject": "Предмет", "grade": "Класс",
        "skill": "Умение", "n_pupils": "Участников", "coped_share": "Справились, %",
    },
)  # fmt: skip


def build(row: Row) -> None:
    key = {
        "organization": row.link("Организация"),
        "year": row.get("Год"),
        "procedure": row.get("Процедура"),
        "subject": row.get("Предмет"),
        "grade": row.get("Класс") or "",
        "skill": row.get("Умение"),
    }
    row.put(TABLE.model, key, {field: row.get(TABLE.columns[field]) for field in TABLE.fields}, main=True)


KIND = Kind(
    key="skill_results",
    title="Результаты по умениям",
    sheet="Результаты по умениям",
    tables=(TABLE,),
    build=build,
    columns=(
        ORGANIZATION,
        YEAR,
        PROCEDURE,
        SUBJECT,
        GRADE,
        Column(
            "Умение", required=True, example="сложение и вычитание дробей",
            synonyms=("Проверяемое умение", "Проверяемое требование", "Элемент содержания", "Что проверяли"),
        ),
        N_PUPILS,
        Column(
            "Справились, %", Type.PERCENT, required=True, least=0, most=100, example="38",
            synonyms=("Справились", "% справившихся", "Доля справившихся", "Процент выполнения", "% выполнения", "Выполнение, %"),
        ),
    ),
)  # fmt: skip
