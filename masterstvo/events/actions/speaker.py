"""Who stands in the programme has a seat as a speaker, and is offered as one who took part once the event is over."""

import copy
from collections.abc import Collection
from typing import Any

from django.db import transaction

from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.events.actions.participation import add_participation, edit_participation
from masterstvo.events.actions.registration import days_of, put_down, seat_waiting
from masterstvo.events.actions.telling import News, tell
from masterstvo.events.choices import COMING, LISTENER, SPEAKER, EventState, RegistrationState
from masterstvo.events.models import Event, Registration
from masterstvo.events.queries.speakers import in_programme, speakers_left_out
from masterstvo.people.asked import homes_of
from masterstvo.people.load import check_load
from masterstvo.people.models import Person


class NobodySpoke(DomainError):
    pass


def seat_speakers(event: Event, *, before: Collection[int], by: Any) -> list[int]:
    """Put down as speakers those whom the programme names; return their keys. Whoever gave the seat back is not put down again.

    ``before``: keys of those whom it named before: who is new in it gets a seat whatever was, who is no longer in it loses it unless
    they were there already. The caller has locked the row of the event.
    """
    if event.state not in COMING:
        return []
    speaking = in_programme(event)
    known = {each.person_id: each for each in event.registrations.all()}
    new = [person for person in speaking if person not in known or _steps_up(known[person], before)]
    _take_back(event, [known[each] for each in before if each in known and each not in speaking], by)
    homes = homes_of(new, event.held_on)
    for person in Person.objects.filter(pk__in=new):
        put_down(known.get(person.pk), event, person, homes.get(person.pk), SPEAKER, True, by)
    if new:
        # Nobody is there to be asked for a reason: the programme says it.
        check_load(new, by=by, about=event, within=days_of(event), reason="Выступает по программе события")
    tell(event, new, News.SPEAKS, by=by)
    if event.state == EventState.OPEN:
        seat_waiting(event, by=by)  # whoever listens no longer has left a seat
    return new


def _steps_up(earlier: Registration, before: Collection[int]) -> bool:
    is_seated = earlier.state == RegistrationState.REGISTERED
    return earlier.person_id not in before and (not is_seated or earlier.role == LISTENER)


def _take_back(event: Event, rows: Collection[Registration], by: Any) -> None:
    there = set(event.participations.filter(was_present=True).values_list("person_id", flat=True))
    gone = [
        each
        for each in rows
        if each.role == SPEAKER and each.state == RegistrationState.REGISTERED and each.person_id not in there
    ]
    for each in gone:
        change(each, {"state": RegistrationState.CANCELLED}, by=by, action="events.cancel_registration")
    tell(event, [each.person_id for each in gone], News.SPEAKS_NO_MORE, by=by)


@transaction.atomic
def enter_speakers(event: Event, *, by: Any) -> list[Person]:
    """Enter those whom the programme of a held event names as having been there and spoken. Raises: NobodySpoke."""
    event = lock(copy.copy(event))
    people = speakers_left_out(event)
    if not people:
        raise NobodySpoke("Все, кого называет программа, уже среди участников. Обновите страницу.")
    heard = event.participations.filter(person__in=people, role=LISTENER, certificates=None)
    rows = {each.person_id: each for each in heard}
    for person in people:
        if row := rows.get(person.pk):
            edit_participation(row, role=SPEAKER, was_present=True, by=by)
        else:
            add_participation(event=event, person=person, role=SPEAKER, by=by)
    return people
