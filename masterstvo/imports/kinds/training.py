"""Курсы: who learnt what, where, for how long; programmes and providers are made on the way. Twins wait for a person's word."""

import datetime as dt
import re
from difflib import SequenceMatcher
from operator import itemgetter
from typing import Any

from masterstvo.core.words import fold
from masterstvo.imports.kinds.base import (
    PERSON_COLUMNS,
    Column,
    Kind,
    Link,
    New,
    Row,
    Table,
    Type,
    Values,
    Who,
    warn_future,
)
from masterstvo.training.queries import WHO_MAY_TEACH, doubt_by

ALIKE = 0.85  # of two titles: «ФГОС ООО в работе учителя» and «ФГОС  ООО в работе учителей»
HOURS_A_DAY = 6  # how long a course lasted when only its end is known
TELLING_NUMBER = 5  # characters of a document's number that two people do not share by chance
ANOTHER = "это другой курс, внести"

PROVIDER = Table(
    "training.provider", key=("title",), scope="", fields=("kind", "ownership", "listed_from", "listed_until"),
    columns={"title": "Организатор обучения", "kind": "Вид организатора"},
)  # fmt: skip
PROGRAMME = Table(
    "training.programme",
    key=("provider", "title", "hours"),
    loose=("kind", "form"),
    scope="",
    fields=("in_federal_register", "register_number"),
    many=("topics",),
    columns={
        "title": "Программа", "hours": "Часы", "kind": "Вид", "form": "Форма",
        "in_federal_register": "В Федеральном реестре", "register_number": "Номер в реестре", "topics": "Темы",
    },
)  # fmt: skip
TRAINING = Table(
    "training.training",
    key=("person", "programme", "finished_on"),
    scope="person",
    fields=("starts_on", "document"),
    columns={
        "person": "ФИО",
        "programme": "Программа",
        "starts_on": "Начало",
        "finished_on": "Окончание",
        "document": "Документ",
    },
)


def build(row: Row) -> None:
    if row.get("Начало") and row.get("Окончание") < row.get("Начало"):
        row.refuse("Окончание", "«Окончание» раньше, чем «Начало».")
    warn_future(row, "Окончание")
    provider = row.put(
        PROVIDER.model, {"title": row.get("Организатор обучения")}, {"kind": row.get("Вид организатора")}
    )
    programme = row.put(
        PROGRAMME.model,
        {
            "provider": provider,
            "title": row.get("Программа"),
            "hours": row.get("Часы"),
            "kind": row.get("Вид"),
            "form": row.get("Форма"),
        },
        {
            "in_federal_register": row.get("В Федеральном реестре")
            or (True if row.get("Номер в реестре") else None),
            "register_number": row.get("Номер в реестре"),
            "topics": row.get("Темы"),
        },
    )
    training = row.put(
        TRAINING.model,
        {"person": row.link("ФИО"), "programme": programme, "finished_on": row.get("Окончание")},
        {"starts_on": row.get("Начало"), "document": row.get("Документ")},
        main=True,
    )
    _warn_of(row, provider)
    if isinstance(training, New):
        _hold_twins(row, programme)


def _warn_of(row: Row, provider: Link) -> None:
    """Warn, as the form does, when whoever taught may not teach teachers on the day the course began."""
    known = row.values(PROVIDER.model, provider)
    days = known.get("listed_from"), known.get("listed_until")
    began = row.get("Начало") or row.get("Окончание")
    if doubt := doubt_by(row.lasting(WHO_MAY_TEACH), known.get("ownership", ""), *days, began):
        row.warn("Организатор обучения", doubt)


# --- The same course under another spelling, day or document ------------------------------------------------------------
def document_number(text: str | None) -> str:
    """Return what of a document tells it from others: «удостоверение № 3814-25» and «№ 3814/25» are both «381425»."""
    parts = re.findall(r"[0-9a-zа-яё]*\d[0-9a-zа-яё]*", fold(text or ""))
    return "".join(parts)


def _number_of(values: Values) -> str:
    return document_number(values.get("document"))


_person_of = itemgetter("person")
_key_of = itemgetter("person", "programme", "finished_on")


