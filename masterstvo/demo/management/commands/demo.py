import datetime as dt

from django.core.management import BaseCommand
from django.utils import timezone

from masterstvo.demo.actions.load import PASSWORD, load_demo, sign_ins
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person


class Command(BaseCommand):
    help = "Загрузить учебный Приреченский район: вымышленные люди, один год, план на 64 мероприятия."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--people", type=int, help="сколько педагогов всего: до размера региона")
        parser.add_argument("--facts", type=int, help="сколько всего фактов о них, примерно")
        parser.add_argument(
            "--date", type=dt.date.fromisoformat, help="каким днём заканчиваются факты, ГГГГ-ММ-ДД"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="не трогать базу, в которой уже что-то есть"
        )

    def handle(self, *args, seed, people, facts, date, if_empty, **options):
        if not (if_empty and Municipality.objects.exists()):
            load_demo(
                today=date or timezone.localdate(),
                seed=seed,
                people=people,
                facts=facts,
                progress=self.stdout.write,
            )
            self.stdout.write(
                f"Загружено: муниципалитетов {Municipality.objects.count()}, людей {Person.objects.count()}."
            )
        self.stdout.write("Войти можно так (пароль у всех один):")
        for account in sign_ins():
            self.stdout.write(f"  {account.email:<24} {account.who}")
        self.stdout.write(f"  пароль: {PASSWORD}")
