"""``masterstvo plan periods``: how period phrases from stdin are understood."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TextIO

from django.core.management.base import BaseCommand
from django.utils import timezone

from masterstvo.plans.choices import ScheduleKind
from masterstvo.plans.schedule import Schedule, parse

_HEADINGS = ("Фраза", "Вид", "Начало", "Конец", "Правило", "Примечание")


class Command(BaseCommand):
    """Print how each phrase of stdin, one a line, is understood."""

    help = "Читает фразы о сроках из стандартного ввода, по одной в строке, и печатает, как понята каждая."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="год плана; по умолчанию текущий")
        parser.add_argument("--json", action="store_true", help="по одному объекту JSON в строке")

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["year"] or timezone.localdate().year
        schedules = [parse(phrase, year) for phrase in phrases(options.get("stdin") or sys.stdin)]
        lines = json_lines(schedules) if options["json"] else table_lines(schedules)
        for line in lines:
            self.stdout.write(line)


def phrases(lines: TextIO | Iterable[str]) -> Iterator[str]:
    """Yield the phrases of a list: text behind a tab is a count, «#» begins a comment."""
    if hasattr(lines, "reconfigure"):
        lines.reconfigure(encoding="utf-8", errors="replace")  # Russian text, whatever the terminal's locale
    for line in lines:
        if not line.lstrip("\ufeff").startswith("#"):
            yield line.rstrip("\r\n").partition("\t")[0].lstrip("\ufeff")


def json_lines(schedules: Iterable[Schedule]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for schedule in schedules:
        yield json.dumps(schedule.as_json(), ensure_ascii=False)


def table_lines(schedules: list[Schedule]) -> Iterator[str]:
    """Yield a table for people and a closing line with the share that was understood."""
    rows = [_HEADINGS, *(_row(schedule) for schedule in schedules)]
    widths = [min(60, max(len(row[column]) for row in rows)) for column in range(len(_HEADINGS))]
    for row in rows:
        cells = (_short(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    understood = sum(schedule.kind != "unknown" for schedule in schedules)
    yield f"Понято {understood} из {len(schedules)}."


def _row(schedule: Schedule) -> tuple[str, ...]:
    text = " ".join(schedule.text.split())
    kind = str(ScheduleKind(schedule.kind).label)
    return text, kind, _day(schedule.start), _day(schedule.end), schedule.rrule, schedule.note


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "—"


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
