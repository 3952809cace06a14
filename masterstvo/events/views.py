"""Events and participation: the list, the page of one event, and their editing."""

from django.db.models import Count, Q, Value
from django.shortcuts import render
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import lines, list_page
from masterstvo.core.numbers import counted
from masterstvo.core.paging import paginate
from masterstvo.core.views import done, requires, show_form
from masterstvo.events.actions import (
    add_event,
    add_participation,
    edit_event,
    edit_participation,
    remove_event,
    remove_participation,
)
from masterstvo.events.forms import (
    EventCorrectionForm,
    EventForm,
    ParticipationCorrectionForm,
    ParticipationForm,
)
from masterstvo.events.models import Event, Participation
from masterstvo.events.rules import (
    editable_events,
    editable_participations,
    visible_events,
    visible_participations,
)
from masterstvo.events.tables import EVENTS, PARTICIPANTS
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality
from masterstvo.people.queries import smallest_group, with_work
from masterstvo.people.rules import editable_people, visible_people

LIST = "events:event_list"


@requires("events.view_event")
def event_list(request):
    rows = visible_events(request.user).filter(municipality=municipality_key(request.municipality))
    person = "participations__person"
    rows = rows.annotate(
        n_people=Count(person, distinct=True),
        n_others=Count(
            person, distinct=True, filter=~Q(**{f"{person}__in": visible_people(request.user).values("pk")})
        ),
        least=Value(smallest_group(timezone.localdate())),
    ).order_by("-held_on", "title", "pk")
    return list_page(request, "events/event_list.html", EVENTS, rows, editable=editable_events)


@requires("events.view_event", among=visible_events)
def event_detail(request, event):
    shown = visible_participations(request.user).filter(event=event).select_related("person")
    page = paginate(request, with_work(shown, path="person").order_by("person", "role"))
    words = terms.titles_of("event_kind", "level", "participation_role")
    own = editable_participations(request.user).filter(event=event).values_list("pk", flat=True)
    whole = event.participations.count()
    n_others = whole - page.n_rows
    are_told = not n_others or n_others >= smallest_group(timezone.localdate())
    context = {
        "event": event,
        "words": words,
        "topics": [topic.title for topic in event.topics.all()],
        "page": page,
        "table": lines(
            "Участники", PARTICIPANTS.columns, page.rows, words, edit=PARTICIPANTS.edit, editable=set(own)
        ),
        "note": (counted(whole, "запись", "записи", "записей") if are_told else "Всего записей: скрыто")
        + (f", ваших — {page.n_rows}" if n_others else ""),
        "may_change": request.user.has_perm("events.change_event", event),
        "history": history(event),
    }
    return render(request, "events/event_detail.html", context)


@requires("events.change_event")
def event_create(request):
    here = editable_municipality(request)
    form = bind(EventForm, request, instance=Event(municipality=here))
    if event := submit(form, add_event, municipality=here, by=request.user):
        return done(request, "Событие внесено. Теперь можно внести участников.", event)
    return show_form(request, "events/event_create.html", form)


@requires("events.change_event", among=visible_events)
def event_edit(request, event):
    form = bind(EventCorrectionForm, request, instance=event)
    if submit(form, edit_event, event, by=request.user):
        return done(request, "Событие исправлено.", event)
    return show_form(request, "events/event_edit.html", form, object=event)


@requires("events.change_event", among=visible_events)
def event_delete(request, event):
    form = bind(ReasonForm, request)
    if submit(form, remove_event, event, by=request.user):
        return done(request, "Событие удалено.", LIST)
    return show_form(request, "events/event_delete.html", form, object=event)


@requires("events.create_participation", among=visible_events)
def participation_create(request, event):
    among = {"person": with_work(editable_people(request.user))}
    form = bind(ParticipationForm, request, instance=Participation(event=event), among=among)
    if submit(form, add_participation, event=event, by=request.user):
        return done(request, "Участник внесён.", event)
    return show_form(request, "events/participation_create.html", form, event=event)


@requires("events.change_participation", among=visible_participations)
def participation_edit(request, participation):
    among = {"person": with_work(editable_people(request.user))}
    form = bind(ParticipationCorrectionForm, request, instance=participation, among=among)
    if submit(form, edit_participation, participation, by=request.user):
        return done(request, "Участие исправлено.", participation.event)
    return show_form(
        request, "events/participation_edit.html", form, object=participation, event=participation.event
    )


@requires("events.change_participation", among=visible_participations)
def participation_delete(request, participation):
    form = bind(ReasonForm, request)
    if submit(form, remove_participation, participation, by=request.user):
        return done(request, "Участие удалено.", participation.event)
    return show_form(
        request, "events/participation_delete.html", form, object=participation, event=participation.event
    )
