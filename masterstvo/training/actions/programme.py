"""Providers and their programmes."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError
from masterstvo.core.models import Term
from masterstvo.core.words import clean
from masterstvo.people.load import check_load
from masterstvo.training.choices import LIVE
from masterstvo.training.models import Programme, Provider


class StandsInCircle(DomainError):
    field = "parent"


def add_provider(*, title: str, by: Any, **values: Any) -> Provider:
    """Add who teaches teachers. ``values``: kind, the provider above, whose it is, its days on the list."""
    return add(Provider(title=clean(title), **values), by=by, action="training.add_provider")


def _provider(title: str, kind: str, by: Any) -> Provider:
    known = Provider.objects.filter(title=clean(title)).first()
    return known or add_provider(title=title, kind=kind, by=by)


@transaction.atomic
def edit_provider(provider: Provider, *, by: Any, reason: str = "", **values: Any) -> Provider:
    """Correct a provider. Raises: StandsInCircle."""
    above = values.get("parent")
    while above is not None:
        if above == provider:
            raise StandsInCircle("Организатор не может входить сам в себя.")
        above = above.parent
    return change(provider, values, by=by, action="training.edit_provider", reason=reason)


@transaction.atomic
def add_programme(
    *,
    title: str,
    hours: int,
    by: Any,
    provider: Provider | None = None,
    provider_title: str = "",
    provider_kind: str = "",
    topics: Iterable[Term] = (),
    **values: Any,
) -> Programme:
    """Add a programme of a known provider, or of a new one named ``provider_title``. ``values``: its other columns."""
    provider = provider or _provider(provider_title, provider_kind, by)
    programme = Programme(provider=provider, title=clean(title), hours=hours, **values)
    return add(programme, by=by, action="training.add_programme", topics=topics)


@transaction.atomic
def edit_programme(
    programme: Programme,
    *,
    by: Any,
    provider: Provider | None = None,
    provider_title: str = "",
    provider_kind: str = "",
    reason: str = "",
    **values: Any,
) -> Programme:
    """Correct a programme: everybody who completed it gets the correction, whoever has a seat its hours. Raises: TooMuchAtOnce, Stale."""
    hours = programme.hours
    if provider or provider_title:
        values["provider"] = provider or _provider(provider_title, provider_kind, by)
    change(programme, values, by=by, action="training.edit_programme", reason=reason)
    if programme.hours > hours:
        seated = programme.requests.filter(state__in=LIVE, session__isnull=False)
        check_load(seated.values_list("person", flat=True), by=by, about=programme, reason=reason)
    return programme
