"""Inviting to open events: whom each is for is counted before anybody is told."""

from django.shortcuts import render
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.numbers import counted
from masterstvo.core.views import requires, tried
from masterstvo.events.actions.inviting import invite_people
from masterstvo.events.choices import EventState
from masterstvo.events.queries.circle import circles
from masterstvo.events.rules import editable_events
from masterstvo.organizations.queries import municipality_key

SHOWN_AT_MOST = 100


@requires("events.change_event")
def event_invite(request):
    """One event (``?event=``) or all that are open: a tick each, with how many accounts will be told."""
    today, here = timezone.localdate(), request.municipality
    rows = editable_events(request.user).filter(
        municipality=municipality_key(here), state=EventState.OPEN, held_on__gte=today
    )
    if request.method == "POST":
        chosen = set(request.POST.getlist("events"))
        events = [each for each in rows if str(each.pk) in chosen]
        return tried(request, _told, request.path, invite_people, here, events=events)
    events = list(rows.select_related("venue").order_by("held_on", "starts_time", "pk")[:SHOWN_AT_MOST])
    asked = request.GET.get("event", "")
    found = circles(municipality_key(here), events, today) if events else []
    context = {
        "rows": [
            (each, bool(each.people or each.heads) and asked in ("", str(each.event.pk))) for each in found
        ],
        "n_accounts": len({user for each in found for user in each.people | each.heads}),
        "words": terms.titles_of("event_format"),
    }
    return render(request, "events/event_invite.html", context)


def _told(number):
    return f"Приглашены: {counted(number, 'человек', 'человека', 'человек')}. Остальные узнают от своих школ."
