"""Papers of a contest in Word: drafted among the documents from what the contest says, numbered at signing there."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from masterstvo.contests.choices import ContestState
from masterstvo.contests.models import Contest
from masterstvo.contests.queries.papers import NAMES, body_of, named_in_results, title_of
from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.documents.actions.document import attach_document
from masterstvo.documents.actions.draft import draft_document, redraft_document
from masterstvo.documents.models import Document


class NoResultsYet(DomainError):
    pass


@transaction.atomic
def draft_paper(contest: Contest, *, paper: str, by: Any, file: UploadedFile | None = None) -> Document:
    """Draft ``paper``: regulations, order or results_order; a draft that is there is written anew. ``file``: the authority's own text.

    Raises: NoResultsYet, DocumentIsNoDraft.
    """
    lock(contest)
    if paper == "results_order" and contest.state != ContestState.FINISHED:
        raise NoResultsYet("Приказ об итогах составляют, когда итоги объявлены.")
    kind, title, body = NAMES[paper][0], title_of(contest, paper), body_of(contest, paper)
    named = named_in_results(contest) if paper == "results_order" else []
    drafted = getattr(contest, paper)
    if drafted and not file:
        return redraft_document(drafted, title=title, body=body, persons=named, by=by)
    here: Any = contest.municipality  # only a contest of ours has papers
    document = draft_document(
        kind=kind,
        title=title,
        municipality=here,
        body=body,
        persons=named,
        attach_to=[contest],
        file=file,
        by=by,
    )
    change(contest, {paper: document}, by=by, action="contests.draft_paper")
    return document


@transaction.atomic
def prove_contest(document: Document, *, target: Contest, by: Any) -> None:
    """Lay a paper that came from elsewhere to a contest: by its kind it becomes one of the contest's own papers."""
    attach_document(document, target=target, by=by)
    place = {"regulation": "regulations", "protocol": "protocol", "order": "order"}.get(document.kind)
    if place == "order" and target.order_id:
        place = "results_order"
    if place and getattr(target, f"{place}_id") is None:
        change(target, {place: document}, by=by, action="contests.draft_paper")
