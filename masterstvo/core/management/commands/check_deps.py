"""Compare what is installed with what is pinned, and with known weaknesses when a copy of their list is at hand.

There is no network here: the command knows only the folder that it is given, one file in OSV's JSON for each weakness, as
https://osv.dev and the PyPI advisory database publish them. It compares listed versions and plain ranges, and says so
when it could not.
"""

import importlib.metadata
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from packaging.version import InvalidVersion, Version

from masterstvo.core.numbers import counted


class Command(BaseCommand):
    help = "Сравнить установленные библиотеки с закреплёнными версиями и со списком известных уязвимостей."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--pinned", default=settings.BASE_DIR / "requirements.txt", help="файл с версиями"
        )
        parser.add_argument("--advisories", metavar="ПАПКА", help="файлы OSV (.json), скачанные заранее")

    def handle(self, *args: Any, **options: Any) -> None:
        pinned = _pinned(Path(options["pinned"]))
        installed = {
            _key(found.metadata["Name"]): found.version for found in importlib.metadata.distributions()
        }
        told = [
            f"{name}: закреплена {version}, установлена {installed.get(name, 'никакая')}"
            for name, version in pinned.items()
            if installed.get(name) != version
        ]
        if options["advisories"]:
            told += _weaknesses(
                Path(options["advisories"]), {name: installed.get(name, "") for name in pinned}
            )
        else:
            self.stdout.write("Об уязвимостях ничего не известно: укажите --advisories с файлами OSV.")
        if told:
            raise CommandError("\n".join(told))
        self.stdout.write(f"Сходится: {counted(len(pinned), 'библиотека', 'библиотеки', 'библиотек')}.")


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pinned(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"Файл {path} не читается: проверьте имя и права.") from error
    pairs = [line.split("#")[0].strip().partition("==") for line in lines if "==" in line]
    return {_key(name): version for name, _, version in pairs}


def _weaknesses(folder: Path, installed: dict[str, str]) -> list[str]:
    files = sorted(folder.rglob("*.json"))
    if not files:
        raise CommandError(f"В папке {folder} нет файлов .json: скачайте список уязвимостей заново.")
    told = []
    for file in files:
        try:
            advisory = json.loads(file.read_text(encoding="utf-8"))
            hits = list(_hits(advisory, installed))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CommandError(f"{file} записан не так, как принято в OSV.") from error
        told += [
            f"{name} {version}: {advisory['id']} {str(advisory.get('summary', ''))[:200]}".strip()
            for name, version in hits
        ]
    return told


def _hits(advisory: dict[str, Any], installed: dict[str, str]) -> Iterator[tuple[str, str]]:
    if advisory.get("withdrawn"):
        return
    for affected in advisory["affected"]:
        name = _key(affected["package"]["name"])
        version = installed.get(name)
        if affected["package"]["ecosystem"] != "PyPI" or not version:
            continue
        ranges = [each["events"] for each in affected.get("ranges", ()) if each["type"] == "ECOSYSTEM"]
        if version in affected.get("versions", ()) or any(_within(version, events) for events in ranges):
            yield name, version


def _within(version: str, events: list[dict[str, str]]) -> bool:
    """Tell whether ``version`` stands inside a range; what cannot be compared counts as inside."""
    try:
        own, inside = Version(version), False
        for event in events:
            if "introduced" in event and own >= Version(event["introduced"]):
                inside = True
            if "fixed" in event and own >= Version(event["fixed"]):
                inside = False
            if "last_affected" in event and own > Version(event["last_affected"]):
                inside = False
    except InvalidVersion:
        return True
    return inside
