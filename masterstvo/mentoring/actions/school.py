"""The conditions of the target model at a school."""

from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.mentoring.models import SchoolCondition
from masterstvo.organizations.models import Organization


class NoEvidence(DomainError):
    field = "note"


@transaction.atomic
def mark_condition(organization: Organization, *, kind: str, by: Any, **values: Any) -> SchoolCondition:
    """Say that a condition is met, and by what. ``values``: met_on, document, url, note. Raises: NoEvidence, Stale, Gone."""
    if not (values.get("document") or values.get("url") or values.get("note")):
        raise NoEvidence("Чем это подтвердить? Выберите документ, дайте ссылку или напишите, где это видно.")
    Organization.objects.select_for_update().get(pk=organization.pk)
    known = SchoolCondition.objects.filter(organization=organization, kind=kind).first()
    if known:
        return change(known, values, by=by, action="mentoring.mark_condition")
    values.pop("token", None)
    condition = SchoolCondition(organization=organization, kind=kind, **values)
    return add(condition, by=by, action="mentoring.mark_condition")


def unmark_condition(condition: SchoolCondition, *, by: Any) -> None:
    remove(condition, by=by, action="mentoring.unmark_condition", reason="")
