"""Measurements: the list and its editing."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.diagnostics.actions import add_diagnostic, edit_diagnostic, remove_diagnostic
from masterstvo.diagnostics.forms import DiagnosticCorrectionForm, DiagnosticForm
from masterstvo.diagnostics.queries import with_openness
from masterstvo.diagnostics.rules import (
    editable_diagnostics,
    measurable_people,
    open_diagnostics,
    visible_diagnostics,
)
from masterstvo.diagnostics.tables import DIAGNOSTICS
from masterstvo.people.queries import with_work
from masterstvo.people.rules import here

LIST = "diagnostics:diagnostic_list"


@requires("diagnostics.view_diagnostic")
def diagnostic_list(request):
    rows = here(visible_diagnostics(request.user), request, "person").select_related("person")
    return list_page(
        request,
        "diagnostics/diagnostic_list.html",
        DIAGNOSTICS,
        with_work(with_openness(rows, open_diagnostics(request.user)), path="person"),
        editable=editable_diagnostics,
    )


@requires("diagnostics.change_diagnostic")
def diagnostic_create(request):
    form = bind(
        DiagnosticForm,
        request,
        among={"person": with_work(measurable_people(request.user))},
        initial={"person": request.GET.get("person")},
    )
    if submit(form, add_diagnostic, by=request.user):
        return done(request, "Результат внесён.", LIST)
    return show_form(request, "diagnostics/diagnostic_create.html", form)


@requires("diagnostics.change_diagnostic", among=visible_diagnostics)
def diagnostic_edit(request, diagnostic):
    form = bind(
        DiagnosticCorrectionForm,
        request,
        instance=diagnostic,
        among={"person": with_work(measurable_people(request.user))},
    )
    if submit(form, edit_diagnostic, diagnostic, by=request.user):
        return done(request, "Результат исправлен.", LIST)
    return show_form(request, "diagnostics/diagnostic_edit.html", form, object=diagnostic)


@requires("diagnostics.change_diagnostic", among=visible_diagnostics)
def diagnostic_delete(request, diagnostic):
    form = bind(ReasonForm, request)
    if submit(form, remove_diagnostic, diagnostic, by=request.user):
        return done(request, "Результат удалён.", LIST)
    return show_form(request, "diagnostics/diagnostic_delete.html", form, object=diagnostic)
