"""The report of the fictional district: begun, half written, with the contradictions that people meet in November."""

import datetime as dt

from masterstvo.reports.actions.approval import add_approval, agree
from masterstvo.reports.actions.report import (
    create_report,
    edit_report,
    give_reason,
    write_narrative,
)

WORDS = {
    # number of the direction in the plan: what its section says
    "1": {
        "problems": "Совещания ЦНППМ совпадают по времени с уроками руководителей объединений.",
        "causes": "График совещаний становится известен за неделю.",
        "conclusions": "Просить ЦНППМ о графике на полугодие и записывать совещания.",
    },
    "2": {
        "problems": "Курсы по функциональной грамотности прошли семь педагогов из 248.",
        "causes": "Набор на очные курсы закрылся до распределения нагрузки.",
        "conclusions": "Подать заявки на весенний поток до 10 декабря, провести практикумы в объединениях своими силами.",
    },
    "3": {
        "problems": "Маршруты составлены не для всех, кто прошёл диагностику.",
        "causes": "В малых школах расписание и методическую работу ведёт один заместитель директора.",
        "conclusions": "",
    },
}
REASONS = {
    "A5": "Набор на очные курсы закрылся до распределения нагрузки; заявки на весну поданы.",
    "A13": "Курсы для методистов перенесены институтом на январь.",
}


def make_report(plan, *, today, by):
    """Begin the report of the year of ``today`` and write the parts that a methodist has written by then."""
    report = create_report(plan=plan, as_of=today, by=by)
    edit_report(report, by=by, signer="Громов А. П.", signer_position="Начальник управления образования")
    for direction in plan.directions.filter(parent=None):
        if words := WORDS.get(direction.number):
            write_narrative(report=report, direction=direction, by=by, **words)
    for target in plan.targets.filter(indicator_code__in=REASONS):
        give_reason(report=report, target=target, text=REASONS[target.indicator_code], by=by)
    _name_those_who_agree(report, today, by)
    return report


def _name_those_who_agree(report, today, by):
    """Fill the agreement sheet as it stands a week before the order: written, not checked yet."""
    lines = [
        add_approval(
            report=report,
            by=by,
            name=name,
            task=task,
            position=position,
            due_on=today + dt.timedelta(days=days) if days else None,
        )
        for name, task, position, days in (
            ("Соколова И. В.", "составляет", "методист", 0),
            ("Тюрина О. С.", "проверяет", "заведующая методической службой", 5),
            ("Громов А. П.", "подписывает приказ", "начальник управления образования", 10),
        )
    ]
    agree(approval=lines[0], on=today, by=by)
