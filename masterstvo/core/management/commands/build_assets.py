"""Everything that pages need besides the code: typeface, icons, collected static files."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from masterstvo.core import fonts, icons


class Command(BaseCommand):
    help = "Собрать шрифт, значки и статические файлы. Повторный запуск без изменений ничего не делает."
    requires_system_checks: list[str] = []  # the checks would ask for the folder that this command makes

    def handle(self, *args, verbosity: int = 1, **options) -> None:
        self.assets = Path(settings.ASSETS_ROOT)
        self.stamp = Path(settings.HOME) / "assets.json"
        self.done = json.loads(self.stamp.read_text()) if self.stamp.exists() else {}
        (self.assets / "core").mkdir(parents=True, exist_ok=True)
        self._step("fonts", _fonts_recipe(), self._build_fonts)
        self._step("icons", _icons_recipe(), self._build_icons)
        # A finder remembers its folders from the time when this one was not there.
        finders.get_finder.cache_clear()  # type: ignore[attr-defined]
        if not Path(settings.STATIC_ROOT).exists():
            self.done.pop("static", None)
        self._step("static", _static_recipe(), self._collect)
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"Статические файлы готовы: {settings.STATIC_ROOT}"))

    def _step(self, name: str, recipe: str, build) -> None:
        """Run ``build`` unless ``recipe`` was followed before; a step that says False is tried again next time."""
        if self.done.get(name) == recipe:
            return
        if build() is False:
            self.done.pop(name, None)
        else:
            self.done[name] = recipe
        self.stamp.write_text(json.dumps(self.done, indent=1))

    def _build_fonts(self) -> bool | None:
        core = self.assets / "core"
        try:
            source = fonts.fetch_package(Path(settings.BASE_DIR), Path(settings.HOME) / "npm")
            fonts.build_fonts(source, core / "fonts")
        except fonts.FontUnavailable as reason:
            (core / "fonts.css").unlink(missing_ok=True)
            self.stderr.write(
                self.style.WARNING(
                    f"Шрифт Golos Text не собран ({reason}); страницы возьмут системный шрифт."
                )
            )
            return False
        return None

    def _build_icons(self) -> None:
        (self.assets / "core" / "icons.svg").write_text(icons.sprite(icons.used_icons()))

    def _collect(self) -> None:
        call_command("collectstatic", interactive=False, verbosity=0)


def _digest(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else part.encode())
    return digest.hexdigest()


def _fonts_recipe() -> str:
    lock = Path(settings.BASE_DIR) / "package-lock.json"
    return _digest(lock.read_bytes(), Path(fonts.__file__).read_bytes(), version("fonttools"))


def _icons_recipe() -> str:
    return _digest(*sorted(icons.used_icons()), Path(icons.__file__).read_bytes(), version("lucide"))


def _static_recipe() -> str:
    """Return a digest of every source file's name, size and time."""
    files = []
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            files.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return _digest(*files)
