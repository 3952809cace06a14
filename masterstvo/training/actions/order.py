"""«О направлении на обучение»: the order on those who go, drafted from a session in one click."""

from typing import Any

from django.db import transaction

from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.documents.actions.draft import draft_document, redraft_document
from masterstvo.documents.choices import UNSIGNED, DocumentState
from masterstvo.documents.models import Document
from masterstvo.training.models import Session, TrainingRequest
from masterstvo.training.queries import granted
from masterstvo.training.word import ORDER_TITLE, paragraphs_of_order


class NobodyToSend(DomainError):
    pass


@transaction.atomic
def draft_order(session: Session, *, by: Any) -> Document:
    """Draft the order on all approved for ``session`` whom no order sends yet; a draft that is there already is written anew.

    Raises: NobodyToSend, DocumentIsNoDraft.
    """
    lock(session)  # two clicks must not draft two orders
    drafted = session.requests.filter(order__state__in=UNSIGNED).select_related("order", "person")
    draft = next((each.order for each in drafted.order_by("order", "pk")), None)
    rows = granted(session).filter(person__erased_on=None).select_related("order")
    going = [each for each in rows if each.order is None or each.order == draft]
    if not going:
        raise NobodyToSend("Направлять некого: утвердите заявки. Те, кто уже в приказе, второй раз не нужны.")
    body = "\n".join(paragraphs_of_order(session, len(going)))
    persons = [each.person for each in going]
    if draft:
        redraft_document(draft, title=ORDER_TITLE, body=body, persons=persons, by=by)
    else:
        draft = draft_document(
            kind="order",
            title=ORDER_TITLE,
            municipality=session.municipality,
            body=body,
            persons=persons,
            by=by,
        )
    for each in going:
        change(each, {"order": draft}, by=by, action="training.draft_order")
    for each in drafted.filter(order=draft).exclude(pk__in=[each.pk for each in going]):
        change(each, {"order": None}, by=by, action="training.leave_order")
    return draft


@transaction.atomic
def follow_document(document: Document, *, by: Any) -> None:
    """Let those go into another order when theirs has been cancelled."""
    if document.state != DocumentState.CANCELLED:
        return
    for each in TrainingRequest.objects.select_for_update().filter(order=document).order_by("pk"):
        change(each, {"order": None}, by=by, action="training.leave_order", reason=document.cancelled_reason)
