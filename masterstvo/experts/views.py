"""Expert appointments: the list and its editing."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.experts.actions import add_appointment, edit_appointment, remove_appointment
from masterstvo.experts.forms import AppointmentCorrectionForm, AppointmentForm
from masterstvo.experts.rules import editable_appointments, visible_appointments
from masterstvo.experts.tables import APPOINTMENTS
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here

LIST = "experts:expertappointment_list"


@requires("experts.view_expertappointment")
def expertappointment_list(request):
    rows = here(visible_appointments(request.user), request, "person").select_related("person")
    return list_page(
        request,
        "experts/expertappointment_list.html",
        APPOINTMENTS,
        with_work(rows, path="person"),
        editable=editable_appointments,
    )


@requires("experts.change_expertappointment")
def expertappointment_create(request):
    form = bind(
        AppointmentForm,
        request,
        among={"person": with_work(editable_people(request.user))},
        initial={"person": request.GET.get("person")},
    )
    if submit(form, add_appointment, by=request.user):
        return done(request, "Назначение внесено.", LIST)
    return show_form(request, "experts/expertappointment_create.html", form)


@requires("experts.change_expertappointment", among=visible_appointments)
def expertappointment_edit(request, appointment):
    form = bind(
        AppointmentCorrectionForm,
        request,
        instance=appointment,
        among={"person": with_work(editable_people(request.user))},
    )
    if submit(form, edit_appointment, appointment, by=request.user):
        return done(request, "Назначение исправлено.", LIST)
    return show_form(request, "experts/expertappointment_edit.html", form, object=appointment)


@requires("experts.change_expertappointment", among=visible_appointments)
def expertappointment_delete(request, appointment):
    form = bind(ReasonForm, request)
    if submit(form, remove_appointment, appointment, by=request.user):
        return done(request, "Назначение удалено.", LIST)
    return show_form(request, "experts/expertappointment_delete.html", form, object=appointment)
