"""Taking consents and taking them back."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from masterstvo.core.actions import add, change
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.people.models import Person
from masterstvo.privacy.choices import Way
from masterstvo.privacy.models import Consent


class ConsentIsWithdrawn(DomainError):
    pass


class DayOutOfOrder(DomainError):
    pass


@transaction.atomic
def collect_consents(
    *,
    people: Iterable[Person],
    purpose: str,
    categories: list[str],
    starts_on: dt.date,
    by: Any,
    ends_on: dt.date | None = None,
    way: str = Way.PAPER,
) -> list[Consent]:
    """Enter the consents that ``people`` gave on one day; whoever has this one already is passed over.

    Raises: DayOutOfOrder.
    """
    if ends_on and ends_on <= starts_on:
        raise DayOutOfOrder("Срок согласия заканчивается раньше, чем его дали.")
    people = list(people)
    known = set(
        Consent.objects.filter(person__in=people, purpose=purpose, starts_on=starts_on).values_list(
            "person", flat=True
        )
    )
    return [
        add(
            Consent(
                person=person,
                purpose=purpose,
                categories=categories,
                starts_on=starts_on,
                ends_on=ends_on,
                way=way,
                collected_by=by,
            ),
            by=by,
            action="privacy.collect_consent",
        )
        for person in people
        if person.pk not in known
    ]


@transaction.atomic
def withdraw_consent(consent: Consent, *, withdrawn_on: dt.date, by: Any) -> Consent:
    """Note that the person took the consent back: from that day it no longer holds.

    Raises: ConsentIsWithdrawn, DayOutOfOrder.
    """
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn_on:
        raise ConsentIsWithdrawn(f"Согласие уже отозвано {consent.withdrawn_on:%d.%m.%Y}.")
    if withdrawn_on < consent.starts_on:
        raise DayOutOfOrder("День отзыва раньше дня, когда согласие дали.")
    return change(consent, {"withdrawn_on": withdrawn_on}, by=by, action="privacy.withdraw_consent")


@transaction.atomic
def expire_consents(rows: QuerySet[Consent], *, municipality: Any, by: Any, reason: str) -> int:
    """Remove consents that ended longer ago than they must be kept. Return how many."""
    n_rows = rows.count()
    rows.delete()
    record(by, "privacy.expire_consents", municipality, changes={"records": (n_rows, 0)}, reason=reason)
    return n_rows
