"""Events: the list, one event, its words, its states, its programme and materials."""

from django.conf import settings
from django.db.models import Count, Q, Value
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core import terms
from masterstvo.core.dates import day_named
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.history import history
from masterstvo.core.ical import ical_response
from masterstvo.core.listing import lines, list_page
from masterstvo.core.numbers import counted
from masterstvo.core.paging import paginate
from masterstvo.core.views import done, requires, show_form, site_of, tried
from masterstvo.events import panels
from masterstvo.events.actions.event import (
    add_event,
    cancel_event,
    edit_event,
    hold_event,
    open_event,
    plan_event,
    remove_event,
)
from masterstvo.events.actions.speaker import enter_speakers
from masterstvo.events.actions.survey import open_survey
from masterstvo.events.agenda import entry_for
from masterstvo.events.choices import COMING, RegistrationState
from masterstvo.events.forms import EventCorrectionForm, NewEventForm
from masterstvo.events.models import Event
from masterstvo.events.queries.asking import request_of
from masterstvo.events.queries.audience import topics_and_audience
from masterstvo.events.queries.collisions import collisions
from masterstvo.events.queries.seats import with_seats
from masterstvo.events.queries.speakers import speakers_left_out
from masterstvo.events.queries.survey import survey_told
from masterstvo.events.rules import (
    editable_events,
    editable_participations,
    keeps_for_authority,
    known_events,
    place_of_new_event,
    visible_events,
    visible_participations,
    visible_registrations,
)
from masterstvo.events.tables import EVENTS, PARTICIPANTS, REGISTERED, look_of, with_certificates
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.agenda import on_days
from masterstvo.people.asked import alike, asked_in_weeks, shown
from masterstvo.people.queries import smallest_group, with_work
from masterstvo.people.rules import visible_people
from masterstvo.plans.actions.activity import token_of
from masterstvo.plans.panels import activities_to_choose
from masterstvo.plans.queries.doings import proposals_for
from masterstvo.plans.rules import visible_activities

LIST, LOOK = "events:event_list", "look"
OF_SCHOOL = "organization"  # key of «level»
MOVES = {  # what a button asks for: the action and what is said then
    "open": (open_event, "Запись открыта."),
    "plan": (plan_event, "Записи пока нет: событие запланировано."),
    "hold": (hold_event, "Событие состоялось. Оно уже в карточках участников и в показателях."),
    "cancel": (cancel_event, "Событие отменено."),
    "speakers": (enter_speakers, "Выступавшие внесены в участники."),
    "survey": (open_survey, "Опрос открыт: кто был, получил приглашение. Имён в ответах нет."),
}


@requires("events.view_event")
def event_list(request):
    rows = visible_events(request.user).filter(municipality=municipality_key(request.municipality))
    person = "participations__person"
    rows = with_seats(rows).annotate(
        n_people=Count(person, distinct=True),
        n_others=Count(
            person, distinct=True, filter=~Q(**{f"{person}__in": visible_people(request.user).values("pk")})
        ),
        least=Value(smallest_group(timezone.localdate())),
    )
    return list_page(
        request,
        "events/event_list.html",
        EVENTS,
        rows.select_related("venue")
        .prefetch_related("topics__merged_into")
        .order_by("-held_on", "title", "pk"),
        editable=editable_events,
    )


@requires("events.view_event", among=visible_events)
def event_detail(request, event):
    event = (
        with_seats(visible_events(request.user))
        .select_related("venue", "organization", "survey__campaign__version__instrument")
        .get(pk=event.pk)
    )
    words = terms.titles_of("event_kind", "event_format", "level", "participation_role")
    may_change = request.user.has_perm("events.change_event", event)
    topics, audience = topics_and_audience(event)
    context = {
        "event": event,
        "look": look_of(event.state),
        "words": words,
        "is_coming": event.state in COMING,
        "is_early": event.held_on > timezone.localdate(),
        "is_over": event.held_on < timezone.localdate(),
        "topics": topics,
        "audience": audience,
        "quotas": event.quotas.select_related("organization").order_by("organization__title", "pk"),
        "sessions": event.sessions.order_by("starts_at", "pk"),
        "materials": event.materials.order_by("pk"),
        "photos": event.photos.order_by("pk"),
        "activities": _activities(event),
        "may_change": may_change,
        "may_accept": request.user.has_perm("plans.change_activity"),
        "may_ask": may_change and keeps_for_authority(request.user, event),
        "may_mark": request.user.has_perm("events.take_attendance", event),
        "left_out": speakers_left_out(event) if may_change else [],
        **(_beside(event, request.user) if may_change and event.state in COMING else {}),
        "history": history(event),
        "panels": panels.detail.panels(request.user, event),
        "survey": survey_told(event, request.user, site_of(request)),
        **(_seats(request, event, words) if event.state in COMING else _participants(request, event, words)),
    }
    return render(request, "events/event_detail.html", context)


@requires("events.take_to_calendar", among=known_events)
def event_ical(request, event):
    """One event for a calendar, under the same key as in secret links, so that it is never there twice."""
    entry = entry_for(request.user, event)
    return ical_response(
        f"event-{event.pk}.ics", event.title, [entry], site=settings.SITE or site_of(request)
    )


