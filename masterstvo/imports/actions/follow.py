"""What follows from records that came in a file, beyond the records themselves."""

from collections.abc import Iterable
from typing import Any

from masterstvo.diagnostics.actions import release_imported, settle_many, take_imported
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.events.actions.event import WHEN_AND_WHERE, tell_moved
from masterstvo.events.models import Event, Participation
from masterstvo.imports.models import ImportBatch
from masterstvo.routes.actions.seat import follow_imported
from masterstvo.routes.actions.seat import release_imported as release_seats
from masterstvo.training.models import Training

MEASUREMENT, EVENT = Diagnostic._meta.label_lower, Event._meta.label_lower
SEATS = {"trainings": Training._meta.label_lower, "participations": Participation._meta.label_lower}


def follow_records(
    batch: ImportBatch, written: Iterable[tuple[str, int, dict[str, Any]]], *, by: Any
) -> None:
    """Let measurements find their competences and deficits, let courses and events finish the steps of routes; tell whoever goes to an event that was moved.

    Shape: ``written`` is (label of the model, key, what changed), with nothing changed for a new record.
    """
    written = list(written)
    follow_imported(**_of_seats((label, key) for label, key, _ in written), by=by)
    keys = [key for label, key, _ in written if label == MEASUREMENT]
    if keys:
        take_imported(keys, municipality=batch.municipality_id, by=by)
    moved = [key for label, key, changes in written if label == EVENT and WHEN_AND_WHERE & changes.keys()]
    tell_moved(Event.objects.filter(pk__in=moved).order_by("pk"), by=by)


def before_undo(written: Iterable[tuple[str, int]], *, by: Any) -> set[int]:
    """Take back what only followed from the records that are about to go; return the people to settle afterwards."""
    written = list(written)
    release_seats(**_of_seats(written), by=by)
    keys = [key for label, key in written if label == MEASUREMENT]
    return release_imported(keys, by=by) if keys else set()


def after_undo(people: set[int], *, by: Any) -> None:
    """Let what is left of the measurements say again which deficits there are."""
    if people:
        settle_many(people, by=by)


def _of_seats(written: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    written = list(written)
    return {name: [key for label, key in written if label == wanted] for name, wanted in SEATS.items()}
