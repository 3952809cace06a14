"""Drafts: their words, the table of persons, and who has to agree."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import ProtectedError

from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.documents.actions.document import attach_document
from masterstvo.documents.actions.file import add_version
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document, DocumentApproval, DocumentPerson
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person

Named = Person | tuple[Person, str]  # a person, or a person and in which part


class DocumentIsNoDraft(DomainError):
    pass


class StillNeeded(DomainError):
    pass


class AlreadyNamed(DomainError):
    field = "person"


@transaction.atomic
def draft_document(
    *,
    kind: str,
    title: str,
    municipality: Municipality,
    by: Any,
    organization: Organization | None = None,
    body: str = "",
    persons: Iterable[Named] = (),
    attach_to: Iterable[models.Model] = (),
    file: UploadedFile | None = None,
    **values: Any,
) -> Document:
    """Begin a paper that has no number yet. Its Word file is made anew whenever it is asked for, until it is signed.

    ``persons``: the table of persons, in its order; ``attach_to``: what the paper will prove; ``values``: register, template, url.
    """
    if file:
        refuse_infected_upload(file)
    draft = Document(
        kind=kind,
        title=clean(title),
        municipality=municipality,
        organization=organization,
        body=body.strip(),
        state=DocumentState.DRAFT,
        **values,
    )
    add(draft, by=by, action="documents.draft_document")
    _name(draft, persons)
    for target in attach_to:
        attach_document(draft, target=target, by=by)
    if file:
        add_version(draft, file, by=by)
    return draft


@transaction.atomic
def edit_draft(document: Document, *, by: Any, file: UploadedFile | None = None, **values: Any) -> Document:
    """Change the words of a draft. Raises: Stale, Gone, DocumentIsNoDraft, Infected."""
    if isinstance(file, UploadedFile):
        refuse_infected_upload(file)
    check_is_draft(lock(Document(pk=document.pk)))
    if values.get("url", document.url) != document.url:
        values |= {"url_checked_on": None, "url_silent_since": None}
    document = change(document, values, by=by, action="documents.edit_draft")
    if isinstance(file, UploadedFile):
        add_version(document, file, by=by)
    return document


@transaction.atomic
def redraft_document(
    document: Document, *, title: str, body: str, persons: Iterable[Named], by: Any
) -> Document:
    """Write a draft anew after what it tells of has changed. Raises: Gone, DocumentIsNoDraft."""
    check_is_draft(lock(document))
    named = list(persons)
    before = list(document.people.values_list("person", flat=True))
    after = [each.pk if isinstance(each, Person) else each[0].pk for each in named]
    change(document, {"title": clean(title), "body": body.strip()}, by=by, action="documents.edit_draft")
    document.people.all().delete()
    _name(document, named)
    if before != after:
        record(by, "documents.edit_draft", document, changes={"people": (before, after)})
    return document


@transaction.atomic
def drop_draft(document: Document, *, by: Any, reason: str) -> None:
    """Remove a draft that nobody needs: it has no number, so none is missing afterwards. Raises: DocumentIsNoDraft."""
    check_is_draft(lock(document))
    remove_files(document.files.values_list("file", flat=True))
    try:
        remove(document, by=by, action="documents.drop_draft", reason=reason)
    except ProtectedError as needed:
        raise StillNeeded(
            "Черновик приложен к записи, которой он нужен: сначала уберите его оттуда."
        ) from needed


def check_is_draft(document: Document) -> None:
    """Raises: DocumentIsNoDraft."""
    if document.state == DocumentState.AGREED:
        raise DocumentIsNoDraft("Документ уже согласован: чтобы править его, верните в черновик.")
    if document.state != DocumentState.DRAFT:
        raise DocumentIsNoDraft("Документ подписан: править можно только черновик.")


# --- The table of persons -------------------------------------------------------------------------------------------
def _name(document: Document, persons: Iterable[Named]) -> None:
    rows = [(each, "") if isinstance(each, Person) else each for each in persons]
    DocumentPerson.objects.bulk_create(
        DocumentPerson(document=document, person=person, note=clean(note)) for person, note in rows
    )


@transaction.atomic
def name_person(document: Document, *, person: Person, by: Any, note: str = "") -> DocumentPerson:
    """Add a line to the table of persons. Raises: Gone, DocumentIsNoDraft, AlreadyNamed."""
    _check_people_may_change(lock(document))
    line, is_new = DocumentPerson.objects.get_or_create(
        document=document, person=person, defaults={"note": clean(note)}
    )
    if not is_new:
        raise AlreadyNamed("Этот человек в документе уже назван.")
    record(by, "documents.name_person", document, changes={"person": (None, person.pk)})
    return line


@transaction.atomic
def unname_person(line: DocumentPerson, *, by: Any) -> None:
    """Take a line off the table of persons. Raises: Gone, DocumentIsNoDraft."""
    _check_people_may_change(lock(line.document))
    record(by, "documents.unname_person", line.document, changes={"person": (line.person_id, None)})
    line.delete()


def _check_people_may_change(document: Document) -> None:
    """A paper from outside is described, and descriptions are put right; the text of our own is closed by its signing."""
    if document.is_unsigned or document.is_numbered_here:
        check_is_draft(document)


# --- The agreement sheet --------------------------------------------------------------------------------------------
@transaction.atomic
def add_approval(
    document: Document, *, name: str, by: Any, position: str = "", agreed_on: dt.date | None = None
) -> DocumentApproval:
    """Add a line to the agreement sheet. Raises: Gone, DocumentIsNoDraft."""
    check_is_draft(lock(document))
    approval = DocumentApproval(
        document=document, name=clean(name), position=clean(position), agreed_on=agreed_on
    )
    return add(approval, by=by, action="documents.add_approval")


@transaction.atomic
def note_agreed(approval: DocumentApproval, *, day: dt.date, by: Any) -> None:
    """Write down that one of those on the sheet has agreed. Raises: Gone, DocumentIsNoDraft."""
    check_is_draft(lock(approval.document))
    change(approval, {"agreed_on": day}, by=by, action="documents.note_agreed")


@transaction.atomic
def remove_approval(approval: DocumentApproval, *, by: Any) -> None:
    """Take a line off the agreement sheet; the log keeps what it said. Raises: Gone, DocumentIsNoDraft."""
    check_is_draft(lock(approval.document))
    remove(approval, by=by, action="documents.remove_approval", reason="")
