"""The protocol of a meeting as a paper of the authority or the school, which gets its number when it is signed."""

from typing import Any

from django.db import transaction

from masterstvo.communities.choices import MeetingState
from masterstvo.communities.models import Meeting
from masterstvo.communities.word import paragraphs
from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.documents.actions.draft import draft_document, redraft_document
from masterstvo.documents.models import Document
from masterstvo.people.models import Person


class NotHeldYet(DomainError):
    pass


@transaction.atomic
def draft_protocol(meeting: Meeting, *, by: Any) -> Document:
    """Put the protocol among the documents to be agreed and signed; a draft that is there already is written anew.

    Raises: NotHeldYet, DocumentIsNoDraft.
    """
    lock(meeting)
    if meeting.state != MeetingState.HELD:
        raise NotHeldYet("Протокол составляют после заседания: сначала отметьте, кто был и что решили.")
    title = f"Протокол заседания: {meeting.community}. {meeting.title}"[:500]
    body = "\n".join(paragraphs(meeting))
    present = list(
        Person.objects.filter(attendances__meeting=meeting, attendances__was_present=True).order_by(
            "last_name", "first_name", "pk"
        )
    )
    if meeting.document:
        return redraft_document(meeting.document, title=title, body=body, persons=present, by=by)
    community = meeting.community
    document = draft_document(
        kind="protocol",
        title=title,
        municipality=community.municipality,
        organization=community.organization,
        body=body,
        persons=present,
        attach_to=[meeting],
        by=by,
    )
    change(meeting, {"document": document}, by=by, action="communities.draft_protocol")
    return document
