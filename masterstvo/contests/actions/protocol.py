"""The protocols of the jury and of the commission of appeals among the documents: agreed and signed there, with a number of its register."""

import datetime as dt
from typing import Any

from django.db import transaction

from masterstvo.contests.models import Appeal, Contest
from masterstvo.contests.queries.board import board_of
from masterstvo.contests.word import appeals
from masterstvo.contests.word.protocol import paragraphs, title_of
from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.documents.actions import draft_document, redraft_document
from masterstvo.documents.choices import DocumentState
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


class NoAppeals(DomainError):
    pass


@transaction.atomic
def draft_appeals_protocol(contest: Contest, *, today: dt.date, by: Any) -> Document:
    """Begin the protocol of the commission of appeals, or write its draft anew. Raises: NoAppeals, DocumentIsNoDraft."""
    lock(contest)
    if not Appeal.objects.filter(entry__contest=contest).exists():
        raise NoAppeals("Апелляций не поступило: протоколу нечего сказать.")
    title, body = appeals.title_of(contest), "\n".join(appeals.paragraphs(contest, day=today))
    if contest.appeals_protocol and contest.appeals_protocol.state != DocumentState.CANCELLED:
        return redraft_document(contest.appeals_protocol, title=title, body=body, persons=[], by=by)
    here: Any = contest.municipality  # only a contest of ours has appeals
    document = draft_document(kind="protocol", title=title, municipality=here, body=body, by=by)
    change(contest, {"appeals_protocol": document}, by=by, action="contests.draft_protocol")
    return document
