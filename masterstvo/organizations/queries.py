"""Reads about organizations that cross tables."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.core.search import matching
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import (
    Grant,
    Municipality,
    Organization,
    OrganizationAlias,
    OrganizationFigure,
    OrganizationStatus,
)

SESSION_KEY = "municipality"  # in the session: which municipality the pages speak of
ROLE_KEY = "role"  # in the session: the grant by which the user acts


class MunicipalityNotFound(DomainError):
    pass


def municipality_by_code(code=None):
    """Return the municipality with ``code``; without a code, the only one there is.

    Raises: MunicipalityNotFound.
    """
    if code:
        found = Municipality.objects.filter(code=code).select_related("region").first()
        if found is None:
            known = (
                ", ".join(Municipality.objects.order_by("code").values_list("code", flat=True))
                or "пока ни одного"
            )
            raise MunicipalityNotFound(f"Муниципалитета с кодом «{code}» нет. Есть: {known}.")
        return found
    rows = list(Municipality.objects.order_by("code").select_related("region")[:2])
    if not rows:
        raise MunicipalityNotFound(
            'Муниципалитетов ещё нет. Добавьте: masterstvo municipality add КОД "Название".'
        )
    if len(rows) > 1:
        raise MunicipalityNotFound("Муниципалитетов несколько: укажите нужный, --municipality КОД.")
    return rows[0]


def organizations_named(rows: QuerySet[Organization], text: str) -> QuerySet[Organization]:
    """Keep the organizations whose title, short title, code or another spelling holds every word of ``text``."""
    by_alias = matching(OrganizationAlias.objects.all(), text, "name").values("organization")
    by_name = matching(rows, text, "title", "short_title", "code", "address").values("pk")
    return rows.filter(pk__in=by_name) | rows.filter(pk__in=by_alias)


def municipality_key(municipality: Municipality | None) -> Any:
    """Return the key to filter by; a page of nobody's municipality finds nothing, since no row has the key 0."""
    return municipality.pk if municipality else 0


def with_current_statuses(rows: QuerySet[Organization], *, day: dt.date) -> QuerySet[Organization]:
    """Give each organization its ``current_statuses``: a list of those held on ``day``. Queries: one for all rows."""
    held = OrganizationStatus.objects.on(day).order_by("kind", "pk")
    return rows.prefetch_related(Prefetch("statuses", held, to_attr="current_statuses"))


def figures_by_year(
    organization: Organization, *, years: int = 4
) -> tuple[list[int], list[tuple[str, list]]]:
    """Return the organization's figures as a table.

    Shape: (latest years, ascending; [(kind, [OrganizationFigure or None for each of these years])]).
    """
    figures = list(OrganizationFigure.objects.filter(organization=organization).order_by("kind"))
    shown = sorted({figure.year for figure in figures})[-years:]
    by_kind: dict[str, dict[int, OrganizationFigure]] = {}
    for figure in figures:
        by_kind.setdefault(figure.kind, {})[figure.year] = figure
    return shown, [(kind, [numbers.get(year) for year in shown]) for kind, numbers in by_kind.items()]


def is_last_head(grant: Grant, *, day: dt.date) -> bool:
    """Tell whether without ``grant`` nobody who can sign in heads its municipality on ``day``. Queries: one."""
    others = Grant.objects.on(day).filter(role=Role.HEAD, municipality=grant.municipality_id)
    return (
        grant.role == Role.HEAD
        and not others.filter(user__is_active=True).exclude(user=grant.user_id).exists()
    )


def left_without_head(user: Any) -> str:
    """Return a sentence when ``user`` is the last who heads a municipality today; empty otherwise. Queries: one, and one for each place headed."""
    today = timezone.localdate()
    headed = Grant.objects.on(today).filter(user=user.pk, role=Role.HEAD).select_related("municipality")
    alone = [grant.municipality for grant in headed if is_last_head(grant, day=today)]
    if not alone:
        return ""
    return (
        f"Это последний руководитель в программе: {alone[0]}. Без него роли в районе даёт только регион"
        " или служба поддержки. Сначала назначьте другого руководителя или завершите эту роль в разделе «Доступы»."
    )
