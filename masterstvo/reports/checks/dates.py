"""Checks of days: of the report, of events, of proofs."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils import timezone

from masterstvo.core.dates import short_date
from masterstvo.plans.choices import ActivityState
from masterstvo.reports.checks.registry import Place, Remark, check, digest, of_activity, short
from masterstvo.reports.checks.texts import addresses, all_texts, result_texts, written_dates
from masterstvo.reports.choices import Severity
from masterstvo.reports.queries import ReportFacts

_DATED_LINK = re.compile(r"(?<!\d)(20\d\d)[-_.](\d\d)[-_.](\d\d)(?!\d)")


@check("impossible_date", Severity.BLOCKS)
def impossible_date(facts: ReportFacts) -> Iterator[Remark]:
    """«913.03.2025», «31.02.2025»."""
    for text in all_texts(facts):
        for written, day in written_dates(text.text):
            if day is None:
                place = Place(text.place.kind, f"{text.place.key}:{digest(written)}", text.place.words)
                yield Remark(place, f"Такой даты нет: «{written}».", "Исправьте дату.")


@check("date_after_report", Severity.NEEDS_WORD)
def date_after_report(facts: ReportFacts) -> Iterator[Remark]:
    """A result dated later than the day the report speaks of."""
    as_of = facts.report.as_of
    done = {str(row.pk) for row in facts.activities if row.state in (ActivityState.DONE, ActivityState.PART)}
    for text in result_texts(facts):
        late = [written for written, day in written_dates(text.text) if day and day > as_of]
        if late and text.place.key in done:
            yield Remark(
                text.place,
                f"В результате названа дата {late[0]}, отчёт составлен на {short_date(as_of)}.",
                "Исправьте дату, измените состояние или поясните.",
            )


@check("event_after_report", Severity.NOTE)
def event_after_report(facts: ReportFacts) -> Iterator[Remark]:
    """Events entered as held after the report's date are not counted; readers should know."""
    late = [event for event in facts.events if event.held_on > facts.report.as_of]
    if late:
        listed = "; ".join(f"{short_date(event.held_on)} «{short(event.title, 50)}»" for event in late[:5])
        more = f" и ещё {len(late) - 5}" if len(late) > 5 else ""
        yield Remark(
            Place("report", "events_after", "Приложение 1"),
            f"После {short_date(facts.report.as_of)} внесены события, в отчёт они не вошли: {listed}{more}.",
            "Если они должны войти, измените дату, на которую составлен отчёт.",
        )


@check("report_dates", Severity.BLOCKS)
def report_dates(facts: ReportFacts) -> Iterator[Remark]:
    """The as-of date lies in the report's year, has come, and is not later than the order."""
    report = facts.report
    place = Place("report", "dates", "Дата отчёта")
    if report.as_of.year != report.year:
        yield Remark(
            place,
            f"Отчёт за {report.year} год составлен на {short_date(report.as_of)}: это другой год.",
            "Укажите дату внутри года отчёта.",
        )
    if report.as_of > timezone.localdate():
        yield Remark(
            Place("report", "future", "Дата отчёта"),
            f"{short_date(report.as_of)} ещё не наступило, данных на этот день нет.",
            "Утвердите отчёт не раньше этого дня или укажите более раннюю дату.",
        )
    if report.order_on and report.order_on < report.as_of:
        yield Remark(
            Place("report", "order", "Приказ об отчёте"),
            f"Приказ от {short_date(report.order_on)} утверждает данные на {short_date(report.as_of)}, то есть будущие.",
            "Исправьте дату приказа или дату, на которую составлен отчёт.",
        )


@check("requisites", Severity.BLOCKS)
def requisites(facts: ReportFacts) -> Iterator[Remark]:
    """The order that approves the report has a number, a date and a signer."""
    report = facts.report
    named = (
        ("номер приказа", report.order_number),
        ("дата приказа", report.order_on),
        ("кто подписывает", report.signer),
    )
    missing = [words for words, value in named if not value]
    if missing:
        yield Remark(
            Place("report", "requisites", "Приказ об отчёте"),
            f"Не указано: {', '.join(missing)}.",
            "Заполните приказ.",
        )


@check("proof_of_another_time", Severity.NEEDS_WORD)
def proof_of_another_time(facts: ReportFacts) -> Iterator[Remark]:
    """A document from before the report's year, or from after its date, proves nothing of the period."""
    for activity in facts.activities:
        for proof in activity.evidence.all():
            day = proof.document.dated_on if proof.document else None
            if day is None:
                continue
            if not facts.period.first <= day <= facts.period.last:
                yield Remark(
                    of_activity(activity),
                    f"Подтверждение от {short_date(day)} лежит вне отчётного периода "
                    f"{short_date(facts.period.first)} – {short_date(facts.period.last)}.",
                    "Приложите документ отчётного периода или поясните.",
                )


@check("link_of_another_time", Severity.NOTE)
def link_of_another_time(facts: ReportFacts) -> Iterator[Remark]:
    """«/2025-09-27/» proves a seminar of February poorly."""
    for activity in facts.activities:
        if activity.due_on is None or activity.state != ActivityState.DONE:
            continue
        urls = [*(proof.url for proof in activity.evidence.all()), *addresses(activity.actual_result)]
        for found in (_DATED_LINK.search(url) for url in urls):
            day = _day(found) if found else None
            if day and day > activity.due_on + dt.timedelta(days=60):
                yield Remark(
                    of_activity(activity),
                    f"Срок мероприятия {short_date(activity.due_on)}, а ссылка датирована {short_date(day)}.",
                    "Проверьте, та ли это ссылка.",
                )


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
