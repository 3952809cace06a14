"""Everything that changes measurements, and opens them to others."""

import datetime as dt
from typing import Any

from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.diagnostics.models import Diagnostic, Share
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person

LONGEST = dt.timedelta(days=366)


class TermOutOfReach(DomainError):
    field = "ends_on"


class ForeignResult(DomainError):
    field = "diagnostic"


def add_diagnostic(
    *, person: Person, measured_on: dt.date, procedure: str, competency: str, by: Any, **values: Any
) -> Diagnostic:
    """Add a measurement. ``values``: kind, score, maximum, threshold, has_deficit."""
    diagnostic = Diagnostic(
        person=person, measured_on=measured_on, procedure=procedure, competency=competency, **values
    )
    return add(diagnostic, by=by, action="diagnostics.add_diagnostic")


def edit_diagnostic(diagnostic: Diagnostic, *, by: Any, reason: str = "", **values: Any) -> Diagnostic:
    return change(diagnostic, values, by=by, action="diagnostics.edit_diagnostic", reason=reason)


def remove_diagnostic(diagnostic: Diagnostic, *, by: Any, reason: str) -> None:
    remove(diagnostic, by=by, action="diagnostics.remove_diagnostic", reason=reason)


def share_results(
    person: Person,
    *,
    ends_on: dt.date,
    by: Any,
    diagnostic: Diagnostic | None = None,
    user: Any = None,
    organization: Organization | None = None,
) -> Share:
    """Open results of ``person`` until the day before ``ends_on``. Raises: TermOutOfReach, ForeignResult."""
    today = timezone.localdate()
    if not today < ends_on <= today + LONGEST:
        raise TermOutOfReach("Открыть можно самое раннее до сегодняшнего дня и не больше чем на год.")
    if diagnostic and diagnostic.person_id != person.pk:
        raise ForeignResult("Открыть можно только свой результат.")
    share = Share(
        person=person,
        diagnostic=diagnostic,
        user=user,
        organization=organization,
        starts_on=today,
        ends_on=ends_on,
    )
    return add(share, by=by, action="diagnostics.share_results")


def revoke_share(share: Share, *, by: Any) -> None:
    """Close what was opened, at once."""
    remove(share, by=by, action="diagnostics.revoke_share", reason="Доступ закрыт самим педагогом")
