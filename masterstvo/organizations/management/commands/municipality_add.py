import re

from django.core.management import BaseCommand, CommandError

from masterstvo.organizations.actions import create_municipality


class Command(BaseCommand):
    help = "Добавить муниципальное образование."

    def add_arguments(self, parser):
        parser.add_argument("code", metavar="КОД", help="короткое имя латиницей: prirechensky")
        parser.add_argument("title", metavar="НАЗВАНИЕ", help="«Приреченский район»")
        parser.add_argument(
            "--region", default="Регион не указан", metavar="НАЗВАНИЕ", help="«Заречная область»"
        )

    def handle(self, *args, code, title, region, **options):
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", code):
            raise CommandError(
                f"Код «{code}» не подходит: нужны латинские буквы, цифры, дефис, не длиннее 40 знаков."
            )
        if not title.strip():
            raise CommandError("Напишите название муниципального образования.")
        municipality = create_municipality(
            code=code, title=title.strip(), region_title=region.strip(), by=None
        )
        self.stdout.write(f"Добавлен: {municipality.title}, код {municipality.code}.")
