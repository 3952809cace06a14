"""Seats: for oneself, for one's people, by a list."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.forms import bind, submit
from masterstvo.core.numbers import counted
from masterstvo.core.qr import qr_picture
from masterstvo.core.views import done, requires, site_of, tried
from masterstvo.events.actions.attendance import Presence, mark_presence
from masterstvo.events.actions.registration import Outcome, cancel_registration, register_people
from masterstvo.events.choices import COMING, EventState, RegistrationState
from masterstvo.events.forms import PeopleForm
from masterstvo.events.models import Participation
from masterstvo.events.queries.names import people_named
from masterstvo.events.queries.seats import week_if_taken, with_seats
from masterstvo.events.rules import (
    editable_registrations,
    offered_events,
    organized_events,
    own_registrations,
    own_schools,
    people_registered_here,
    visible_certificates,
    visible_events,
)
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.models import Person
from masterstvo.people.queries import working

PAST_SHOWN = 20


# --- Oneself --------------------------------------------------------------------------------------------------------
@requires("events.register_oneself")
def event_own(request):
    """«Мои события»: what one may come to, where one is awaited, where one has been."""
    person = get_object_or_404(Person, user=request.user)
    if request.method == "POST":
        return _decide(request, person)
    today = timezone.localdate()
    own = (
        own_registrations(request.user)
        .exclude(state=RegistrationState.CANCELLED)
        .filter(event__held_on__gte=today, event__state__in=[*COMING, EventState.CANCELLED])
        .select_related("event__venue")
        .prefetch_related("event__sessions", "event__materials")
        .order_by("event__held_on", "event__starts_time", "pk")
    )
    taken = list(own)
    offered = with_seats(offered_events(request.user)).exclude(pk__in=[each.event_id for each in taken])
    events = list(
        offered.select_related("venue")
        .prefetch_related("sessions")
        .order_by("held_on", "starts_time", "title", "pk")
    )
    weeks = week_if_taken(person, events, today)
    past = Participation.objects.filter(person=person, event__state=EventState.HELD)
    past = past.select_related("event__survey__campaign").prefetch_related(
        Prefetch("certificates", visible_certificates(request.user), to_attr="in_force"), "event__materials"
    )
    context = {
        "person": person,
        "taken": [(each, _qr(request, each)) for each in taken],
        "offered": [(each, weeks.get(each.pk, "")) for each in events],
        "organized": organized_events(request.user).filter(state__in=COMING).order_by("held_on", "pk"),
        "past": [
            (each, _survey_of(each, today)) for each in past.order_by("-event__held_on", "-pk")[:PAST_SHOWN]
        ],
        "words": terms.titles_of("event_kind", "event_format", "participation_role"),
    }
    return render(request, "events/event_own.html", context)


def _survey_of(participation, today):
    """Return the survey that whoever was there may still answer."""
    survey = getattr(participation.event, "survey", None)
    return (
        survey.campaign if survey and participation.was_present and survey.campaign.is_open(today) else None
    )


def _decide(request, person):
    """Take a seat or give it back."""
    asked = request.POST.get("event", "0")
    key = int(asked) if asked.isdigit() else 0
    if "cancel" in request.POST:
        row = get_object_or_404(own_registrations(request.user), event=key)
        return tried(request, "Запись снята.", request.path, cancel_registration, row)
    event = get_object_or_404(offered_events(request.user), pk=key)
    return tried(
        request,
        _told,
        request.path,
        register_people,
        event,
        people=[person],
        reason=request.POST.get("reason", ""),
    )


def _qr(request, registration):
    """Return the picture that the organizer's phone reads; None for whoever has no seat."""
    if registration.state != RegistrationState.REGISTERED or registration.event.state not in COMING:
        return None
    url = reverse("events:presence_confirm", args=[registration.event_id, registration.code])
    return qr_picture(site_of(request) + url, scale=5)


def _told(outcome: Outcome) -> str:
    """Return what came of it in words."""
    parts = []
    if outcome.registered:
        parts.append(f"Записано: {len(outcome.registered)}.")
    if outcome.waiting:
        waiting = counted(len(outcome.waiting), "человек", "человека", "человек")
        parts.append(f"Мест не хватило, в листе ожидания: {waiting}. Место дадим, как только освободится.")
    if outcome.already:
        parts.append(f"Уже были записаны: {len(outcome.already)}.")
    return " ".join(parts)


# --- Others ---------------------------------------------------------------------------------------------------------
@requires("events.create_participation", among=visible_events)
def event_register(request, event):
    """Put down several people: ticked or by a list. Once the event is over, they are entered as having been there."""
    if event.state in (EventState.PLANNED, EventState.CANCELLED):
        messages.error(request, "Запись на это событие сейчас не идёт.")
        return redirect(event)
    own = editable_registrations(request.user).filter(event=event).exclude(state=RegistrationState.CANCELLED)
    if "cancel" in request.POST:
        key = request.POST["cancel"]
        row = get_object_or_404(own, pk=key if key.isdigit() else 0)
        return tried(request, f"Запись снята: {row.person}.", request.path, cancel_registration, row)
    among = people_registered_here(request)
    organization, ticked = _ticked(request, event, among)
    form = bind(PeopleForm, request, ticked=ticked)
    found = _named(request, form, among)
    unclear = [each for each in found if not each.chosen]
    named = [each.chosen for each in found]
    is_clear = not unclear or "anyway" in request.POST
    if is_clear and (outcome := submit(form, _put_down, event, by=request.user, named=named)):
        return done(request, _told(outcome), event)
    context = {
        "event": event,
        "form": form,
        "found": found,
        "unclear": unclear,
        "n_clear": len(found) - len(unclear),
        "organizations": organizations_here(request),
        "organization": organization,
        "registered": own.select_related("person", "organization").order_by("person__last_name", "pk"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "events/event_register.html", context, status=status)


def _ticked(request, event, among):
    """Return the organization whose people are offered to be ticked, and these people: one's own school, or the one asked for."""
    mine = own_schools(request.user)
    asked = request.GET.get("organization", "")
    key = int(asked) if asked.isdigit() else mine[0] if mine else 0
    organization = organizations_here(request).filter(pk=key).first()
    if organization is None:
        return None, Person.objects.none()
    there = event.registrations.exclude(state=RegistrationState.CANCELLED).values("person")
    staff = working(timezone.localdate(), organization=organization)
    return organization, among.filter(pk__in=staff.values("pk")).exclude(pk__in=there)


def _named(request, form, among):
    """Return whom the pasted lines mean, with the namesakes that the reader has chosen between."""
    if not form.is_bound or not form.is_valid():
        return []
    lines = [line for line in form.cleaned_data["names"].splitlines() if line.strip()]
    found = people_named(lines, among) if lines else []
    for number, each in enumerate(found):
        key = request.POST.get(f"who-{number}", "")
        each.chosen = each.chosen or next((person for person in each.people if str(person.pk) == key), None)
    return found


def _put_down(event, *, by, named, role, reason, names="", people=()):
    everybody = list(dict.fromkeys([*people, *filter(None, named)]))
    if event.state != EventState.HELD:
        return register_people(event, people=everybody, by=by, role=role, reason=reason)
    mark_presence(event, presences=[Presence(each, True) for each in everybody], by=by, role=role)
    return Outcome(registered=everybody)
