"""Read a plan or a report from Word, Excel or PDF into the database, or only show how it is read."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import counted
from masterstvo.organizations.queries import municipality_by_code
from masterstvo.plans.actions.difference import close_without_changes
from masterstvo.plans.actions.file import NothingNew, keep_file, read_upload
from masterstvo.plans.actions.plan import PlanExists, check_year, import_plan, years_of
from masterstvo.plans.models import PlanFile
from masterstvo.plans.queries.difference import ADDED, CHANGED, REMOVED, Difference, difference
from masterstvo.plans.reading import ReadPlan
from masterstvo.plans.schedule import parse

LARGEST = 100 * 1024 * 1024
SECONDS = 300  # who sits at the command line may wait longer than a page
KIND_SIGNS = {ADDED: "+", REMOVED: "−", CHANGED: "±"}


class Command(BaseCommand):
    help = "Прочитать план или отчёт из Word, Excel или PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="файл .docx, .xlsx или .pdf")
        parser.add_argument("--municipality", metavar="КОД", help="чей это план")
        parser.add_argument("--year", type=int, help="год плана, если он не указан в документе")
        parser.add_argument("--dry-run", action="store_true", help="только показать, ничего не записывать")
        parser.add_argument("--json", action="store_true", help="вывести прочитанное для программ")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_year(options["year"])
            content = _content(Path(options["file"]))
            name = Path(options["file"]).name
            read = read_upload(content, name, year=options["year"], seconds=SECONDS)
            said = "Это проверка: ничего не записано."
            found = None
            if not options["dry_run"]:
                years_of(read.heading, options["year"])
                said, found = _store(content, name, read, options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(read, found), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join([*_table(read), *_changes(found), said]))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise CommandError(f"Файла {path} нет: проверьте имя.")
    if path.stat().st_size > LARGEST:
        raise CommandError("Файл больше 100 МБ: план столько не занимает, уберите из него картинки.")
    try:
        return path.read_bytes()
    except OSError as refusal:
        raise CommandError(f"Файл {path} не открывается: проверьте права на него.") from refusal


@transaction.atomic
def _store(
    content: bytes, name: str, read: ReadPlan, options: dict[str, Any]
) -> tuple[str, Difference | None]:
    """Put the plan into the database, or keep the file beside the plan it differs from; return what was done."""
    municipality = municipality_by_code(options["municipality"])
    try:
        file = keep_file(
            municipality=municipality, name=name, content=content, year=options["year"], read=read, by=None
        )
        plan = import_plan(file=file, read=read, by=None)
    except NothingNew as nothing:
        return str(nothing), None
    except PlanExists as there:
        return _compare(there, file, read)
    return f"Записано: {plan}.", None


def _compare(there: PlanExists, file: PlanFile, read: ReadPlan) -> tuple[str, Difference]:
    found = difference(there.plan, read)
    if found.is_empty:
        close_without_changes(plan=there.plan, file=file, by=None)
        return "Изменений нет: всё, что есть в файле, уже есть в плане.", found
    changes = counted(len(found.rows), "отличие", "отличия", "отличий")
    return (
        f"{there.plan} уже есть, {changes}. План не изменён: файл сохранён, "
        "отличия можно принять построчно на странице плана."
    ), found


def _as_json(read: ReadPlan, found: Difference | None) -> dict[str, Any]:
    """Where the document tells no year (a dry run), periods are read in the current one; ``problems`` names it."""
    years = years_of(read.heading, timezone.localdate().year)
    data = read.as_json(schedule=lambda text, _: parse(text, years).as_json())
    if found is not None:
        data["difference"] = [row.as_json() for row in found.rows]
    return data


def _table(read: ReadPlan) -> list[str]:
    heading = read.heading
    years = "–".join(str(year) for year in dict.fromkeys((heading.year_from, heading.year_to)) if year)
    order = heading.order
    dated = f" от {order.date:%d.%m.%Y}" if order and order.date else ""
    lines = [
        heading.title or read.filename,
        f"Муниципалитет   {heading.municipality or 'не указан'}",
        f"Годы            {years or 'не указаны'}",
        f"Приказ          {f'№ {order.number}{dated}' if order else 'не указан'}",
        f"Направления     {len(read.directions)}",
        f"Показатели      {len(read.indicators)}",
        f"Мероприятия     {len(read.activities)}",
        f"Замечания       {len(read.problems)}",
        "",
    ]
    rows = {row.number: 0 for row in read.directions}
    for activity in read.activities:
        rows[activity.direction] = rows.get(activity.direction, 0) + 1
    for row in read.directions:
        lines.append(f"{row.number:<8}{_short(row.title):<72}{rows[row.number]:>5}")
    lines += ["", *(f"{problem.where}: {problem.what}" for problem in read.problems)]
    return lines


def _changes(found: Difference | None) -> list[str]:
    lines = []
    for row in found.rows if found else ():
        lines.append(f"{KIND_SIGNS[row.kind]} {_short(row.title)}")
        lines += [
            f"    {field.title}: {_short(field.before, 40)} → {_short(field.after, 40)}"
            for field in row.fields
        ]
    return lines


def _short(text: str, length: int = 68) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
