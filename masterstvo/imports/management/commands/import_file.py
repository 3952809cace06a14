"""Bring a file of one kind into the registry: ``masterstvo import KIND FILE``."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.core.grids import LARGEST_FILE
from masterstvo.core.scanning import refuse_infected
from masterstvo.imports import actions
from masterstvo.imports.checking.check import check
from masterstvo.imports.checking.headers import explain_missing, open_table
from masterstvo.imports.checking.rows import CheckedRow
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.queries import load_snapshot, read_limited
from masterstvo.organizations.queries import municipality_by_code

MOST_SHOWN = 50
SECONDS = 300  # who sits at the command line may wait longer than a page


class Command(BaseCommand):
    help = "Загрузить файл .xlsx, .xls, .ods или .csv в реестр. Виды: " + ", ".join(KINDS)
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="что загружаем: " + ", ".join(KINDS))
        parser.add_argument("file", help="файл с таблицей")
        parser.add_argument("--municipality", help="код муниципалитета; не нужен, пока он один")
        parser.add_argument("--dry-run", action="store_true", help="только проверить и показать")
        parser.add_argument("--clean-rows", action="store_true", help="внести принятые строки без остальных")
        parser.add_argument("--json", action="store_true", help="вывод для программ")

    def handle(self, *, kind: str, file: str, **options: Any) -> None:
        try:
            self._import(kind, Path(file), **options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _import(
        self,
        kind_key: str,
        path: Path,
        *,
        municipality: str | None,
        dry_run: bool,
        clean_rows: bool,
        **options: Any,
    ) -> None:
        kind = KINDS.get(kind_key)
        if kind is None:
            raise CommandError(f"Вида «{kind_key}» нет. Есть: {', '.join(KINDS)}.")
        content = _content(path)
        place = municipality_by_code(municipality)
        refuse_infected(content, path.name)
        layout, sheet, rows = open_table(
            kind, content, path.name, read=partial(read_limited, seconds=SECONDS)
        )
        if layout.missing:
            raise CommandError(explain_missing(kind, layout))
        snapshot = load_snapshot(kind, place, timezone.localdate(), by=None)
        checked = check(kind, rows, snapshot, self._progress)
        if not dry_run and (clean_rows or not any(row.refusals for row in checked)):
            actions.import_rows(
                municipality=place,
                kind=kind_key,
                name=path.name,
                sheet=sheet,
                content=content,
                layout=layout,
                rows=rows,
                checked=checked,
                clean_rows=clean_rows,
                by=None,
            )
        told = _told(checked)
        self._show(kind.title, checked, told, options["json"])
        if told["refused"] and not dry_run and not clean_rows:
            n_refused = len({refusal["row"] for refusal in told["refused"]})
            raise CommandError(
                f"Не принято строк: {n_refused} из {told['rows']}. Ничего не внесено: исправьте файл"
                " или внесите остальные (--clean-rows)."
            )

    def _progress(self, share: float) -> None:
        if sys.stderr.isatty():
            end = "\n" if share >= 1 else ""
            sys.stderr.write(f"\rПроверено {share:.0%}{end}")
            sys.stderr.flush()

    def _show(self, title: str, checked: list[CheckedRow], told: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        n_refused = sum(bool(row.refusals) for row in checked)
        self.stdout.write(
            f"{title}: строк {told['rows']}, новых {told['new']}, изменится {told['changed']}, "
            f"без изменений {told['unchanged']}, не принято {n_refused}"
        )
        for refusal in told["refused"][:MOST_SHOWN]:
            where = f"строка {refusal['row']}" + (f", «{refusal['column']}»" if refusal["column"] else "")
            value = f" «{refusal['value']}»" if refusal["value"] else ""
            self.stdout.write(f"  {where}{value}: {refusal['reason']}")
        if len(told["refused"]) > MOST_SHOWN:
            self.stdout.write(f"  … и ещё {len(told['refused']) - MOST_SHOWN}")


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError(
                f"Файл «{path.name}» больше 50 МБ. Разделите его на несколько и загрузите по одному."
            )
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Файл «{path}» не открывается: проверьте имя и права.") from error


def _told(checked: list[CheckedRow]) -> dict[str, Any]:
    """Shape: DESIGN §2, ``import --json``."""
    verdicts = [row.verdict.value for row in checked]
    return {
        "rows": len(checked),
        **{name: verdicts.count(name) for name in ("new", "changed", "unchanged")},
        "refused": [
            {"row": row.number, "column": refusal.column, "value": refusal.value, "reason": refusal.reason}
            for row in checked
            for refusal in row.refusals
        ],
    }
