"""Everything that changes results of pupils and decides about what they hint at."""

from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.organizations.models import Organization
from masterstvo.quality.models import DismissedHint, PupilResult


def add_pupil_result(
    *, organization: Organization, year: int, procedure: str, subject: str, by: Any, **values: Any
) -> PupilResult:
    """Add how the pupils of a school did. ``values``: grade and the numbers."""
    result = PupilResult(organization=organization, year=year, procedure=procedure, subject=subject, **values)
    return add(result, by=by, action="quality.add_pupil_result")


def edit_pupil_result(result: PupilResult, *, by: Any, reason: str = "", **values: Any) -> PupilResult:
    return change(result, values, by=by, action="quality.edit_pupil_result", reason=reason)


def remove_pupil_result(result: PupilResult, *, by: Any, reason: str) -> None:
    remove(result, by=by, action="quality.remove_pupil_result", reason=reason)


def dismiss_hint(
    *, organization: Organization, subject: str, skill: str, year: int, reason: str, by: Any
) -> DismissedHint:
    """Say that a weak skill is no ground to check the teachers; a later year asks again."""
    hint = DismissedHint(organization=organization, subject=subject, skill=skill, year=year, reason=reason)
    return add(hint, by=by, action="quality.dismiss_hint")
