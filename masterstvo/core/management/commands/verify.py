"""Say whether everything stored still holds together: ``masterstvo verify``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masterstvo.core.integrity import find_faults
from masterstvo.core.numbers import counted


class Command(BaseCommand):
    help = "Проверить базу и файлы: связи, контрольные суммы, печати утверждённых отчётов, слова словарей."

    def handle(self, *args: Any, **options: Any) -> None:
        found = find_faults()
        for fault in found:
            self.stdout.write(f"{'замечание' if fault.is_remark else 'нарушение'}: {fault.what}")
        broken = sum(not fault.is_remark for fault in found)
        if broken:
            raise CommandError(f"Не сходится: {counted(broken, 'нарушение', 'нарушения', 'нарушений')}.")
        self.stdout.write("Всё сходится.")
