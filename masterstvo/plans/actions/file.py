"""Keep a plan's file until a person decides about what was read from it."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.sandbox import run_limited
from masterstvo.core.scanning import refuse_infected
from masterstvo.organizations.models import Municipality
from masterstvo.plans.choices import FileState
from masterstvo.plans.models import PlanFile
from masterstvo.plans.queries.plan import checksum, taken_file
from masterstvo.plans.reading import ReadPlan, read_plan


class NothingNew(DomainError):
    """This very file is in the plan already."""

    def __init__(self, file: PlanFile):
        self.plan_id = file.plan_id
        super().__init__(f"Изменений нет: файл «{file.name}» уже учтён в плане.")


class TakenFile(DomainError):
    pass


def read_upload(content: bytes, name: str, *, year: int | None = None, seconds: int = 30) -> ReadPlan:
    """Read a stranger's file after the antivirus has, under limits. Raises: Infected, CannotRead, UnreadableFile."""
    refuse_infected(content, name)
    return run_limited(read_plan, content, name, year=year, seconds=seconds)


@transaction.atomic
def keep_file(
    *,
    municipality: Municipality,
    name: str,
    content: bytes,
    year: int | None = None,
    read: ReadPlan | None = None,
    by: Any,
) -> PlanFile:
    """Keep ``content`` when it can be read; the same content waits only once.

    ``year`` is used where the document tells none; ``read``: what ``read_upload`` has said already.
    Raises: Infected, UnreadableFile, NothingNew.
    """
    sha256 = checksum(content)
    known = taken_file(municipality, sha256)
    if known is not None:
        raise NothingNew(known)
    read = read or read_upload(content, name, year=year)
    waiting = PlanFile.objects.filter(municipality=municipality, sha256=sha256).first()
    file = waiting or PlanFile(municipality=municipality, sha256=sha256)
    file.name, file.year = name[:300], year
    file.problems = [problem.as_json() for problem in read.problems]
    if waiting is None:
        file.file.save(name[-100:], ContentFile(content), save=False)
    file.save()
    record(by, "plans.keep_file", file)
    return file


@transaction.atomic
def set_file_year(*, file: PlanFile, year: int, by: Any) -> None:
    """Tell the year that the document does not tell."""
    file.year = year
    file.save(update_fields=["year"])
    record(by, "plans.set_file_year", file, changes={"year": (None, year)})


@transaction.atomic
def discard_file(*, file: PlanFile, by: Any) -> None:
    """Forget what was read and not taken; a file that already gave rows to its plan stays as their source."""
    if file.state == FileState.TAKEN:
        raise TakenFile("Этот файл уже учтён в плане, он хранится вместе с ним.")
    record(by, "plans.discard_file", file)
    if file.plan_id:
        file.state = FileState.TAKEN
        file.save(update_fields=["state"])
        return
    stored = str(file.file.name)
    file.delete()
    remove_files([stored])