def _hold_twins(row: Row, programme: Link) -> None:
    """Hold a new course that may be a known one: of the same person, days and nearly the same title, or under the same document."""
    person, last = row.link("ФИО"), row.get("Окончание")
    itself = person, programme, last  # a row that repeats an earlier one is told to be a repeat
    days = _days(row.get("Начало"), last, row.get("Часы"))
    for other in row.beside(TRAINING.model, _person_of, person):
        of = row.values(PROGRAMME.model, other["programme"])
        if _key_of(other) != itself and _overlap(days, _days_of(other, of)) and _are_alike(row, of):
            row.doubt("Программа", f"Похоже, этот курс уже внесён: {_told(other, of)}.", ANOTHER)
            return
    number = document_number(row.get("Документ"))
    for other in row.beside(TRAINING.model, _number_of, number) if number else ():
        is_own, same_year = other["person"] == person, other["finished_on"].year == last.year
        if _key_of(other) != itself and (len(number) >= TELLING_NUMBER or (is_own and same_year)):
            of = row.values(PROGRAMME.model, other["programme"])
            whose = "у этого человека" if is_own else row.person_title(other["person"])
            row.doubt("Документ", f"Такой документ уже есть: {whose}, {_told(other, of)}.", ANOTHER)
            return


def _days_of(training: Values, programme: Values) -> tuple[dt.date, dt.date]:
    return _days(training.get("starts_on"), training["finished_on"], programme.get("hours"))


def _overlap(one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _days(first: dt.date | None, last: dt.date, hours: int | None) -> tuple[dt.date, dt.date]:
    return first or last - dt.timedelta(days=(hours or 0) // HOURS_A_DAY), last


def _are_alike(row: Row, programme: Values) -> bool:
    one, other = fold(row.get("Программа")), fold(programme.get("title", ""))
    return one == other or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _told(training: dict[str, Any], programme: Values) -> str:
    document = f", {training['document']}" if training.get("document") else ""
    return f"«{programme.get('title', '')}», окончание {training['finished_on']:%d.%m.%Y}{document}"


KIND = Kind(
    key="training",
    title="Курсы",
    sheet="Курсы",
    tables=(PROVIDER, PROGRAMME, TRAINING),
    build=build,
    words=(WHO_MAY_TEACH,),
    who=(Who(),),
    columns=(
        *PERSON_COLUMNS,
        Column(
            "Программа", required=True, max_length=500, example="Формирование функциональной грамотности",
            synonyms=(
                "Название программы", "Наименование программы", "Тема курсов", "Название курса", "Название курсов", "Курс",
                "Программа курсов", "Программа повышения квалификации", "Наименование программы (курсов)", "Тема курса",
                "Наименование ДПП", "Курсы",
            ),
        ),
        Column(
            "Организатор обучения", required=True, example="ГАУ ДПО «Институт развития образования»",
            synonyms=(
                "Организатор", "Где обучался", "Организация, проводившая обучение", "Место прохождения", "Место обучения",
                "Кто обучал", "Образовательная организация ДПО", "Организация ДПО", "Учебное заведение", "Провайдер",
                "Место прохождения курсов", "Организатор курсов",
            ),
        ),
        Column(
            "Вид организатора", Type.TERM, vocabulary="provider_kind", example="институт",
            synonyms=("Тип организатора", "Вид организации ДПО"),
        ),
        Column(
            "В Федеральном реестре", Type.BOOL, example="да",
            synonyms=("Федеральный реестр", "Программа в Федеральном реестре", "ФР ДПП", "В ФР", "Включена в ФР"),
        ),
        Column(
            "Номер в реестре", max_length=60, example="018-2026",
            synonyms=(
                "Номер в Федеральном реестре", "Реестровый номер", "№ в реестре", "Номер программы в реестре", "Номер ДПП в реестре",
                "Регистрационный номер программы",
            ),
        ),
        Column(
            "Часы", Type.INTEGER, required=True, least=1, most=3000, example="36",
            synonyms=("Кол-во часов", "Количество часов", "Объём", "Объём, ч", "Часов", "Объём в часах", "Объём (часов)"),
        ),
        Column(
            "Вид", Type.TERM, vocabulary="training_kind", example="повышение квалификации",
            synonyms=("Вид обучения", "Вид программы", "Тип программы", "ПК/ПП"),
        ),
        Column(
            "Форма", Type.TERM, vocabulary="training_form", example="очная",
            synonyms=("Форма обучения", "Форма прохождения", "Формат обучения"),
        ),
        Column(
            "Начало", Type.DATE, example="12.03.2025", synonyms=("Дата начала", "Начало обучения", "С", "Обучение с")
        ),
        Column(
            "Окончание", Type.DATE, required=True, example="21.03.2025",
            synonyms=("Дата окончания", "Окончание обучения", "По", "Завершение", "Дата завершения", "Обучение по"),
        ),
        Column(
            "Темы", Type.TERMS, vocabulary="topic", example="функциональная грамотность; ФГОС",
            note="Через точку с запятой; своё слово тоже можно.", synonyms=("Тема", "Тематика", "Направление", "Направления"),
        ),
        Column(
            "Документ", max_length=200, example="удостоверение № 3814-25",
            synonyms=("Удостоверение", "№ документа", "Номер документа", "Номер удостоверения", "№ удостоверения"),
        ),
    ),
)  # fmt: skip
