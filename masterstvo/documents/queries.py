"""Reads about documents that cross tables."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from masterstvo.documents.models import Attachment, Document
from masterstvo.people.personal import people_in

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Proven:
    """Things of one kind that a document proves. ``links``: [(name, address)] of those whose page the reader may open."""

    kind: str
    n_things: int
    links: list[tuple[str, str]]


def people_proven_by(document: Document) -> set[int]:
    """Return the keys of the persons whose records ``document`` is attached to. Queries: one, and one for each kind."""
    keys: dict[Any, list[int]] = {}
    for attachment in Attachment.objects.filter(document=document).select_related("content_type"):
        keys.setdefault(attachment.content_type.model_class(), []).append(attachment.object_id)
    return {
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
            keys = [each.object_id for each in attachments if each.content_type == content_type]
            things = seen(model._default_manager.filter(pk__in=keys[:SHOWN_AT_MOST]))
            links = [(str(thing), thing.get_absolute_url()) for thing in things]
        found.append(Proven(content_type.name, n_things, links))
    return found
