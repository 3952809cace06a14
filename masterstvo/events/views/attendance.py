"""Who was there: the list on a phone, the QR of one person, the code of the hall, the log of a webinar."""

from dataclasses import asdict

from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.forms import bind
from masterstvo.core.qr import qr_picture
from masterstvo.core.sandbox import run_limited
from masterstvo.core.scanning import refuse_infected
from masterstvo.core.views import done, render_page, requires, show_form, site_of, tried
from masterstvo.events.actions.attendance import Presence, come_oneself, mark_presence
from masterstvo.events.choices import EventState, RegistrationState
from masterstvo.events.forms import LogForm
from masterstvo.events.models import Registration
from masterstvo.events.queries.attendance import attendance_list, last_threshold, verdicts
from masterstvo.events.queries.hall import HALL_HOLDS, event_of_hall, hall_code, takes_place
from masterstvo.events.reading import Visitor, read_log
from masterstvo.events.rules import people_registered_here, seen_events
from masterstvo.people.models import Person

PREVIEW_HOLDS = 6 * 3600  # seconds
HALL_RENEWS = 60  # seconds
ANSWERS = {"1": True, "0": False}


@requires("events.take_attendance", among=seen_events)
def event_attendance(request, event):
    """One tap a person; htmx gets the one row back."""
    rows = attendance_list(event)
    known = {str(each.person.pk): each.person for each in rows}
    if request.method == "POST":
        person = known.get(request.POST.get("person", ""))
        is_there = ANSWERS.get(request.POST.get("present", ""))
        if person is None or is_there is None:
            return done(request, "Этого человека в списке уже нет. Обновите страницу.", request.path)
        if not request.htmx:
            where = f"{request.path}#p{person.pk}"
            presences = [Presence(person, is_there)]
            return tried(request, f"Отмечено: {person}.", where, mark_presence, event, presences=presences)
        refusal = _mark(request, event, person, is_there)
        row = attendance_list(event, only=person.pk)[0]
        return render(
            request,
            "events/_attendance_row.html",
            {"event": event, "row": row, "refusal": refusal, "words": _words()},
        )
    with_codes = "sheet" in request.GET
    context = {
        "event": event,
        "rows": rows,
        "pictures": {each.person.pk: _picture(request, event, each) for each in rows if each.code}
        if with_codes
        else {},
        "with_codes": with_codes,
        "n_present": sum(each.was_present is True for each in rows),
        "n_unsaid": sum(each.was_present is None and not each.is_waiting for each in rows),
        "words": _words(),
        "may_change": request.user.has_perm("events.change_event", event),
        "is_held": event.state == EventState.HELD,
        "is_early": event.held_on > timezone.localdate(),
    }
    return render_page(request, "events/event_attendance.html", context, piece="events/_attendance_rows.html")


def _picture(request, event, row):
    """Return the code of a seat for the sheet: whoever has no phone is found by it as well."""
    url = reverse("events:presence_confirm", args=[event.pk, row.code])
    return qr_picture(site_of(request) + url, scale=2)


def _words():
    return terms.titles_of("participation_role")


def _mark(request, event, person, is_there):
    try:
        mark_presence(event, presences=[Presence(person, is_there)], by=request.user)
    except DomainError as refusal:
        return str(refusal)
    return ""


@requires("events.take_attendance", among=seen_events)
def presence_confirm(request, event, code):
    """Where the QR of a registered person leads the organizer's phone: looking changes nothing, the button does."""
    seated = Registration.objects.filter(event=event, state=RegistrationState.REGISTERED)
    row = get_object_or_404(seated.select_related("person", "organization"), code=code)
    if request.method == "POST":
        presences = [Presence(row.person, True)]
        return tried(
            request, f"Отмечено: {row.person}.", request.path, mark_presence, event, presences=presences
        )
    is_there = event.participations.filter(person=row.person, was_present=True).exists()
    return render(request, "events/presence_confirm.html", {"event": event, "row": row, "is_there": is_there})


