"""События: what an institute or a region holds, from a table or a calendar file; found again by its number there, else by title and day."""

from operator import itemgetter
from typing import Any

from masterstvo.core.words import fold
from masterstvo.imports.kinds.base import Column, Kind, Row, Table, Type, Values, refuse_backwards

EVENT = Table(
    "events.event",
    key=("municipality", "title", "held_on", "level"),
    scope="municipality",
    fields=(
        "uid", "ends_on", "starts_time", "ends_time", "kind", "format", "organizer", "place", "url", "hours",
        "within_system", "state",
    ),
    many=("topics", "categories", "subjects"),
    replaces=("categories", "subjects"),
    columns={
        "title": "Мероприятие", "held_on": "Дата", "level": "Уровень", "uid": "Номер", "ends_on": "Последний день",
        "starts_time": "Начало", "ends_time": "Окончание", "kind": "Вид мероприятия", "format": "Форма",
        "organizer": "Организатор", "place": "Место", "url": "Ссылка", "hours": "Часы",
        "within_system": "В рамках РС НМС", "topics": "Темы", "categories": "Кому", "subjects": "Предметы",
    },
)  # fmt: skip
USUAL_LEVEL = "regional"
STATED = (
    "uid", "ends_on", "starts_time", "ends_time", "kind", "format", "organizer", "place", "url", "hours",
    "within_system", "topics", "categories", "subjects",
)  # fmt: skip

_number_of = itemgetter("uid")


def _called(values: Values) -> tuple[str, Any]:
    return fold(values["title"]), values["held_on"]


def build(row: Row) -> None:
    refuse_backwards(row, "Дата", "Последний день")
    known = _known(row)
    if row.get("Отменено"):
        reason = (
            "отмените его на странице события, чтобы записавшиеся узнали." if known else "вносить нечего."
        )
        row.refuse("Отменено", f"Организатор отменил это событие: {reason}")
    level = row.get("Уровень") or (known or {}).get("level") or USUAL_LEVEL
    told = {"title": row.get("Мероприятие"), "held_on": row.get("Дата"), "level": level}
    values = told | {field: row.get(EVENT.columns[field]) for field in STATED}
    if known:
        key = {name: known[name] for name in EVENT.key}
        if known.get("ends_on") and known["ends_on"] <= told["held_on"]:
            row.refuse("Последний день", "Событие было многодневным: укажите новый последний день.")
    else:
        key = {"municipality": row.municipality, **told}
        values["state"] = "open" if told["held_on"] >= row.today else "planned"
    _check_hours(row, known or {})
    row.put(EVENT.model, key, values, main=True)


def _known(row: Row) -> Values | None:
    """Return the event that the row speaks of: with its number, else with its title and day, when that one has no other number."""
    number = row.get("Номер")
    if number and (found := row.beside(EVENT.model, _number_of, number)):
        return found[0]
    same = row.beside(EVENT.model, _called, (fold(row.get("Мероприятие")), row.get("Дата")))
    return next((each for each in same if not number or each.get("uid") in (None, "", number)), None)


def _check_hours(row: Row, known: Values) -> None:
    starts = row.get("Начало") or known.get("starts_time")
    ends = row.get("Окончание") or known.get("ends_time")
    is_one_day = not (row.get("Последний день") or known.get("ends_on"))
    if ends and not starts:
        row.refuse("Начало", "Укажите и начало.")
    elif starts and ends and is_one_day and ends <= starts:
        row.refuse("Окончание", "«Окончание» раньше, чем «Начало».")


KIND = Kind(
    key="events",
    title="События института и региона",
    sheet="События",
    tables=(EVENT,),
    build=build,
    columns=(
        Column(
            "Номер", max_length=255, example="2027-118", synonyms=("№ мероприятия", "UID", "Код мероприятия", "Номер мероприятия"),
            note="Номер у организатора: по нему событие узнаётся, когда его перенесли или переименовали.",
        ),
        Column(
            "Мероприятие", required=True, max_length=500, example="Вебинар «Формирующее оценивание»",
            synonyms=("Название мероприятия", "Наименование мероприятия", "Событие", "Тема мероприятия", "Название"),
        ),
        Column("Дата", Type.DATE, required=True, example="18.11.2027", synonyms=("Дата мероприятия", "Дата проведения", "Дата начала")),
        Column("Последний день", Type.LAST_DAY, example="", synonyms=("Дата окончания", "По")),
        Column("Начало", Type.TIME, example="14:00", synonyms=("Время", "Время начала", "Час")),
        Column("Окончание", Type.TIME, example="15:30", synonyms=("Время окончания",)),
        Column(
            "Вид мероприятия", Type.TERM, vocabulary="event_kind", example="вебинар",
            synonyms=("Вид", "Тип мероприятия", "Формат мероприятия"),
        ),
        Column(
            "Уровень", Type.TERM, vocabulary="level", example="региональный", note="Не указан – региональный.",
            synonyms=("Уровень мероприятия", "Уровень проведения"),
        ),
        Column("Форма", Type.TERM, vocabulary="event_format", example="дистанционно", synonyms=("Форма проведения", "Формат")),
        Column("Место", example="ИРО, ауд. 214", synonyms=("Место проведения", "Где", "Адрес")),
        Column("Ссылка", Type.URL, max_length=1000, example="https://iro.example.org/v/118", synonyms=("Ссылка на трансляцию", "Ссылка на регистрацию")),
        Column("Организатор", example="ИРО", synonyms=("Организатор мероприятия", "Кто проводит")),
        Column("Часы", Type.NUMBER, least=0, most=999, places=1, example="2", synonyms=("Количество часов", "Кол-во часов")),
        Column("Темы", Type.TERMS, vocabulary="topic", example="функциональная грамотность", synonyms=("Тема", "Тематика")),
        Column(
            "Кому", Type.TERMS, vocabulary="staff_category", example="педагог", synonyms=("Категория слушателей", "Целевая аудитория", "Для кого"),
            note="Категории работников через точку с запятой; пусто – всем.",
        ),
        Column(
            "Предметы", Type.TERMS, vocabulary="subject", example="математика", synonyms=("Предмет", "Учителям предмета"),
            note="Учителям каких предметов; пусто – всем.",
        ),
        Column("В рамках РС НМС", Type.BOOL, example="да", synonyms=("РС НМС",)),
        Column("Отменено", Type.BOOL, example="нет", synonyms=("Отмена",)),
    ),
)  # fmt: skip
