"""What apps above may add to the pages of documents, what they let a document be attached to, and the papers on their own pages."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from operator import attrgetter, methodcaller
from typing import Any

from django.db.models import Model, QuerySet

from masterstvo.core.listing import Column, Panel, Place
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Attachment, Document
from masterstvo.organizations.rules import seen_by

proofs = Place()  # panels on a document's page: what it proves


@dataclass(frozen=True)
class Target:
    """A kind of thing that may be chosen on a document's page. ``key`` stands in the address.

    ``button``: what stands on the button, ``title``: above the field.
    ``permission``: to write evidence there; ``scope``: callable(user, document) -> the rows to choose from; ``by``: where to search in them.
    ``attach``: callable(document, target=row, by=user) of an app that keeps evidence in a table of its own.
    """

    key: str
    button: str
    title: str
    permission: str
    scope: Callable[[Any, Any], QuerySet]
    by: tuple[str, ...]
    attach: Callable[..., Any] | None = None


Follower = Callable[..., None]  # callable(document, by=user)

_targets: dict[str, Target] = {}
_followers: list[Follower] = []


def add_target(target: Target) -> None:
    """Offer a kind of thing on every document's page; registered in ``apps.py: ready()``."""
    _targets[target.key] = target


def targets_for(user: Any) -> dict[str, Target]:
    """Return {key: kind of thing} that ``user`` may choose from."""
    return {key: each for key, each in _targets.items() if user.has_perm(each.permission)}


def add_follower(follower: Follower) -> None:
    """Tell an app of every document that has been signed or cancelled, within the same transaction; registered in ``apps.py: ready()``."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(document: Any, *, by: Any) -> None:
    for follower in _followers:
        follower(document, by=by)


# --- Papers on other pages ------------------------------------------------------------------------------------------
STATES = {
    DocumentState.DRAFT: "draft",
    DocumentState.AGREED: "on_agreement",
    DocumentState.SIGNED: "approved",
    DocumentState.CANCELLED: "closed",
}


def _carrier(document):
    return "файл" if document.latest_file else "ссылка" if document.url else ""


def _silent(document):
    return f"не отвечает с {document.url_silent_since:%d.%m.%Y}" if document.url_silent_since else ""


def _named(document):
    return f"№ {document.number} от {document.dated_on:%d.%m.%Y}" if document.number else document.title


TITLE = Column(
    "Документ",
    _named,
    30,
    url=methodcaller("get_absolute_url"),
    small=lambda row: row.title if row.number else "",
)
KIND = Column("Вид", attrgetter("kind"), 30, "document_kind")
STATE = Column("Состояние", Document.get_state_display, 16, state=lambda row: STATES[row.state])
CARRIER = Column("Приложено", _carrier, small=_silent)


def attached_panel(user: Any, thing: Model, *, besides: Collection[int | None] = ()) -> Panel | None:
    """The papers laid to ``thing``, for the page of whatever a paper may be attached to; nothing where there are none. Queries: two.

    ``besides``: keys of those that the page names at a place of their own.
    """
    kind = thing._meta
    laid = Attachment.objects.filter(
        content_type__app_label=kind.app_label, content_type__model=kind.model_name, object_id=thing.pk
    )
    told = [key for key in besides if key]
    rows = seen_by(user, Document.objects.filter(pk__in=laid.values("document")).exclude(pk__in=told))
    found = list(rows.prefetch_related("files"))
    return Panel(title="Документы", columns=(TITLE, KIND, STATE, CARRIER), rows=found) if found else None
