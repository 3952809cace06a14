import socket
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from masterstvo.core.jobs import start_repeated
from masterstvo.core.removal import remove_leaving_files


class Command(BaseCommand):
    help = "Открыть программу в браузере."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args, host, port, workers, **options):
        from granian import Granian  # noqa: PLC0415 -- only this command serves
        from granian.constants import Interfaces  # noqa: PLC0415 -- the same

        check_address(host, port)
        call_command("build_assets", verbosity=options["verbosity"])
        remove_leaving_files()
        start_repeated()
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


def check_address(host, port):
    """The server shares a taken port without a word, and every second page would come from the other program."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # a closed server's port is free at once
            probe.bind((host, port))
    except (OSError, OverflowError) as refusal:
        raise CommandError(
            f"Адрес {host}:{port} занят или недоступен. Может быть, программа уже открыта;"
            " другой порт: masterstvo serve --port 8001."
        ) from refusal