# --- The code of the hall (ADR 0053) --------------------------------------------------------------------------------
@requires("events.take_attendance", among=seen_events)
def event_hall(request, event):
    """The screen of the hall: a code that is new each minute, and how many have come."""
    code = hall_code(event)
    context = {
        "event": event,
        "picture": qr_picture(site_of(request) + reverse("events:presence_own", args=[code]), scale=9)
        if takes_place(event)
        else None,
        "n_present": event.participations.filter(was_present=True).values("person").distinct().count(),
        "n_seated": event.registrations.filter(state=RegistrationState.REGISTERED).count(),
        "minutes": HALL_HOLDS // 60,
    }
    response = render(request, "events/event_hall.html", context)
    if context["picture"]:
        response["Refresh"] = str(HALL_RENEWS)
    return response


@requires("events.register_oneself")
def presence_own(request, code):
    """Where the code of the hall leads a phone: looking changes nothing, the button does."""
    person = get_object_or_404(Person, user=request.user)
    event = event_of_hall(code)
    if request.method == "POST" and event:
        text = f"Отмечено: вы на событии «{event.title}»."
        return tried(request, text, "events:event_own", come_oneself, event, person=person)
    seats = event.registrations.filter(person=person) if event else Registration.objects.none()
    context = {
        "event": event,
        "words": terms.titles_of("event_format"),
        "has_seat": seats.filter(state=RegistrationState.REGISTERED).exists(),
        "is_there": event and event.participations.filter(person=person, was_present=True).exists(),
    }
    return render(request, "events/presence_own.html", context)


# --- The log of a webinar -------------------------------------------------------------------------------------------
@requires("events.take_attendance", among=seen_events)
def event_webinar(request, event):
    """A log first shows what it will do; what was read travels on the page, signed, and is compared anew when it is done."""
    form = bind(LogForm, request)
    threshold = last_threshold(event)
    if threshold and not form.is_bound:
        form.initial["threshold"] = threshold
    log = request.POST.get("log", "")
    if log:
        form.fields["file"].required = False
    if not form.is_bound or not form.is_valid():
        return show_form(request, "events/event_webinar.html", form, event=event)
    try:
        visitors = _read(form.cleaned_data["file"]) if form.cleaned_data["file"] else _opened(event, log)
    except DomainError as refusal:
        form.add_error(refusal.field, str(refusal))
        return show_form(request, "events/event_webinar.html", form, event=event)
    told = verdicts(event, visitors, people_registered_here(request))
    threshold = form.cleaned_data["threshold"]
    if "commit" in request.POST:
        return _commit(request, event, told, threshold)
    rows = told.lines(threshold)
    context = {
        "event": event,
        "told": told,
        "threshold": threshold,
        "rows": rows,
        "n_present": sum(is_there for _, _, is_there in rows),
        "log": signing.dumps(
            [asdict(each) | {"spans": []} for each in visitors], salt=_salt(event), compress=True
        ),
    }
    return show_form(request, "events/event_webinar.html", form, **context)


def _read(file):
    content = file.read()
    refuse_infected(content, file.name)
    return run_limited(read_log, content, file.name)


class LogIsOld(DomainError):
    pass


def _opened(event, log):
    try:
        return [Visitor(**each) for each in signing.loads(log, salt=_salt(event), max_age=PREVIEW_HOLDS)]
    except signing.BadSignature as error:
        raise LogIsOld("Страница открыта слишком давно: выберите файл ещё раз.") from error


def _salt(event):
    return f"events.webinar.{event.pk}"


def _commit(request, event, told, threshold):
    presences = [
        Presence(person, is_there, None if person.pk in told.by_hand else minutes)
        for person, minutes, is_there in told.lines(threshold)
    ]
    presences += [Presence(person, False) for person in told.missing]
    text = f"Журнал учтён: присутствовали {sum(each.was_present for each in presences)}."
    to = "events:event_attendance"
    return tried(
        request,
        text,
        lambda: redirect(to, pk=event.pk).url,
        mark_presence,
        event,
        presences=presences,
        threshold=threshold,
    )
