"""What is said of a session on paper: the list for the provider, and the words of the order that sends those who go."""

import datetime as dt
from collections.abc import Sequence

from masterstvo.core.dates import short_date
from masterstvo.core.numbers import counted
from masterstvo.core.word import Paper
from masterstvo.people.panels import job, workplace
from masterstvo.training.models import Session, TrainingRequest

PEOPLE = (("№", 0.8), ("Фамилия, имя, отчество", 5), ("Организация", 5), ("Должность", 3.6))
ORDER_TITLE = "О направлении педагогических работников на обучение"


def list_for_provider(session: Session, requests: Sequence[TrainingRequest], day: dt.date) -> bytes:
    """Return the list. ``requests``: with their persons through ``people.queries.with_work``."""
    paper = Paper(f"Список слушателей: {session.programme}", day=day)
    paper.head("СПИСОК СЛУШАТЕЛЕЙ", f"на {short_date(day)}")
    paper.pairs(_about(session, len(requests)), title="О курсе")
    _people(paper, requests)
    paper.signatures([session.municipality.authority_title or str(session.municipality)], dated=True)
    return paper.bytes()


def paragraphs_of_order(session: Session, n_people: int) -> list[str]:
    """Return the text of the order that sends ``n_people``; who they are stands in its table of persons."""
    programme = session.programme
    return [
        "В соответствии с пунктом 2 части 5 статьи 47 Федерального закона от 29.12.2012 № 273-ФЗ «Об образовании в Российской "
        "Федерации», на основании заявок педагогических работников и согласия образовательных организаций",
        "ПРИКАЗЫВАЮ:",
        f"1. Направить на обучение по программе «{programme.title}» ({counted(programme.hours, 'час', 'часа', 'часов')}), "
        f"организатор – {programme.provider}, {days_in_words(session)}{_place(session)} "
        f"{counted(n_people, 'работника', 'работников', 'работников')} согласно списку.",
        "2. Руководителям образовательных организаций освободить направленных работников от работы на дни очных занятий, "
        "сохранить за ними место работы и среднюю заработную плату, организовать замену уроков.",
        "3. Работникам после окончания обучения представить копию документа о квалификации.",
        "4. Контроль за исполнением приказа оставляю за собой.",
    ]


def _about(session: Session, number: int) -> list[tuple[str, object]]:
    programme = session.programme
    register = f"да, № {programme.register_number}" if programme.register_number else "да"
    return [
        ("Программа", programme.title),
        ("Организатор", programme.provider),
        ("Часы", programme.hours),
        ("Федеральный реестр", register if programme.in_federal_register else ""),
        ("Дни", days_in_words(session)),
        ("Где", session.place),
        ("Слушателей", number),
    ]


def days_in_words(session: Session) -> str:
    return f"с {short_date(session.starts_on)} по {short_date(session.last_day)}"


def _place(session: Session) -> str:
    return f", {session.place}," if session.place else ","


def _people(paper: Paper, requests: Sequence[TrainingRequest]) -> None:
    rows = []
    for number, each in enumerate(requests, start=1):
        work = job(each.person)
        rows.append(
            (str(number), str(each.person), workplace(each.person) or "", work.position if work else "")
        )
    paper.table(PEOPLE, rows, title="Слушатели")
