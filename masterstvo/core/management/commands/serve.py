import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Открыть программу в браузере."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args, host, port, workers, **options):
        from granian import Granian  # noqa: PLC0415 -- only this command serves
        from granian.constants import Interfaces  # noqa: PLC0415 -- the same

        call_command("build_assets", verbosity=options["verbosity"])
        worker = subprocess.Popen(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker", "--interval", "2", "-v", "0"]
        )
        self.stdout.write(f"Мастерство открыто: http://{host}:{port}/  (остановить: Ctrl+C)")
        self.stdout.flush()
        try:
            server = Granian(
                "config.wsgi:application",
                address=host,
                port=port,
                interface=Interfaces.WSGI,
                workers=workers,
                blocking_threads=4,
                log_enabled=False,
            )
            server.serve()
        finally:
            worker.terminate()
            worker.wait(timeout=10)
