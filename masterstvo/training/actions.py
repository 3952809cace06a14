"""Everything that changes programmes and completed courses."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, change, remove
from masterstvo.core.models import Term
from masterstvo.core.words import clean
from masterstvo.people.models import Person
from masterstvo.training.models import Programme, Provider, Training


def _provider(title: str, kind: str, by: Any) -> Provider:
    known = Provider.objects.filter(title=clean(title)).first()
    return known or add(Provider(title=clean(title), kind=kind), by=by, action="training.add_provider")


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
    """Correct a programme: everybody who completed it gets the correction."""
    if provider or provider_title:
        values["provider"] = provider or _provider(provider_title, provider_kind, by)
    return change(programme, values, by=by, action="training.edit_programme", reason=reason)


def add_training(
    *,
    person: Person,
    programme: Programme,
    finished_on: dt.date,
    by: Any,
    starts_on: dt.date | None = None,
    document: str = "",
) -> Training:
    training = Training(
        person=person, programme=programme, starts_on=starts_on, finished_on=finished_on, document=document
    )
    return add(training, by=by, action="training.add_training")


def edit_training(training: Training, *, by: Any, reason: str = "", **values: Any) -> Training:
    return change(training, values, by=by, action="training.edit_training", reason=reason)


def remove_training(training: Training, *, by: Any, reason: str) -> None:
    remove(training, by=by, action="training.remove_training", reason=reason)
