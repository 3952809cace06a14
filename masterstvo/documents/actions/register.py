"""Registers and own templates."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.sandbox import run_limited
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.word.template import check_template
from masterstvo.documents.actions.file import checksum
from masterstvo.documents.models import DocumentTemplate, Register
from masterstvo.documents.word.text import MARKS
from masterstvo.organizations.models import Municipality


class RegisterIsUsed(DomainError):
    field = "organization"


class TemplateIsUsed(DomainError):
    pass


def create_register(*, municipality: Municipality, by: Any, **values: Any) -> Register:
    return add(Register(municipality=municipality, **values), by=by, action="documents.create_register")


@transaction.atomic
def edit_register(register: Register, *, by: Any, **values: Any) -> Register:
    """Change a register; numbers that were given stay as they are. Raises: Stale, Gone, RegisterIsUsed."""
    owner = values.get("organization", register.organization)
    if owner != register.organization and register.documents.exists():
        raise RegisterIsUsed("В журнале уже есть документы: чей он, больше не меняется.")
    return change(register, values, by=by, action="documents.edit_register")


def create_template(
    *, municipality: Municipality, file: UploadedFile, by: Any, **values: Any
) -> DocumentTemplate:
    """Keep an own .docx with marks, once it was looked through. Raises: Infected, InvalidTemplate."""
    refuse_infected_upload(file)
    run_limited(check_template, file.read(), MARKS)
    file.seek(0)
    template = DocumentTemplate(municipality=municipality, file=file, sha256=checksum(file), **values)
    return add(template, by=by, action="documents.create_template")


@transaction.atomic
def remove_template(template: DocumentTemplate, *, by: Any, reason: str = "") -> None:
    """Remove an own template that no document is written by. Raises: TemplateIsUsed."""
    if template.documents.exists():
        raise TemplateIsUsed("По этому шаблону есть документы: он нужен им и дальше.")
    remove_files([str(template.file.name)])
    remove(template, by=by, action="documents.remove_template", reason=reason)
