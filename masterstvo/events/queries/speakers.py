"""Who speaks at an event by its programme."""

from masterstvo.events.choices import LISTENER, EventState
from masterstvo.events.models import Event
from masterstvo.people.models import Person


def in_programme(event: Event) -> set[int]:
    """Return the keys of the people whose cards the programme names. Queries: one."""
    rows = event.sessions.filter(person__isnull=False, person__erased_on=None)
    return set(rows.order_by().values_list("person_id", flat=True))


def speakers_left_out(event: Event) -> list[Person]:
    """Return whom the programme of a held event names and who took part as a listener at most, by name. Queries: one."""
    if event.state != EventState.HELD:
        return []
    told = event.participations.exclude(role=LISTENER).values("person")
    named = event.sessions.filter(person__isnull=False).order_by().values("person")
    people = Person.objects.filter(pk__in=named, erased_on=None).exclude(pk__in=told)
    return list(people.order_by("last_name", "first_name", "pk"))
