"""Put a backup in the place of what is here: ``masterstvo restore FILE``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from masterstvo.core.backup import restore_backup
from masterstvo.core.numbers import counted


class Command(BaseCommand):
    help = "Восстановить базу и файлы из резервной копии: всё или ничего."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="ФАЙЛ", help="резервная копия, сделанная masterstvo backup")
        parser.add_argument("--replace", action="store_true", help="заменить все данные, которые уже есть")

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = restore_backup(Path(options["file"]), replace=options["replace"])
        rows = counted(manifest.n_rows, "строка", "строки", "строк")
        files = counted(len(manifest.files), "файл", "файла", "файлов")
        self.stdout.write(f"Восстановлено: {rows}, {files}. Всем нужно войти заново.")
