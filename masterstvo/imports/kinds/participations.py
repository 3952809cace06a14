"""Участие: people at events; the event is made once for all its rows."""

from masterstvo.imports.kinds.base import LEVEL, PERSON_COLUMNS, Column, Kind, Row, Table, Type, Who

EVENT = Table(
    "events.event",
    key=("municipality", "title", "held_on", "level"),
    scope="municipality",
    fields=("kind", "within_system", "organizer", "hours"),
    many=("topics",),
    columns={
        "title": "Мероприятие", "held_on": "Дата", "level": "Уровень", "kind": "Вид мероприятия", "hours": "Часы",
        "within_system": "В рамках РС НМС", "organizer": "Организатор", "topics": "Темы",
    },
)  # fmt: skip
PARTICIPATION = Table(
    "events.participation",
    key=("event", "person", "role"),
    scope="person",
    fields=("was_present",),
    columns={"event": "Мероприятие", "person": "ФИО", "role": "Роль", "was_present": "Присутствовал"},
)


def build(row: Row) -> None:
    event = row.put(
        EVENT.model,
        {
            "municipality": row.municipality,
            "title": row.get("Мероприятие"),
            "held_on": row.get("Дата"),
            "level": row.get("Уровень"),
        },
        {field: row.get(EVENT.columns[field]) for field in (*EVENT.fields, *EVENT.many)},
    )
    row.put(
        PARTICIPATION.model,
        {"event": event, "person": row.link("ФИО"), "role": row.get("Роль")},
        {"was_present": row.get("Присутствовал")},
        main=True,
    )


KIND = Kind(
    key="participations",
    title="Участие в мероприятиях",
    sheet="Участие",
    tables=(EVENT, PARTICIPATION),
    build=build,
    who=(Who(),),
    columns=(
        *PERSON_COLUMNS,
        Column(
            "Мероприятие", required=True, max_length=500, example="Семинар «Оценивание в начальной школе»",
            synonyms=("Название мероприятия", "Наименование мероприятия", "Событие", "Тема мероприятия"),
        ),
        Column(
            "Дата", Type.DATE, required=True, example="18.11.2025",
            synonyms=("Дата мероприятия", "Дата проведения", "Дата участия"),
        ),
        Column(
            "Вид мероприятия", Type.TERM, vocabulary="event_kind", example="семинар",
            synonyms=("Вид", "Форма мероприятия", "Тип мероприятия", "Форма"),
        ),
        LEVEL,
        Column(
            "Роль", Type.TERM, required=True, vocabulary="participation_role", example="слушатель",
            synonyms=("Роль участника", "Форма участия", "Статус участника", "В качестве кого"),
        ),
        Column(
            "Темы", Type.TERMS, vocabulary="topic", example="функциональная грамотность",
            note="Через точку с запятой; своё слово тоже можно.", synonyms=("Тема", "Тематика", "Направление"),
        ),
        Column("В рамках РС НМС", Type.BOOL, example="да", synonyms=("РС НМС", "В рамках РСНМС")),
        Column(
            "Организатор", example="Методическая служба", synonyms=("Организатор мероприятия", "Кто проводит", "Кто проводил")
        ),
        Column(
            "Часы", Type.NUMBER, least=0, most=999, places=1, example="2",
            synonyms=("Количество часов", "Кол-во часов", "Продолжительность, ч", "Объём"),
        ),
        Column("Присутствовал", Type.BOOL, example="да", synonyms=("Присутствие", "Явка", "Был", "Участвовал")),
    ),
)  # fmt: skip
