"""Build the yearly report as a Word file."""

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.organizations.queries import municipality_by_code
from masterstvo.plans.models import Plan
from masterstvo.reports.actions.report import report_file
from masterstvo.reports.choices import ReportState
from masterstvo.reports.models import Report
from masterstvo.reports.queries import current_report, plan_of_year


class Command(BaseCommand):
    help = "Собрать отчёт о реализации плана в Word."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", metavar="КОД", help="чей это отчёт")
        parser.add_argument("--year", type=int, help="год отчёта; если не указан, год даты или текущий")
        parser.add_argument(
            "--as-of", metavar="ДАТА", help="на какую дату считать: 2025-11-30 или 30.11.2025"
        )
        parser.add_argument("-o", "--output", required=True, metavar="ФАЙЛ.docx", help="куда записать")

    def handle(self, *args: Any, **options: Any) -> None:
        day = parse_day(options["as_of"]) if options["as_of"] else None
        path = Path(options["output"])
        if path.suffix.lower() != ".docx":
            raise CommandError(f"Имя файла должно оканчиваться на .docx, а не «{path.name}».")
        year = options["year"] or (day or timezone.localdate()).year
        if day and day.year != year:
            raise CommandError(f"Дата {short_date(day)} не в {year} году: укажите дату внутри года отчёта.")
        try:
            plan = plan_of_year(municipality_by_code(options["municipality"]), year)
            report = report_to_build(plan, year, day)
            content = report_file(report)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        write_whole(path, content)
        state = (
            f"утверждённая редакция {report.edition}" if report.state == ReportState.APPROVED else "черновик"
        )
        self.stdout.write(f"Отчёт за {year} год ({state}, на {short_date(report.as_of)}): {path}")


def report_to_build(plan: Plan, year: int, day: dt.date | None) -> Report:
    """Return the edition people work with, on another day when one is asked for; without any, a new unsaved draft.

    An approved edition stands only for its own date.
    """
    report = current_report(plan, year)
    if report is None:
        return Report(plan=plan, year=year, as_of=day or _last_day(year))
    if day and report.as_of != day:
        report.as_of = day
        if report.state == ReportState.APPROVED:
            report.state, report.order_number, report.order_on = ReportState.DRAFT, "", None
    return report


def parse_day(text: str) -> dt.date:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise CommandError(f"Дата «{text}» не прочитана. Напишите 2025-11-30 или 30.11.2025.")


def write_whole(path: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".part")
    except OSError as refusal:
        raise CommandError(f"Записать {path} не удалось: папки нет или в неё нельзя писать.") from refusal
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as refusal:
        Path(name).unlink(missing_ok=True)
        raise CommandError(
            f"Записать {path} не удалось: файл открыт в другой программе или место занято."
        ) from refusal


def _last_day(year: int) -> dt.date:
    """The last day of a past year, today in the current one."""
    return (
        min(timezone.localdate(), dt.date(year, 12, 31))
        if year <= timezone.localdate().year
        else dt.date(year, 12, 31)
    )
