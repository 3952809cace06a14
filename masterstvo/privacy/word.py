"""The act of an erasure as a .docx file: what the order of Roskomnadzor of 28.10.2022 № 179 asks for, and an extract of the log."""

import datetime as dt

from django.utils import timezone

from masterstvo.core.dates import russian_date
from masterstvo.core.word import Paper
from masterstvo.privacy.models import Erasure

WAY = (
    "Обезличивание (152-ФЗ, статья 3, пункт 9) средствами программы: значения стёрты в базе данных, файлы удалены, "
    "карточка получила номер вместо имени. Восстановить сведения по базе данных нельзя."
)
BY_HAND = "Кто это, программа больше не знает: если нужно, впишите фамилию от руки."
EDITIONS = (
    "Утверждённые отчёты и уже скачанные файлы не меняются: в их изданиях Word имя, например победителя конкурса, остаётся. "
    "В резервных копиях, сделанных раньше, сведения остаются, пока копии хранятся."
)


def act(erasure: Erasure) -> bytes:
    """Return the act; it is made from what was frozen, so that it says the same whenever it is asked for."""
    made_on = timezone.localtime(erasure.erased_at)
    paper = Paper("Акт об обезличивании персональных данных", day=made_on.date())
    paper.head(f"АКТ № {erasure.number}", "об обезличивании персональных данных")
    paper.line(russian_date(made_on.date(), with_year=True), align="center", after=12)
    _pairs(paper, erasure, made_on)
    paper.heading("1. Что сделано со сведениями", 2)
    _kinds(paper, erasure)
    paper.heading("2. Где имя осталось", 2)
    _mentions(paper, erasure)
    paper.heading("3. Выписка из журнала", 2)
    _extract(paper, erasure)
    paper.signatures((f"Обезличил: {erasure.by}", "Ознакомлен:"))
    return paper.bytes()


def _pairs(paper: Paper, erasure: Erasure, made_on: dt.datetime) -> None:
    municipality = erasure.municipality
    paper.pairs(
        [
            ("Оператор", municipality.authority_title or municipality.title),
            ("Информационная система", f"«Мастерство», {municipality.title}"),
            ("Чьи сведения", f"{erasure.person.code_name}, номер карточки {erasure.person_id}. {BY_HAND}"),
            ("Основание", erasure.document),
            ("Кто обезличил", ", ".join(filter(None, (str(erasure.by), erasure.as_role)))),
            ("Когда", f"{made_on:%d.%m.%Y %H:%M}"),
            ("Способ", WAY),
        ],
        title="Кого и кто обезличил",
    )


def _kinds(paper: Paper, erasure: Erasure) -> None:
    rows = []
    for each in erasure.kinds:
        done = each["fate"] if each["n_rows"] else "остаётся: сделано человеком, имя заменено номером"
        erased = f"Стёрто: {each['columns']}." if each["columns"] else ""
        rows.append(
            (each["title"], each["n_rows"], each["n_made"] or "", f"{done}. {erased}".strip(), each["why"])
        )
    columns = (
        ("Сведения", 3.3),
        ("Записей о нём", 1.8),
        ("Сделано им", 1.8),
        ("Что сделано", 5.2),
        ("Почему остаётся", 4.4),
    )
    paper.table(columns, rows, title="Что сделано со сведениями")


def _mentions(paper: Paper, erasure: Erasure) -> None:
    if erasure.mentions:
        paper.line(
            "В текстах, которые пишут свободно, эта фамилия встречается ещё здесь (возможно, у однофамильца):",
            after=6,
        )
        rows = [(each["title"], each["column"], each["n_rows"]) for each in erasure.mentions]
        paper.table((("Раздел", 7), ("Столбец", 7), ("Записей", 2.5)), rows, title="Где имя осталось")
    else:
        paper.line("Других упоминаний этого человека в текстах программы не найдено.")
    paper.line(EDITIONS, before=6)


def _extract(paper: Paper, erasure: Erasure) -> None:
    told = erasure.extract
    some = f", последние {len(told)}" if len(told) < erasure.n_records else ""
    paper.line(f"Без значений; всего записей: {erasure.n_records}{some}.", after=6)
    rows = [(_moment(each["at"]), each["what"], each["kind"]) for each in told]
    paper.table((("Когда", 4), ("Действие", 6), ("С чем", 6.5)), rows, title="Выписка из журнала")


def _moment(at: str) -> str:
    return f"{timezone.localtime(dt.datetime.fromisoformat(at)):%d.%m.%Y %H:%M}"
