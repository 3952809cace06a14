"""Reads about documents that cross tables."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Attachment, Document, PaperTemplate, Register
from masterstvo.organizations.models import Municipality
from masterstvo.people.personal import people_in

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Thing:
    """One thing that a document proves. ``attachment``: the key of what ties the two."""

    name: str
    url: str
    attachment: int


@dataclass(frozen=True)
class Proven:
    """Things of one kind that a document proves. ``links``: those whose page the reader may open."""

    kind: str
    n_things: int
    links: list[Thing]


def people_proven_by(document: Document) -> set[int]:
    """Return the keys of the persons named in ``document`` or whose records it is attached to. Queries: two, and one for each kind."""
    named = set(document.people.values_list("person", flat=True))
    keys: dict[Any, list[int]] = {}
    for attachment in Attachment.objects.filter(document=document).select_related("content_type"):
        keys.setdefault(attachment.content_type.model_class(), []).append(attachment.object_id)
    return named | {
        person
        for model, rows in keys.items()
        if model is not None
        for person in people_in(model._default_manager.filter(pk__in=rows)).values_list("pk", flat=True)
    }


def proven_by(document: Document, *, seen: Callable[[QuerySet], QuerySet]) -> list[Proven]:
    """Return what ``document`` is attached to, by kind. ``seen`` keeps the rows that the reader may open.

    Queries: one, and one for each kind that has pages.
    """
    attachments = list(
        Attachment.objects.filter(document=document).select_related("content_type").order_by("pk")
    )
    counts = Counter(attachment.content_type for attachment in attachments)
    found = []
    for content_type, n_things in counts.items():
        model = content_type.model_class()
        links = []
        if model is not None and hasattr(model, "get_absolute_url"):
            keys = {each.object_id: each.pk for each in attachments if each.content_type == content_type}
            things = seen(model._default_manager.filter(pk__in=list(keys)[:SHOWN_AT_MOST]))
            links = [Thing(str(thing), thing.get_absolute_url(), keys[thing.pk]) for thing in things]
        found.append(Proven(content_type.name, n_things, links))
    return found


def last_signer(municipality: Municipality) -> dict[str, str]:
    """Return who signs for the authority by its latest paper that says so: {column: words}. Queries: one."""
    told = Document.objects.filter(municipality=municipality, organization=None).exclude(signer="")
    last = told.order_by("-pk").first()
    return {"signer": last.signer, "signer_position": last.signer_position} if last else {}


# --- Numbers --------------------------------------------------------------------------------------------------------
def next_ordinal(register: Register, year: int) -> int:
    """Return the number that the next paper of ``year`` gets: one more than the largest given. Queries: one."""
    last = Document.objects.filter(register=register, year=year).aggregate(last=Max("ordinal"))["last"]
    return max((last or 0) + 1, register.first_number)


def latest_numbered_after(register: Register, day: dt.date) -> Document | None:
    """Return the paper of the same year with the latest day after ``day`` that has its number. Queries: one."""
    numbered = Document.objects.filter(register=register, year=day.year, dated_on__gt=day)
    return numbered.order_by("-dated_on", "-ordinal").first()


def registers_for(document: Document, registers: QuerySet) -> QuerySet:
    """Keep the ``registers`` of the document's owner that take its kind. Queries: one, and the one returned.

    In Python, because SQLite cannot ask what a list in JSON holds.
    """
    own = registers.filter(municipality=document.municipality_id, organization=document.organization_id)
    fitting = [pk for pk, kinds in own.values_list("pk", "kinds") if not kinds or document.kind in kinds]
    return registers.filter(pk__in=fitting)


@dataclass(frozen=True)
class Given:
    """A register and the numbers of one year in it. ``following``: the one that the next paper gets."""

    register: Register
    n_given: int
    n_cancelled: int
    following: str


def given_numbers(registers: Sequence[Register], *, year: int) -> list[Given]:
    """Return how far each register has come in ``year``. Queries: one."""
    numbered = Document.objects.filter(register__in=registers, year=year).order_by()
    counted = numbered.values("register").annotate(
        last=Max("ordinal"),
        n=Count("pk"),
        n_cancelled=Count("pk", filter=Q(state=DocumentState.CANCELLED)),
    )
    by_register = {each["register"]: each for each in counted}
    found = []
    for register in registers:
        told = by_register.get(register.pk, {"last": 0, "n": 0, "n_cancelled": 0})
        following = max(told["last"] + 1, register.first_number)
        found.append(Given(register, told["n"], told["n_cancelled"], register.number_of(following, year)))
    return found


def own_template(municipality: int, kind: str) -> bytes | None:
    """Return the authority's own .docx for papers of ``kind``, None where they have the usual look. Queries: one."""
    row = PaperTemplate.objects.filter(municipality=municipality, kind=kind).first()
    if row is None:
        return None
    with row.file.open("rb") as file:
        return file.read()
