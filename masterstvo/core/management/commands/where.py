import inspect
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.template.loader import TemplateDoesNotExist, get_template
from django.urls import Resolver404, resolve


class Command(BaseCommand):
    help = "Print the URL name, view, template and tests behind a page."

    def add_arguments(self, parser):
        parser.add_argument("path", help="/plans/3/")

    def handle(self, *args, path, **options):
        try:
            match = resolve("/" + path.strip("/") + "/" if path.strip("/") else "/")
        except Resolver404 as missing:
            raise CommandError(f"No page answers to {path}") from missing
        view = inspect.unwrap(match.func)
        source = Path(inspect.getfile(view)).relative_to(settings.BASE_DIR)
        self.stdout.write(
            f"url       {match.view_name}   needs {getattr(match.func, 'permission', 'nothing')}"
        )
        self.stdout.write(f"view      {source}:{inspect.getsourcelines(view)[1]}")
        try:
            template: Any = get_template(f"{match.view_name.replace(':', '/')}.html")
            self.stdout.write(
                f"template  {Path(template.template.origin.name).relative_to(settings.BASE_DIR)}"
            )
        except TemplateDoesNotExist:
            self.stdout.write("template  none: the answer is a redirect or a file")
        tests = [
            str(file.relative_to(settings.BASE_DIR))
            for file in sorted((settings.BASE_DIR / "tests").rglob("test_*.py"))
            if re.search(rf"\b{match.url_name}(?![a-z])", file.read_text(encoding="utf-8"))
        ]
        self.stdout.write(f"tests     {', '.join(tests) or 'none'}")
