"""Everything that changes regions, municipalities and organizations."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.words import clean, fold
from masterstvo.organizations.models import (
    Municipality,
    Organization,
    OrganizationAlias,
    OrganizationFigure,
    OrganizationStatus,
    Region,
)


class MunicipalityExists(DomainError):
    pass


class NameTaken(DomainError):
    pass


class NotYetBegun(DomainError):
    pass


@transaction.atomic
def create_municipality(*, code, title, region_title, by):
    """Add a municipality, and its region when that is new.

    Raises: MunicipalityExists.
    """
    if Municipality.objects.filter(code=code).exists():
        raise MunicipalityExists(f"Муниципалитет с кодом «{code}» уже есть.")
    region, _ = Region.objects.get_or_create(title=region_title)
    if region.municipalities.filter(title=title).exists():
        raise MunicipalityExists(f"Муниципалитет «{title}» уже есть: {region_title}.")
    municipality = Municipality.objects.create(region=region, code=code, title=title)
    record(by, "organizations.create_municipality", municipality, changes={"title": ("", title)})
    return municipality


# --- Organizations --------------------------------------------------------------------------------------------------
def create_organization(
    *, municipality: Municipality, title: str, kind: str, by: Any, **values: Any
) -> Organization:
    """Add an organization. ``values``: any other columns of its card."""
    organization = Organization(municipality=municipality, title=clean(title), kind=kind, **values)
    return add(organization, by=by, action="organizations.create_organization")


def edit_organization(
    organization: Organization, *, by: Any, reason: str = "", **values: Any
) -> Organization:
    return change(organization, values, by=by, action="organizations.edit_organization", reason=reason)


def close_organization(
    organization: Organization, *, last_day: dt.date, by: Any, reason: str
) -> Organization:
    """Say until which day, inclusive, the organization existed. Raises: NotYetBegun."""
    if organization.opened_on and last_day < organization.opened_on:
        raise NotYetBegun("Дата закрытия раньше даты открытия.")
    values = {"closed_on": last_day + dt.timedelta(days=1)}
    return change(organization, values, by=by, action="organizations.close_organization", reason=reason)


def add_alias(organization: Organization, *, name: str, by: Any) -> OrganizationAlias:
    """Remember how people also write the organization's name.

    Raises: NameTaken, when the same spelling would lead to two organizations of one municipality.
    """
    name = clean(name)
    taken = OrganizationAlias.objects.filter(
        organization__municipality=organization.municipality_id
    ).select_related("organization")
    names = [(alias.name, alias.organization) for alias in taken]
    names += [(own, organization) for own in (organization.title, organization.short_title) if own]
    for known, owner in names:
        if fold(known) == fold(name):
            raise NameTaken(f"Написание «{name}» уже ведёт к организации «{owner}».")
    alias = OrganizationAlias(organization=organization, name=name)
    return add(alias, by=by, action="organizations.add_alias")


def remove_alias(alias: OrganizationAlias, *, by: Any, reason: str = "") -> None:
    remove(alias, by=by, action="organizations.remove_alias", reason=reason)


# --- Statuses -------------------------------------------------------------------------------------------------------
def add_status(
    *,
    organization: Organization,
    kind: str,
    starts_on: dt.date,
    by: Any,
    ends_on: dt.date | None = None,
    topic: str = "",
    basis: str = "",
) -> OrganizationStatus:
    """Recognise the organization as something from ``starts_on`` until the day before ``ends_on``."""
    status = OrganizationStatus(
        organization=organization, kind=kind, starts_on=starts_on, ends_on=ends_on, topic=topic, basis=basis
    )
    return add(status, by=by, action="organizations.add_status")


def edit_status(
    status: OrganizationStatus, *, by: Any, reason: str = "", **values: Any
) -> OrganizationStatus:
    return change(status, values, by=by, action="organizations.edit_status", reason=reason)


def end_status(
    status: OrganizationStatus, *, last_day: dt.date, by: Any, reason: str = ""
) -> OrganizationStatus:
    """Say until which day, inclusive, the status held. Raises: NotYetBegun."""
    if last_day < status.starts_on:
        raise NotYetBegun("Окончание раньше начала.")
    values = {"ends_on": last_day + dt.timedelta(days=1)}
    return change(status, values, by=by, action="organizations.end_status", reason=reason)


def remove_status(status: OrganizationStatus, *, by: Any, reason: str) -> None:
    remove(status, by=by, action="organizations.remove_status", reason=reason)


# --- Figures --------------------------------------------------------------------------------------------------------
@transaction.atomic
def set_figure(
    *, organization: Organization, year: int, kind: str, value: Decimal, by: Any, reason: str = ""
) -> OrganizationFigure:
    """Store one number of one year; a number already there is corrected."""
    known = organization.figures.filter(year=year, kind=kind).first()
    if known:
        return change(known, {"value": value}, by=by, action="organizations.edit_figure", reason=reason)
    figure = OrganizationFigure(organization=organization, year=year, kind=kind, value=value)
    return add(figure, by=by, action="organizations.add_figure")


def edit_figure(
    figure: OrganizationFigure, *, by: Any, reason: str = "", **values: Any
) -> OrganizationFigure:
    return change(figure, values, by=by, action="organizations.edit_figure", reason=reason)


def remove_figure(figure: OrganizationFigure, *, by: Any, reason: str) -> None:
    remove(figure, by=by, action="organizations.remove_figure", reason=reason)
