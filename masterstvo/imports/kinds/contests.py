"""Конкурсы: people in professional contests and what came of it."""

from masterstvo.imports.kinds.base import LEVEL, PERSON_COLUMNS, Column, Kind, Row, Table, Type, Who

CONTEST = Table(
    "contests.contest",
    key=("municipality", "title", "level"),  # without a municipality: contests that others hold
    scope="",
    columns={"title": "Конкурс", "level": "Уровень"},
)
NOMINATION = Table(
    "contests.nomination",
    key=("contest", "title"),
    scope="",
    columns={"contest": "Конкурс", "title": "Номинация"},
)
ENTRY = Table(
    "contests.entry",
    key=("contest", "person", "held_on", "stage", "nomination"),
    scope="person",
    fields=("result", "document"),
    columns={
        "contest": "Конкурс", "person": "ФИО", "held_on": "Дата", "stage": "Этап", "nomination": "Номинация",
        "result": "Результат", "document": "Документ",
    },
)  # fmt: skip


def build(row: Row) -> None:
    contest = row.put(
        CONTEST.model, {"municipality": None, "title": row.get("Конкурс"), "level": row.get("Уровень")}
    )
    named = row.get("Номинация")
    nomination = row.put(NOMINATION.model, {"contest": contest, "title": named}) if named else None
    row.put(
        ENTRY.model,
        {
            "contest": contest,
            "person": row.link("ФИО"),
            "held_on": row.get("Дата"),
            "stage": row.get("Этап") or "",
            "nomination": nomination,
        },
        {"result": row.get("Результат"), "document": row.get("Документ")},
        main=True,
    )


KIND = Kind(
    key="contests",
    title="Конкурсы",
    sheet="Конкурсы",
    tables=(CONTEST, NOMINATION, ENTRY),
    build=build,
    who=(Who(),),
    columns=(
        *PERSON_COLUMNS,
        Column(
            "Конкурс", required=True, max_length=500, example="Учитель года",
            synonyms=("Название конкурса", "Наименование конкурса", "Профессиональный конкурс"),
        ),
        Column(
            "Дата", Type.DATE, required=True, example="21.02.2025",
            synonyms=("Дата конкурса", "Дата проведения", "Дата участия"),
        ),
        LEVEL,
        Column("Этап", max_length=200, example="очный", synonyms=("Этап конкурса", "Тур")),
        Column("Номинация", example="Педагогический дебют", synonyms=("Номинация конкурса",)),
        Column(
            "Результат", Type.TERM, required=True, vocabulary="contest_result", example="призёр",
            synonyms=("Итог", "Результат участия", "Место", "Результативность"),
        ),
        Column("Документ", max_length=200, example="диплом № 12", synonyms=("Диплом", "Подтверждающий документ", "№ диплома")),
    ),
)  # fmt: skip
