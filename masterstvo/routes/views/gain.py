"""Pages that say which competences a programme or an event gives, and which practices an event shows."""

from django.utils import timezone

from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.events.rules import visible_events
from masterstvo.organizations.rules import editable_municipality
from masterstvo.routes.actions.gain import set_programme_gains
from masterstvo.routes.actions.showing import describe_event
from masterstvo.routes.forms.gain import EventGainsForm, GainsForm
from masterstvo.routes.queries.offer import competences_here, gains_of
from masterstvo.training.rules import visible_programmes

SAID = "Записано. Подбор шагов теперь это учитывает."


@requires("routes.change_programme_gains", among=visible_programmes)
def programme_gains(request, programme):
    municipality = editable_municipality(request)
    form = _form(request, programme, municipality.pk, GainsForm)
    if submit(form, set_programme_gains, programme, municipality=municipality, by=request.user):
        return done(request, SAID, "training:programme_edit", programme.pk)
    return show_form(request, "routes/programme_gains.html", form, object=programme)


@requires("routes.change_event_gains", among=visible_events)
def event_gains(request, event):
    form = _form(request, event, event.municipality_id, EventGainsForm, event=event)
    if submit(form, describe_event, event, by=request.user):
        return done(request, SAID, event)
    return show_form(request, "routes/event_gains.html", form, object=event)


def _form(request, thing, municipality, kind, **kwargs):
    there = list(gains_of(thing).filter(municipality=municipality))
    return bind(
        kind,
        request,
        known=competences_here(municipality, timezone.localdate()),
        initial={
            "competences": [each.competence_id for each in there],
            "levels": max((each.levels for each in there), default=1),
        },
        **kwargs,
    )
