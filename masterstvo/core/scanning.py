"""Handing each uploaded file to the authority's antivirus before it is parsed or stored."""

import logging
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from masterstvo.core.errors import DomainError

INFECTED = 1  # what clamscan and clamdscan answer; 0 is clean, everything else means that they could not look
logger = logging.getLogger(__name__)


class Infected(DomainError):
    """The antivirus has found something."""


class CannotScan(DomainError):
    """The antivirus did not answer; what nobody has looked at is not taken."""


def refuse_infected(content: bytes, name: str) -> None:
    """Ask ``MASTERSTVO_SCAN_COMMAND`` about a file; without that setting nothing is asked.

    The command gets the path of a temporary copy as its last word, or in place of «{}». Raises: Infected, CannotScan.
    """
    if not settings.SCAN_COMMAND:
        return
    with tempfile.TemporaryDirectory(prefix="masterstvo-scan-") as folder:
        copy = Path(folder) / "upload"  # a stranger's file name is no argument for a program
        copy.write_bytes(content)
        words = [str(copy) if word == "{}" else word for word in settings.SCAN_COMMAND]
        command = words if "{}" in settings.SCAN_COMMAND else [*words, str(copy)]
        try:
            scanned = subprocess.run(  # noqa: S603 -- the operator's own command, the path is ours
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=settings.SCAN_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            logger.exception("The scan command did not answer.")
            raise CannotScan(_NOT_SCANNED) from error
    if scanned.returncode == INFECTED:
        logger.warning("Infected upload refused: %s", scanned.stdout.decode(errors="replace")[-500:])
        raise Infected(
            f"В файле «{Path(name).name[:100]}» антивирус нашёл опасное. Файл не принят и не сохранён: "
            "проверьте компьютер, с которого он пришёл."
        )
    if scanned.returncode != 0:
        logger.error("The scan command has failed: %s", scanned.stderr.decode(errors="replace")[-500:])
        raise CannotScan(_NOT_SCANNED)


def refuse_infected_upload(file: Any) -> None:
    """The same of an uploaded file, which is then read from its beginning again. Raises: Infected, CannotScan."""
    refuse_infected(file.read(), file.name or "")
    file.seek(0)


_NOT_SCANNED = "Проверить файл антивирусом не удалось, поэтому он не принят. Попробуйте через минуту; если не поможет, скажите администратору."
