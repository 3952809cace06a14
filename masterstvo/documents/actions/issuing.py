"""Papers given out in great numbers: their numbers and codes, and the authority's own .docx for each kind (ADR 0037, 0049)."""

import secrets
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from masterstvo.core.actions import add, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.sandbox import run_limited
from masterstvo.core.scanning import refuse_infected
from masterstvo.core.word.template import Tags, check_template
from masterstvo.documents.models import IssuedPaper, PaperTemplate
from masterstvo.organizations.models import Municipality

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another one when it is typed from paper
CODE_LENGTH = 20  # 99 bits


class NoFile(DomainError):
    pass


def numbered(model: type[IssuedPaper], issuer: Municipality, n_wanted: int) -> list[dict[str, Any]]:
    """Return the columns that papers of every kind share, for ``n_wanted`` new ones with the next numbers of the year.

    The caller's transaction holds the issuer's row until it ends: whoever else gives numbers waits. Queries: two.
    """
    today = timezone.localdate()
    Municipality.objects.select_for_update().get(pk=issuer.pk)
    given = model._default_manager.filter(municipality=issuer, year=today.year)
    last = given.aggregate(last=Max("ordinal"))["last"] or 0
    return [
        {
            "municipality": issuer,
            "year": today.year,
            "ordinal": ordinal,
            "issued_on": today,
            "code": "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)),
            "issuer": issuer.authority_title or issuer.title,
        }
        for ordinal in range(last + 1, last + 1 + n_wanted)
    ]


# --- The authority's own template -----------------------------------------------------------------------------------
@transaction.atomic
def set_paper_template(
    municipality: Municipality, *, kind: str, tags: Tags, file: UploadedFile | None, by: Any
) -> PaperTemplate:
    """Keep an own .docx with marks in place of the one before. Raises: Infected, InvalidTemplate, NoFile."""
    if file is None:
        raise NoFile("Выберите файл Word с метками.")
    content = file.read()
    refuse_infected(content, file.name or "")
    run_limited(check_template, content, tags)
    file.seek(0)
    remove_paper_template(municipality, kind=kind, by=by)
    row = PaperTemplate(municipality=municipality, kind=kind, file=file)
    return add(row, by=by, action="documents.set_paper_template")


@transaction.atomic
def remove_paper_template(municipality: Municipality, *, kind: str, by: Any) -> None:
    """Write papers of this kind in the usual look again."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # two uploads at once
    for each in PaperTemplate.objects.filter(municipality=municipality, kind=kind):
        remove_files([str(each.file.name)])
        remove(each, by=by, action="documents.remove_paper_template", reason="")
