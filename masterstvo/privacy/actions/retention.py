"""Terms of keeping, and removing rows whose term is over: always by a person, never by itself."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant, Municipality
from masterstvo.privacy.models import KeepingTerm, RetentionProposal
from masterstvo.privacy.queries.retention import Due, kept


class NothingIsDue(DomainError):
    pass


@transaction.atomic
def set_term(
    municipality: Municipality, *, kind: str, months: int, source: str, starts_on: dt.date, by: Any
) -> KeepingTerm:
    """Keep one kind of data for ``months`` from a day on; the term that held before ends there."""
    held = (
        KeepingTerm.objects.select_for_update()
        .filter(municipality=municipality, kind=kind, ends_on=None)
        .first()
    )
    if held and held.starts_on >= starts_on:
        values = {"months": months, "source": source}
        return change(held, values, by=by, action="privacy.edit_term")
    if held:
        change(held, {"ends_on": starts_on}, by=by, action="privacy.end_term")
    term = KeepingTerm(
        municipality=municipality, kind=kind, months=months, source=source, starts_on=starts_on
    )
    return add(term, by=by, action="privacy.set_term")


@transaction.atomic
def expire_rows(due: Iterable[Due], *, municipality: Municipality, by: Any, basis: str) -> int:
    """Remove the rows of the chosen sorts; each app writes down what it removed. Return how many went. Raises: NothingIsDue."""
    n_rows = sum(
        each.expiry.remove(each.rows, municipality=municipality, by=by, reason=basis) for each in due
    )
    if not n_rows:
        raise NothingIsDue("Удалять нечего: сроки ещё не истекли или это уже сделали.")
    return n_rows


def propose_yearly(*, day: dt.date) -> int:
    """Tell the officers of each municipality where something is to be decided, once a year; return to how many municipalities.

    It removes nothing, and names nobody.
    """
    told = RetentionProposal.objects.filter(year=day.year).values("municipality")
    waiting = Municipality.objects.exclude(pk__in=told).order_by("pk")
    return sum(_propose(each, day) for each in waiting if any(row.n_due for row in kept(each, day=day)))


def _propose(municipality: Municipality, day: dt.date) -> bool:
    with transaction.atomic():
        proposal = RetentionProposal(municipality=municipality, year=day.year)
        add(proposal, by=None, action="privacy.propose_retention")
        officers = Grant.objects.on(day).filter(
            role=Role.HEAD, municipality=municipality, user__is_active=True
        )
        notify(
            officers.order_by("pk").values_list("user", flat=True),
            kind=NoticeKind.DUE,
            text=f"{municipality}: у части сведений истёк срок хранения. Программа ничего не удаляет сама – решаете вы.",
            url=reverse("privacy:retention_list"),
            key=f"retention:{municipality.pk}:{day.year}",
        )
    return True
