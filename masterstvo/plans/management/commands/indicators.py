"""Print all indicators in force with plan and fact, for people or for programs.

For the operator of the machine, who can read the database: numbers of few people are told whole, as nowhere on a page (ADR 0022).
"""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import format_decimal, format_percent, format_share
from masterstvo.indicators.choices import Measure
from masterstvo.organizations.queries import municipality_by_code
from masterstvo.plans.queries.measured import Measured, measured_indicators


def add_common_arguments(parser: CommandParser) -> None:
    parser.add_argument(
        "--municipality", metavar="КОД", help="код муниципалитета; можно не указывать, пока он один"
    )
    parser.add_argument(
        "--as-of", metavar="ДАТА", help="на какую дату: 30.11.2025 или 2025-11-30; по умолчанию сегодня"
    )
    parser.add_argument("--json", action="store_true", help="вывести для программ")


def read_day(text: str | None) -> dt.date:
    """Return the day of ``--as-of``, today without one. Raises: CommandError."""
    if not text:
        return timezone.localdate()
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    raise CommandError(f"Дату «{text}» не понять: пишите её так: 30.11.2025 или 2025-11-30.")


class Command(BaseCommand):
    help = "Посчитать показатели на дату. Для администратора сервера: числа не скрываются."

    def add_arguments(self, parser: CommandParser) -> None:
        add_common_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = read_day(options["as_of"])
        try:
            municipality = municipality_by_code(options["municipality"])
            rows = measured_indicators(municipality, as_of)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            data = {
                "as_of": as_of.isoformat(),
                "municipality": municipality.title,
                "indicators": [as_json(row) for row in rows],
            }
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{municipality.title}, на {as_of:%d.%m.%Y}\n")
        for row in rows:
            self.stdout.write(line(row))


def number(value: Decimal | None) -> int | float | None:
    """Return a JSON number: whole ones without a fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def as_json(row: Measured) -> dict[str, Any]:
    return {
        "code": row.indicator.code,
        "title": row.indicator.title,
        "numerator": row.value.numerator,
        "denominator": row.value.denominator,
        "value": number(row.value.value),
        "target": number(row.goal.value) if row.goal else None,
        "gap": row.gap,
    }


def line(row: Measured) -> str:
    """Tell one indicator in a line of a table; titles are cut, since the order's wording may take ten lines."""
    is_share = row.value.measure == Measure.SHARE
    shown = (
        format_percent(row.value.value, row.value.decimals) if is_share else format_decimal(row.value.value)
    )
    rows = format_share(row.value.numerator, row.value.denominator or 0) if is_share else ""
    plan = (
        f"план {format_percent(row.goal.value) if is_share else format_decimal(row.goal.value)}"
        if row.goal
        else ""
    )
    short = f"не хватает {row.gap}" if row.gap else ""
    title = row.indicator.title if len(row.indicator.title) <= 60 else f"{row.indicator.title[:59]}…"
    return f"{row.indicator.code:<7}{shown:>9}  {rows:<13}{plan:<14}{short:<16}{title}".rstrip()
