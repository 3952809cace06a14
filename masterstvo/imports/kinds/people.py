"""Сотрудники: the person, the place of work and the qualification category of one row."""

import datetime as dt
from typing import Any

from masterstvo.imports.kinds.base import (
    BORN_SYNONYMS,
    CODE,
    FULL_NAME,
    ORGANIZATION,
    Column,
    Kind,
    Row,
    Table,
    Type,
    Who,
    refuse_backwards,
)

YOUNGEST, OLDEST = 16, 100
PART = "part"  # not the main place; internal or external is seen from the person's other places
PERSON = Table(
    "people.person",
    key=(),
    scope="municipality",
    fields=(
        "municipality", "code", "last_name", "first_name", "patronymic", "born_on", "sex", "teaching_since",
        "education", "email",
    ),
    columns={
        "code": "Код", "last_name": "ФИО", "first_name": "ФИО", "patronymic": "ФИО", "born_on": "Дата рождения",
        "sex": "Пол", "teaching_since": "Педстаж с", "education": "Образование", "email": "E-mail",
    },
)  # fmt: skip
EMPLOYMENT = Table(
    "people.employment",
    key=("person", "organization", "position", "starts_on"),
    scope="person",
    fields=("ends_on", "category", "basis", "weekly_hours", "rate"),
    many=("subjects",),
    replaces=("subjects",),
    columns={
        "organization": "Организация", "position": "Должность", "category": "Категория работника",
        "basis": "Основное место", "starts_on": "Принят", "ends_on": "Уволен", "subjects": "Предмет",
        "weekly_hours": "Нагрузка, ч", "rate": "Ставка",
    },
    titles={"basis": {"main": "да", "internal": "нет", "external": "нет"}},
)  # fmt: skip
ATTESTATION = Table(
    "people.attestation",
    key=("person", "category", "starts_on"),
    scope="person",
    fields=("ends_on",),
    columns={
        "category": "Квалификационная категория",
        "starts_on": "Категория присвоена",
        "ends_on": "Категория до",
    },
)


