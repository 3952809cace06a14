"""A document of the database as its Word file."""

from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.sandbox import run_limited
from masterstvo.documents.models import Document
from masterstvo.documents.word.text import Named, Text, by_template, usual
from masterstvo.people.panels import job
from masterstvo.people.queries import with_work


def is_made_here(document: Document) -> bool:
    """Tell whether the file is written by the program: there is a text and nobody has brought a file of their own. Queries: two at most."""
    if document.latest_file is not None:
        return False
    return bool(document.body or document.template_id) or document.people.exists()


def made_document(document: Document) -> bytes:
    """Return the document as a .docx file; the same words give the same bytes. Raises: InvalidTemplate, CannotRead."""
    text = _text_of(document)
    if document.template is None:
        return usual(text)
    with document.template.file.open("rb") as file:
        return run_limited(by_template, file.read(), text)


def _text_of(document: Document) -> Text:
    authority = document.municipality.authority_title or document.municipality.title
    day = document.dated_on or timezone.localdate(document.created_at)
    lines = with_work(document.people.select_related("person"), day=day, path="person")
    return Text(
        kind=document.kind,
        kind_title=terms.title("document_kind", document.kind),
        issuer=document.organization.title if document.organization else authority,
        municipality=document.municipality.title,
        number=document.number,
        dated_on=document.dated_on,
        title=document.title,
        paragraphs=tuple(line.strip() for line in document.body.splitlines() if line.strip()),
        people=tuple(Named(str(each.person), str(job(each.person) or ""), each.note) for each in lines),
        signer=document.signer,
        signer_position=document.signer_position,
        day=day,
    )
