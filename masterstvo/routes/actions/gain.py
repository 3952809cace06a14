"""What programmes and events give: written by the authority, read by the builder."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from masterstvo.core.audit import record
from masterstvo.core.versions import lock
from masterstvo.diagnostics.models import Competence
from masterstvo.events.models import Event
from masterstvo.organizations.models import Municipality
from masterstvo.routes.models import Gain
from masterstvo.routes.queries.offer import gains_of
from masterstvo.training.models import Programme


def set_programme_gains(
    programme: Programme,
    *,
    municipality: Municipality,
    competences: Collection[Competence],
    levels: int,
    by: Any,
) -> None:
    """Say which competences a programme gives, and how many levels of each, instead of what was said in this municipality."""
    _set(programme, "programme", municipality, competences, levels, by)


def set_event_gains(event: Event, *, competences: Collection[Competence], levels: int, by: Any) -> None:
    """The same of an event of a municipality."""
    _set(event, "event", event.municipality, competences, levels, by)


@transaction.atomic
def _set(
    thing: Programme | Event,
    of: str,
    municipality: Municipality,
    competences: Collection[Competence],
    levels: int,
    by: Any,
) -> None:
    lock(thing)
    before = list(gains_of(thing).filter(municipality=municipality))
    told = [sorted(f"{each.competence}: {each.levels}" for each in before)]
    told.append(sorted(f"{each}: {levels}" for each in competences))
    if told[0] == told[1]:
        return
    thing.gains.filter(municipality=municipality).delete()
    Gain.objects.bulk_create(
        Gain(municipality=municipality, competence=each, levels=levels, **{of: thing}) for each in competences
    )
    record(by, "routes.set_gains", thing, changes={"gains": tuple(told)})