def _age(born: dt.date, today: dt.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def build(row: Row) -> None:
    _check_dates(row)
    name = row.get("ФИО")
    person = row.put(
        PERSON.model,
        {},
        {
            "municipality": None if isinstance(row.link("ФИО"), int) else row.municipality,
            "code": row.get("Код"),
            "last_name": name.last,
            "first_name": name.first,
            "patronymic": name.patronymic,
            "born_on": row.get("Дата рождения"),
            "sex": row.get("Пол"),
            "teaching_since": row.get("Педстаж с"),
            "education": row.get("Образование"),
            "email": row.get("E-mail"),
        },
        link=row.link("ФИО"),
    )
    is_main = row.get("Основное место")
    row.put(
        EMPLOYMENT.model,
        {
            "person": person,
            "organization": row.link("Организация"),
            "position": row.get("Должность"),
            "starts_on": row.get("Принят"),
        },
        {
            "ends_on": row.get("Уволен"),
            "category": row.get("Категория работника"),
            "basis": None if is_main is None else "main" if is_main else PART,
            "subjects": row.get("Предмет"),
            "weekly_hours": row.get("Нагрузка, ч"),
            "rate": row.get("Ставка"),
        },
        main=True,
    )
    if row.get("Квалификационная категория") and row.get("Категория присвоена"):
        row.put(
            ATTESTATION.model,
            {
                "person": person,
                "category": row.get("Квалификационная категория"),
                "starts_on": row.get("Категория присвоена"),
            },
            {"ends_on": row.get("Категория до")},
        )


def _check_dates(row: Row) -> None:
    refuse_backwards(row, "Принят", "Уволен")
    refuse_backwards(row, "Категория присвоена", "Категория до")
    born, hired, since = row.get("Дата рождения"), row.get("Принят"), row.get("Педстаж с")
    if born and not YOUNGEST <= _age(born, row.today) <= OLDEST:
        row.refuse(
            "Дата рождения", f"По этой дате человеку {_age(born, row.today)} лет. Сверьте с документом."
        )
    elif born and hired and _age(born, hired) < 14:
        row.refuse("Принят", "Принят раньше, чем исполнилось 14 лет: сверьте даты.")
    elif born and since and _age(born, since) < 14:
        row.refuse("Педстаж с", "Педстаж начался раньше, чем исполнилось 14 лет: сверьте даты.")
    if row.get("Квалификационная категория") and not row.get("Категория присвоена"):
        row.refuse(
            "Категория присвоена",
            "Укажите дату присвоения: без неё не видно, действует ли категория на дату отчёта.",
        )
    if row.get("Нагрузка, ч") and row.get("Нагрузка, ч") > 60:
        row.warn("Нагрузка, ч", "Больше 60 часов в неделю: сверьте с тарификацией.")


def finish(plan: Any) -> None:
    """Settle part-time places, then refuse a main place that overlaps another one of the same person."""
    places: dict[Any, list[Any]] = {}
    for place in plan.entries(EMPLOYMENT.model):
        places.setdefault(place.after["person"], []).append(place)
    for of_person in places.values():
        main_at = {place.after["organization"] for place in of_person if _basis(place) == "main"}
        for place in of_person:
            if "basis" not in place.after:
                place.after["basis"] = "main"
            elif place.after["basis"] == PART:
                place.after["basis"] = _part_time(place, main_at)
        mains = [place for place in of_person if place.after["basis"] == "main"]
        if len(mains) > 1:
            _refuse_overlaps(plan, mains)


def _basis(place: Any) -> str:
    return place.after.get("basis", "main")


def _part_time(place: Any, main_at: set[Any]) -> str:
    known = place.before.get("basis")
    if known in ("internal", "external"):
        return known
    return "internal" if place.after["organization"] in main_at else "external"


def _refuse_overlaps(plan: Any, mains: list[Any]) -> None:
    far = dt.date.max
    for place in mains:
        if not place.rows or not place.is_changed:
            continue
        for other in mains:
            ends, other_ends = place.after.get("ends_on") or far, other.after.get("ends_on") or far
            overlap = place.after["starts_on"] < other_ends and other.after["starts_on"] < ends
            if other is not place and overlap and far in (ends, other_ends):
                since = f"{other.after['starts_on']:%d.%m.%Y}"
                named = f"{plan.organization_title(other.after['organization'])}, {other.after['position']}, с {since}"
                where = f" (строка {other.rows[0]})" if other.rows else ""
                plan.refuse(
                    place,
                    "Основное место",
                    f"Основное место уже есть: {named}{where}. Укажите там дату увольнения или здесь «нет».",
                )
                break


KIND = Kind(
    key="people",
    title="Сотрудники",
    sheet="Сотрудники",
    tables=(PERSON, EMPLOYMENT, ATTESTATION),
    build=build,
    finish=finish,
    who=(Who(may_be_new=True),),
    columns=(
        CODE,
        FULL_NAME,
        Column("Дата рождения", Type.DATE, required=True, synonyms=BORN_SYNONYMS, example="05.09.1987"),
        Column(
            "Пол", Type.CHOICE, example="женский",
            choices=(("f", "женский", ("ж", "жен")), ("m", "мужской", ("м", "муж"))),
        ),
        ORGANIZATION,
        Column(
            "Должность", required=True, max_length=200, example="учитель математики",
            synonyms=("Занимаемая должность", "Должность (по штатному расписанию)", "Наименование должности"),
        ),
        Column(
            "Категория работника", Type.TERM, required=True, vocabulary="staff_category", example="педагог",
            synonyms=("Категория персонала", "Категория работников", "Категория сотрудника", "Вид персонала"),
        ),
        Column(
            "Предмет", Type.TERMS, vocabulary="subject", example="математика; информатика",
            note="Несколько — через точку с запятой.",
            synonyms=("Предметы", "Преподаваемый предмет", "Преподаваемые предметы", "Учебный предмет"),
        ),
        Column(
            "Основное место", Type.BOOL, example="да",
            synonyms=("Основное место работы", "Основной сотрудник", "Основной работник", "Основное"),
        ),
        Column(
            "Принят", Type.DATE, required=True, example="01.09.2012",
            synonyms=("Дата приёма", "Дата приёма на работу", "Принят на работу", "Работает с", "Дата трудоустройства"),
        ),
        Column(
            "Уволен", Type.LAST_DAY, note="Последний рабочий день.",
            synonyms=("Дата увольнения", "Уволен с работы", "Работал до", "Работает до"),
        ),
        Column(
            "Педстаж с", Type.DATE, example="01.09.2010",
            synonyms=("Педагогический стаж с", "Начало педстажа", "Начало педагогического стажа", "Педстаж, с",
                      "Дата начала педагогической деятельности"),
        ),
        Column(
            "Нагрузка, ч", Type.NUMBER, least=0, most=168, example="18",
            synonyms=("Нагрузка", "Часов в неделю", "Недельная нагрузка", "Учебная нагрузка", "Нагрузка (часов)"),
        ),
        Column(
            "Ставка", Type.NUMBER, least=0, most=3, example="1",
            synonyms=("Ставки", "Размер ставки", "Доля ставки", "Кол-во ставок"),
        ),
        Column(
            "Квалификационная категория", Type.TERM, vocabulary="qualification", example="первая",
            nothing=("нет", "без категории", "б/к", "не имеет", "отсутствует"),
            synonyms=("Категория", "Кв. категория", "Квалиф. категория", "Кв. кат.", "Категория (первая, высшая, СЗД)"),
        ),
        Column(
            "Категория присвоена", Type.DATE, example="20.12.2022",
            synonyms=("Дата присвоения категории", "Дата присвоения", "Категория с", "Дата аттестации"),
        ),
        Column(
            "Категория до", Type.LAST_DAY, example="20.12.2027", note="Последний день действия.",
            synonyms=("Срок действия категории", "Категория действует до", "Действует до", "Срок категории"),
        ),
        Column(
            "Образование", max_length=200, example="высшее педагогическое",
            synonyms=("Уровень образования", "Образование (уровень)"),
        ),
        Column(
            "E-mail", Type.EMAIL, max_length=254,
            synonyms=("Email", "Почта", "Эл. почта", "Электронная почта", "Адрес электронной почты"),
        ),
    ),
)  # fmt: skip
