"""Telling those whom open events are for: each of one event once, of several events in one notice."""

import copy
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.audit import record
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import counted
from masterstvo.core.versions import lock
from masterstvo.core.words import quoted
from masterstvo.events.choices import EventState
from masterstvo.events.models import Event
from masterstvo.events.queries.circle import INVITATION, circles
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality

AT_ONCE = 12  # events in one notice: its key names them all
NAMED = 3


class NobodyToInvite(DomainError):
    pass


@transaction.atomic
def invite_people(municipality: Municipality, *, events: Collection[Event], by: Any) -> int:
    """Tell those whom ``events`` are for and the heads of their schools; return how many accounts were told. Raises: NobodyToInvite."""
    today = timezone.localdate()
    rows = [lock(copy.copy(each)) for each in sorted(events, key=lambda each: each.pk)]
    there = [each for each in rows if each.state == EventState.OPEN and each.held_on >= today]
    if not there:
        raise NobodyToInvite("Отметьте события, на которые открыта запись.")
    told: set[int] = set()
    for first in range(0, len(there), AT_ONCE):
        told |= _invite(municipality, there[first : first + AT_ONCE], by)
    if not told:
        raise NobodyToInvite("Звать некого: кому эти события адресованы, те уже знают о них.")
    return len(told)


def _invite(municipality: Municipality, events: Sequence[Event], by: Any) -> set[int]:
    for_people: dict[int, list[Event]] = defaultdict(list)
    for_heads: dict[int, list[Event]] = defaultdict(list)
    me = {by.pk} if by else set()
    for circle in circles(municipality.pk, events, timezone.localdate()):
        asked, heads = circle.people - me, circle.heads - me
        for user in asked:
            for_people[user].append(circle.event)
        for user in heads:
            for_heads[user].append(circle.event)
        if asked or heads:
            changes = {"invited": (None, len(asked | heads))}
            record(by, "events.invite_people", circle.event, changes=changes)
    _tell(for_people, tail="", url=lambda each: reverse("events:event_own") + "#offered")
    _tell(for_heads, tail=" Запишите своих сотрудников или передайте им.", url=_page_of)
    return {*for_people, *for_heads}


def _page_of(events: Sequence[Event]) -> str:
    if len(events) == 1:
        return events[0].get_absolute_url()
    return f"{reverse('events:event_list')}?state={EventState.OPEN}"


def _tell(offers: dict[int, list[Event]], *, tail: str, url: Any) -> None:
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    known = {}
    for user, events in offers.items():
        keys = tuple(each.pk for each in events)
        known[keys] = events
        alike[keys].append(user)
    for keys, users in sorted(alike.items()):
        notify(
            sorted(users),
            kind=NoticeKind.INVITATION,
            text=_words(known[keys]) + tail,
            url=url(known[keys]),
            key=INVITATION + "-".join(map(str, keys)),
        )


def _words(events: Sequence[Event]) -> str:
    named = [f"{quoted(each.title)}, {short_date(each.held_on)}" for each in events[:NAMED]]
    if len(events) == 1:
        return f"Открыта запись на событие: {named[0]}."
    more = f" и ещё {len(events) - NAMED}" if len(events) > NAMED else ""
    many = counted(len(events), "событие", "события", "событий")
    return f"Открыта запись на {many}: {'; '.join(named)}{more}."
