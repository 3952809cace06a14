"""Participation entered by hand, one by one."""

from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.events.models import Event, Participation
from masterstvo.people.models import Person


class HasCertificate(DomainError):
    pass


def add_participation(
    *, event: Event, person: Person, role: str, by: Any, was_present: bool = True
) -> Participation:
    participation = Participation(event=event, person=person, role=role, was_present=was_present)
    return add(participation, by=by, action="events.add_participation")


def edit_participation(
    participation: Participation, *, by: Any, reason: str = "", **values: Any
) -> Participation:
    return change(participation, values, by=by, action="events.edit_participation", reason=reason)


def remove_participation(participation: Participation, *, by: Any, reason: str) -> None:
    """Raises: HasCertificate."""
    if certificate := participation.certificates.first():
        raise HasCertificate(
            f"За это участие выдан сертификат № {certificate.number}, и запись о нём остаётся. "
            "Если человека не было, исправьте «присутствовал» и отзовите сертификат."
        )
    remove(participation, by=by, action="events.remove_participation", reason=reason)
