from django.core.management import BaseCommand, CommandError

from masterstvo.accounts.actions import reset_second_factor
from masterstvo.accounts.queries import user_by_email


class Command(BaseCommand):
    help = "Сбросить второй фактор тому, кто потерял и телефон, и запасные коды."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="ПОЧТА", help="с которой человек входит")
        parser.add_argument(
            "--reason", default="потерян телефон", metavar="ПРИЧИНА", help="останется в журнале"
        )

    def handle(self, *args, email, reason, **options):
        user = user_by_email(email)
        if user is None:
            raise CommandError(f"Учётной записи {email} нет, или вход ей закрыт.")
        reset_second_factor(user, by=None, reason=reason)
        self.stdout.write("Второй фактор сброшен, открытые сеансы закончены. При входе его настроят заново.")
