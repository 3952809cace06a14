"""The protocol of the jury among the documents: agreed and signed there, with a number of its register."""

from typing import Any

from django.db import transaction

from masterstvo.contests.models import Contest
from masterstvo.contests.queries.board import board_of
from masterstvo.contests.word.protocol import paragraphs, title_of
from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.documents.actions import draft_document, redraft_document
from masterstvo.documents.models import Document


class NothingMarked(DomainError):
    pass


@transaction.atomic
def draft_protocol(contest: Contest, *, phase: str, by: Any) -> Document:
    """Begin the protocol, or write its draft anew. Works stand under their codes while a blind contest goes on.

    Raises: NothingMarked, DocumentIsNoDraft.
    """
    lock(contest)
    board = board_of(contest, phase)
    if not board.marks(board.entries):
        raise NothingMarked("Оценок пока нет: протоколу нечего сказать.")
    title, body = title_of(board), "\n".join(paragraphs(board))
    jury = [(each.appointment.person, each.get_role_display()) for each in board.members]
    if contest.protocol and contest.protocol.is_unsigned:
        return redraft_document(contest.protocol, title=title, body=body, persons=jury, by=by)
    here: Any = contest.municipality  # only a contest of ours has a jury
    document = draft_document(kind="protocol", title=title, municipality=here, body=body, persons=jury, by=by)
    change(contest, {"protocol": document}, by=by, action="contests.draft_protocol")
    return document
