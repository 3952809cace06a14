"""Everything that changes measurements."""

import datetime as dt
from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.people.models import Person


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
