"""An individual route as a .docx file: what is agreed and signed. It says what is learnt, and nothing of scores (ADR 0016)."""

import datetime as dt
from collections.abc import Sequence

from masterstvo.core.dates import short_date
from masterstvo.core.numbers import counted
from masterstvo.core.terms import title
from masterstvo.core.word import Paper
from masterstvo.people.queries import main_job
from masterstvo.routes.choices import StepState
from masterstvo.routes.models import Route, RouteStep

STEPS = (
    ("№", 0.8),
    ("Шаг", 5.2),
    ("Вид", 2.2),
    ("Часов", 1.4),
    ("Срок", 2.4),
    ("Подтверждение", 2.7),
    ("Сделано", 1.8),
)
CALLED = {  # by the kind of a route
    "iom": "Индивидуальный образовательный маршрут",
    "ippr": "Индивидуальный план профессионального развития",
}


def route_form(route: Route, steps: Sequence[RouteStep], day: dt.date) -> bytes:
    """Return the file. Queries: three."""
    called = CALLED.get(route.kind, CALLED["iom"])
    paper = Paper(f"{called}: {route.person}", day=day)
    paper.head(called.upper())
    paper.pairs(_about(route, day), title="О маршруте")
    paper.heading("Шаги маршрута", 2)
    _steps(paper, steps)
    paper.heading("Согласование", 2)
    paper.signatures(
        [
            _signer(f"Педагог: {route.person}", route.agreed_by_person_on),
            _signer(f"Сопровождающий: {route.companions}", route.agreed_by_companion_on),
        ],
        dated=True,
    )
    approved = (
        f"{route.act} от {short_date(route.approved_on)}"
        if route.act and route.approved_on
        else "____________________"
    )
    paper.line(f"Маршрут утверждён: {approved}", before=18)
    return paper.bytes()


def _about(route: Route, day: dt.date) -> list[tuple[str, object]]:
    job = main_job(route.person, day)
    first, last = route.starts_on, route.last_day
    term = " – ".join(short_date(each) for each in (first, last) if each)
    deficits = [each.competence.title for each in route.deficits.select_related("competence")]
    return [
        ("Педагог", route.person),
        ("Должность", job.position if job else ""),
        ("Организация", job.organization if job else ""),
        ("Основание", title("route_basis", route.basis)),
        ("Цель", route.goal),
        ("Какие дефициты закрывает", "\n".join(deficits)),
        ("Срок", term),
        ("Сопровождает", route.companions),
        ("Состояние на " + short_date(day), route.get_state_display()),
    ]


def _steps(paper: Paper, steps: Sequence[RouteStep]) -> None:
    if not steps:
        paper.line("Шагов пока нет.")
        return
    needed = [each for each in steps if each.state != StepState.SKIPPED]
    done = sum(each.state == StepState.DONE for each in needed)
    hours = counted(sum(each.hours for each in needed), "час", "часа", "часов")
    paper.line(f"Сделано {done} из {counted(len(needed), 'шага', 'шагов', 'шагов')}, всего {hours}.", after=6)
    rows = []
    for number, each in enumerate(steps, start=1):
        term = f"{short_date(each.starts_on)} – {short_date(each.last_day)}"
        done_on = short_date(each.done_on) if each.state == StepState.DONE and each.done_on else ""
        rows.append(
            (
                str(number),
                "\n".join(filter(None, (each.title, each.place))),
                each.get_kind_display(),
                each.hours,
                term,
                "\n".join(_evidence(each)),
                done_on or ("не нужен" if each.state == StepState.SKIPPED else ""),
            )
        )
    paper.table(STEPS, rows, title="Шаги маршрута")


def _evidence(step: RouteStep) -> list[str]:
    proofs = [
        step.evidence if step.state == StepState.PLANNED else "",
        f"класс: {step.school_class}" if step.school_class else "",
        f"тема: {step.topic}" if step.topic else "",
        f"наблюдал: {step.observed_by}" if step.observed_by else "",
        step.note,
        "файл приложен" if step.file else "",
        step.sheet.campaign.title if step.sheet else "",
    ]
    return [each for each in proofs if each]


def _signer(who: str, agreed_on: dt.date | None) -> str:
    return f"{who} (согласие отмечено {short_date(agreed_on)})" if agreed_on else who
