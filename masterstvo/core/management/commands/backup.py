"""Write everything into one file: ``masterstvo backup FILE``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from masterstvo.core.backup import write_backup
from masterstvo.core.numbers import counted


class Command(BaseCommand):
    help = "Сохранить всю базу и загруженные файлы в один файл; работать при этом можно дальше."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="ФАЙЛ", help="куда записать, например masterstvo-2026-11-22.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        manifest = write_backup(path)
        rows = counted(manifest.n_rows, "строка", "строки", "строк")
        files = counted(len(manifest.files), "файл", "файла", "файлов")
        self.stdout.write(
            f"Записано в «{path}»: {rows}, {files}. Копия не зашифрована: храните её как саму базу."
        )
        for name in manifest.missing:
            self.stdout.write(f"Нет на диске и поэтому нет в копии: {name}")
