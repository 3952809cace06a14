"""Participation entered by hand, one by one."""

import copy
from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.events.models import Event, Participation
from masterstvo.events.panels import followers
from masterstvo.people.models import Person


class HasCertificate(DomainError):
    pass


@transaction.atomic
def add_participation(
    *, event: Event, person: Person, role: str, by: Any, was_present: bool = True
) -> Participation:
    participation = Participation(event=event, person=person, role=role, was_present=was_present)
    add(participation, by=by, action="events.add_participation")
    _follow(participation, by)
    return participation


@transaction.atomic
def edit_participation(
    participation: Participation, *, by: Any, reason: str = "", **values: Any
) -> Participation:
    change(participation, values, by=by, action="events.edit_participation", reason=reason)
    _follow(participation, by)
    return participation


def _follow(participation: Participation, by: Any) -> None:
    for follow in followers():
        follow([participation], by)


@transaction.atomic
def remove_participation(participation: Participation, *, by: Any, reason: str) -> None:
    """Raises: HasCertificate."""
    if certificate := participation.certificates.first():
        raise HasCertificate(
            f"За это участие выдан сертификат № {certificate.number}, и запись о нём остаётся. "
            "Если человека не было, исправьте «присутствовал» и отзовите сертификат."
        )
    gone = copy.copy(participation)
    gone.was_present = False
    _follow(gone, by)
    remove(participation, by=by, action="events.remove_participation", reason=reason)
