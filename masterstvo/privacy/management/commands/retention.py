"""Say whose term of keeping is over: ``masterstvo retention``. It removes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from masterstvo.organizations.models import Municipality
from masterstvo.organizations.queries import municipality_by_code
from masterstvo.privacy.queries.retention import kept


class Command(BaseCommand):
    help = "Показать, у каких сведений истёк срок хранения. Ничего не удаляет: решает ответственный на странице «Сроки хранения»."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", help="код муниципалитета; без него – все")

    def handle(self, *, municipality: str | None, **options: Any) -> None:
        one = [municipality_by_code(municipality)] if municipality else Municipality.objects.order_by("pk")
        for each in one:
            due = [row for row in kept(each, day=timezone.localdate()) if row.n_due]
            self.stdout.write(f"{each}: " + ("решать нечего." if not due else "нужно решить."))
            for row in due:
                last = f"; решить по {row.last_day:%d.%m.%Y}" if row.last_day else ""
                self.stdout.write(f"  {row.title}: {row.n_due} (срок {row.term} {row.since}{last})")
