"""A person's profile as a .docx file, for whoever may read the results."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from masterstvo.core.charts import Pair
from masterstvo.core.dates import russian_date, short_date
from masterstvo.core.numbers import round_half_up
from masterstvo.core.terms import titles
from masterstvo.core.word import Paper
from masterstvo.diagnostics.counting import Measurement
from masterstvo.diagnostics.models import Competence, Deficit, Diagnostic
from masterstvo.diagnostics.queries.standing import Standing
from masterstvo.people.models import Person
from masterstvo.people.queries import main_job

Blocks = Sequence[tuple[Competence, Sequence[Standing]]]
COMPETENCES = (
    ("Компетенция", 5.2),
    ("Достаточно", 1.9),
    ("Было", 1.4),
    ("Стало", 1.4),
    ("Чем и когда измерено", 3.2),
    ("Самооценка", 1.9),
    ("Дефицит", 1.9),
)
CONFIDENTIAL = "Файл содержит результаты диагностики: показывайте его другим только с согласия педагога."


def profile_form(person: Person, blocks: Blocks, rule: Sequence[str], day: dt.date) -> bytes:
    """Return the file. ``blocks``: of ``queries.profile``; ``rule``: how measurements count, in words. Queries: four."""
    kinds = titles("diagnostic_kind")
    job = main_job(person, day)
    paper = Paper(f"Профиль профессиональных компетенций: {person}", day=day)
    paper.head("ПРОФИЛЬ ПРОФЕССИОНАЛЬНЫХ КОМПЕТЕНЦИЙ", "по результатам диагностики")
    paper.pairs(
        [
            ("Педагог", person),
            ("Должность", job.position if job else ""),
            ("Организация", job.organization if job else ""),
            ("Состояние на", russian_date(day, with_year=True)),
        ],
        title="Чей профиль",
    )
    paper.heading("1. Компетенции", 2)
    paper.line(
        "Баллы из 100. «Было» – первое измерение того же вида, «стало» – то, которое учитывается.", after=6
    )
    _competences(paper, blocks, kinds)
    _chart(paper, [each for _, rows in blocks for each in rows])
    paper.heading("2. Дефициты", 2)
    _deficits(paper, person)
    paper.heading("3. Все измерения", 2)
    _measurements(paper, person, kinds)
    paper.heading("4. Как мы считаем", 2)
    paper.text(*rule, CONFIDENTIAL)
    return paper.bytes()


def _competences(paper: Paper, blocks: Blocks, kinds: dict[str, str]) -> None:
    rows: list[list[object]] = []
    for block, standings in blocks:
        rows.append(
            [paper.ink.cell(block.title, span=len(COMPETENCES), bold=True, keep_next=True, shade="E8EEEE")]
        )
        for each in standings:
            by = (
                f"{kinds.get(each.now.kind, each.now.kind)}, {short_date(each.now.measured_on)}"
                if each.now
                else ""
            )
            rows.append(
                [
                    each.competence.title,
                    round_half_up(each.target),
                    _points(each.before),
                    _points(each.now),
                    by or "объективного измерения пока нет",
                    _points(each.said),
                    each.deficit.get_severity_display() if each.deficit else "",
                ]
            )
    paper.table(COMPETENCES, rows, title="Компетенции")


def _points(measurement: Measurement | None) -> Decimal | None:
    return round_half_up(measurement.percent) if measurement else None


def _chart(paper: Paper, standings: Sequence[Standing]) -> None:
    pairs = [
        Pair(
            each.competence.title, each.before.percent if each.before else None, each.now.percent, each.target
        )
        for each in standings
        if each.now
    ]
    paper.before_after(pairs, caption="Рисунок. Было (кольцо) и стало (круг); черта – достаточный уровень")


def _deficits(paper: Paper, person: Person) -> None:
    found = Deficit.objects.filter(person=person).select_related("competence").order_by("opened_on", "pk")
    rows = [
        (each.competence.title, each.get_severity_display(), each.opened_on, each.ready_on, each.closed_on)
        for each in found
    ]
    if not rows:
        paper.line("Дефицитов не было.")
        return
    columns = (
        ("Компетенция", 6),
        ("Выраженность", 3),
        ("Выявлен", 2.4),
        ("Можно измерить снова", 2.7),
        ("Закрыт измерением", 2.4),
    )
    paper.table(columns, rows, title="Дефициты")


def _measurements(paper: Paper, person: Person, kinds: dict[str, str]) -> None:
    found = (
        Diagnostic.objects.filter(person=person).order_by("measured_on", "pk").select_related("competence")
    )
    rows = [
        (
            each.measured_on,
            each.procedure,
            kinds.get(each.kind, each.kind),
            each.competence.title if each.competence else each.competency,
            None if each.percent is None else round_half_up(each.percent),
        )
        for each in found
    ]
    columns = (("Когда", 2.2), ("Процедура", 5), ("Вид", 2.8), ("Компетенция", 4.8), ("Балл", 1.7))
    paper.table(columns, rows, title="Все измерения")
