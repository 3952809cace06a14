"""Everything that changes regions, municipalities and organizations."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.accounts.actions import create_user, invite
from masterstvo.accounts.models import User
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.words import clean, fold
from masterstvo.organizations.choices import PLACES
from masterstvo.organizations.models import (
    Grant,
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


class NameIsNeeded(DomainError):
    pass


class PlaceDoesNotSuit(DomainError):
    pass


class IsGrantedAlready(DomainError):
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


# --- Roles ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def give_grant(
    *,
    email: str,
    role: str,
    starts_on: dt.date,
    municipality: Municipality,
    by: Any,
    site: str,
    full_name: str = "",
    organization: Organization | None = None,
    ends_on: dt.date | None = None,
    **document: Any,
) -> Grant:
    """Give a role to whoever has this address; a new address gets an account and an invitation.

    ``municipality``: the place of a role over a municipality, or its region's; ``document``: the columns of the basis.
    Raises: NameIsNeeded, PlaceDoesNotSuit, IsGrantedAlready, and what ``invite`` raises.
    """
    place = _place(role, municipality, organization)
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None and not full_name.strip():
        raise NameIsNeeded(
            f"Адреса {email.strip()} в программе ещё нет: напишите имя, и мы отправим приглашение."
        )
    user = user or create_user(email=email, full_name=full_name, by=by)
    user = User.objects.select_for_update().get(pk=user.pk)  # two clicks must not give the role twice
    held = Grant.objects.overlapping(starts_on, ends_on - dt.timedelta(days=1) if ends_on else dt.date.max)
    if held.filter(user=user, role=role, **place).exists():
        raise IsGrantedAlready(f"{user} уже держит эту роль здесь в эти дни. Продлите её на её странице.")
    grant = Grant(user=user, role=role, starts_on=starts_on, ends_on=ends_on, **place, **document)
    add(grant, by=by, action="organizations.give_grant")
    if not user.has_usable_password() and not user.invitations.live(timezone.now()).exists():
        invite(user, by=by, site=site)
    return grant


def _place(role: str, municipality: Municipality, organization: Organization | None) -> dict[str, Any]:
    """Return the column of the place in which ``role`` is held. Raises: PlaceDoesNotSuit."""
    kinds = PLACES[role]
    if "organization" in kinds:
        if organization is None:
            raise PlaceDoesNotSuit("Выберите организацию: эту роль дают в одной организации.")
        return {"organization": organization}
    if organization is not None:
        raise PlaceDoesNotSuit("Эту роль дают не в организации: оставьте поле «Организация» пустым.")
    return {"municipality": municipality} if "municipality" in kinds else {"region": municipality.region}


def end_grant(grant: Grant, *, last_day: dt.date, by: Any, reason: str = "") -> Grant:
    """Say until which day, inclusive, the role is held. Raises: NotYetBegun."""
    if last_day < grant.starts_on:
        raise NotYetBegun("Окончание раньше начала. Если роль дали по ошибке, удалите её.")
    values = {"ends_on": last_day + dt.timedelta(days=1)}
    return change(grant, values, by=by, action="organizations.end_grant", reason=reason)


def extend_grant(grant: Grant, *, ends_on: dt.date | None, by: Any, reason: str = "") -> Grant:
    """Let the role be held until the day before ``ends_on``, or for ever; so an ending is taken back, too. Raises: NotYetBegun."""
    if ends_on and ends_on <= grant.starts_on:
        raise NotYetBegun("Окончание раньше начала.")
    return change(grant, {"ends_on": ends_on}, by=by, action="organizations.extend_grant", reason=reason)


def remove_grant(grant: Grant, *, by: Any, reason: str) -> None:
    remove(grant, by=by, action="organizations.remove_grant", reason=reason)
