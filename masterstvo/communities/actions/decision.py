"""Everything that changes decisions."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.communities.models import Decision, Meeting
from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.people.models import Person


class AlreadyDone(DomainError):
    pass


class NobodyAnswers(DomainError):
    field = "person"


@transaction.atomic
def add_decision(
    *, meeting: Meeting, text: str, due_on: dt.date, by: Any, person: Person | None = None, named: str = ""
) -> Decision:
    """Give a task to a person and tell them of it, or to somebody ``named`` who has no card here. Raises: NobodyAnswers."""
    decision = Decision(meeting=meeting, text=clean(text), person=person, named=clean(named), due_on=due_on)
    _check_responsible(decision)
    add(decision, by=by, action="communities.add_decision")
    _tell(decision)
    return decision


@transaction.atomic
def edit_decision(decision: Decision, *, by: Any, reason: str = "", **values: Any) -> Decision:
    """Correct a decision, give it to another person, or take back that it is done. Raises: Stale."""
    change(decision, values, by=by, action="communities.edit_decision", reason=reason)
    _check_responsible(decision)
    _tell(decision)
    return decision


@transaction.atomic
def finish_decision(decision: Decision, *, by: Any) -> Decision:
    """Note today that what was decided is done. Raises: AlreadyDone."""
    lock(decision)
    if decision.done_on:
        raise AlreadyDone("Это поручение уже отмечено выполненным.")
    values = {"done_on": timezone.localdate()}
    return change(decision, values, by=by, action="communities.finish_decision")


def remove_decision(decision: Decision, *, by: Any, reason: str) -> None:
    remove(decision, by=by, action="communities.remove_decision", reason=reason)


def _check_responsible(decision: Decision) -> None:
    if bool(decision.person_id) == bool(decision.named):
        raise NobodyAnswers("Ответственный один: выберите человека или впишите, кто это.")


def _tell(decision: Decision) -> None:
    """Tell who answers for a decision, once for each person and term."""
    if decision.person_id is None:
        return
    user = Person.objects.filter(pk=decision.person_id).values_list("user", flat=True).first()
    if user:
        notify(
            [user],
            kind=NoticeKind.ASSIGNMENT,
            text=f"{decision.meeting.community}: {decision.text} (до {decision.due_on:%d.%m.%Y})",
            key=f"communities.decision:{decision.pk}:{decision.due_on}",
            url=reverse("communities:my_communities"),
        )