def _beside(event, user):
    """Return what is in the way of an event to come, and what is asked of the same schools in the same weeks."""
    asked = asked_in_weeks(event.municipality_id, event.held_on, event.last_day)
    own = request_of(event)
    planned = next((each for each in asked if each.key == own.key), own)
    return {
        "in_the_way": collisions(event, asked, names=keeps_for_authority(user, event)),
        "asked_already": shown(alike(planned, asked), user),
    }


def _seats(request, event, words):
    """Return the list of those who are registered, as far as the reader may know them."""
    active = event.registrations.exclude(state=RegistrationState.CANCELLED)
    shown = visible_registrations(request.user).filter(pk__in=active.values("pk"))
    shown = shown.select_related("person", "organization").order_by("queued_at", "pk")
    page = paginate(request, shown)
    n_active = event.n_seated + event.n_waiting
    told = f"Занято {event.n_seated} из {event.capacity}" if event.capacity else ""
    waiting = f"ждут {event.n_waiting}" if event.n_waiting else ""
    own = f"ваших — {page.n_rows}" if page.n_rows < n_active else ""
    return {
        "page": page,
        "table": lines("Записались", REGISTERED, page.rows, words),
        "note": ", ".join(filter(None, (told, waiting, own))),
    }


def _participants(request, event, words):
    shown = visible_participations(request.user).filter(event=event).select_related("person")
    shown = with_certificates(with_work(shown, path="person"), request.user)
    page = paginate(request, shown.order_by("person", "role"))
    own = editable_participations(request.user).filter(event=event).values_list("pk", flat=True)
    whole = event.participations.count()
    n_others = whole - page.n_rows
    are_told = not n_others or n_others >= smallest_group(timezone.localdate())
    table = lines(
        "Участники", PARTICIPANTS.columns, page.rows, words, edit=PARTICIPANTS.edit, editable=set(own)
    )
    return {
        "page": page,
        "table": table,
        "note": (counted(whole, "запись", "записи", "записей") if are_told else "Всего записей: скрыто")
        + (f", ваших — {page.n_rows}" if n_others else ""),
    }


def _activities(event):
    """Return the activities of the event with what is proposed to them. Shape: [(activity, proposal, token)]. Queries: those of the sources and one."""
    rows = event.activities.select_related("plan").order_by("plan", "position", "pk")
    return [(activity, told, token_of(activity)) for activity, told in proposals_for(list(rows))]


# --- Words and states -----------------------------------------------------------------------------------------------
def _offered(request, event=None):
    """Return what the form of an event lets choose from."""
    here, year = municipality_key(request.municipality), timezone.localdate().year - 1
    readable = visible_activities(request.user)
    return {
        "organizations": organizations_here(request),
        "activities": activities_to_choose(readable, here, year, event and event.activities.all()),
    }


@requires("events.change_event")
def event_create(request):
    here, school = place_of_new_event(request)
    asked, day = request.GET.get("activity", ""), day_named(request.GET.get("day", ""))
    initial = {"activities": [asked] if asked.isdigit() else [], "held_on": day}
    whose = _whose(school)
    form = bind(
        NewEventForm,
        request,
        instance=Event(municipality=here, **whose),
        initial=initial,
        is_of_school=bool(school),
        **_offered(request),
    )
    looks = LOOK in request.POST
    if not looks and (event := submit(form, add_event, municipality=here, by=request.user, **whose)):
        return done(request, "Событие внесено.", event)
    last, beside = day, {}
    if has_looked := looks and form.is_valid():
        planned = form.instance
        planned.state = form.cleaned_data["state"]
        day, last, beside = planned.held_on, planned.last_day, _beside(planned, request.user)
    return show_form(
        request,
        "events/event_create.html",
        form,
        day=day,
        on_that_day=on_days(request.user, here.pk, day, last) if day and last else [],
        has_looked=has_looked,
        **beside,
    )


def _whose(school):
    """Return what is said of an event of a school without asking."""
    return {"organization": school, "level": OF_SCHOOL, "organizer": str(school)} if school else {}


@requires("events.change_event", among=visible_events)
def event_edit(request, event):
    is_of_school = not keeps_for_authority(request.user, event)
    form = bind(
        EventCorrectionForm, request, instance=event, is_of_school=is_of_school, **_offered(request, event)
    )
    if submit(form, edit_event, event, by=request.user):
        return done(request, "Событие исправлено.", event)
    return show_form(request, "events/event_edit.html", form, object=event)


@requires("events.change_event", among=visible_events)
def event_delete(request, event):
    form = bind(ReasonForm, request)
    if submit(form, remove_event, event, by=request.user):
        return done(request, "Событие удалено.", LIST)
    return show_form(request, "events/event_delete.html", form, object=event)


@require_POST
@requires("events.change_event", among=visible_events)
def event_move(request, event):
    """Do what a button says: open, plan, hold, cancel, enter who spoke, or ask those who were there."""
    action, text = MOVES.get(request.POST.get("do", ""), (None, ""))
    if action is None:
        raise Http404
    if action is open_survey and not keeps_for_authority(request.user, event):
        raise Http404  # its answers belong to the authority's surveys
    values = {"reason": request.POST.get("reason", "")} if action is cancel_event else {}
    return tried(request, text, event, action, event, **values)
