"""Participation by hand: one person in one role."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.events.actions.participation import (
    add_participation,
    edit_participation,
    remove_participation,
)
from masterstvo.events.forms import ParticipationCorrectionForm, ParticipationForm
from masterstvo.events.models import Participation
from masterstvo.events.rules import visible_events, visible_participations
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people


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
