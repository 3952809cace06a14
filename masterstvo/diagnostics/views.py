"""Measurements: the list and its editing; those of the people one accompanies; opening one's own to others."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.diagnostics.actions import (
    add_diagnostic,
    edit_diagnostic,
    remove_diagnostic,
    revoke_share,
    share_results,
)
from masterstvo.diagnostics.forms import DiagnosticCorrectionForm, DiagnosticForm, ShareForm
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.diagnostics.queries import with_openness
from masterstvo.diagnostics.rules import (
    colleagues_of,
    editable_diagnostics,
    measurable_people,
    open_diagnostics,
    own_shares,
    visible_diagnostics,
)
from masterstvo.diagnostics.tables import DIAGNOSTICS, ward_sheets
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Employment, Person
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


@requires("diagnostics.view_ward")
def ward_list(request):
    """What a mentor, the methodist of a route, or whoever was shown it, reads; without any role."""
    return render(request, "diagnostics/ward_list.html", {"sheets": ward_sheets(request.user)})


@requires("diagnostics.create_share")
def share_create(request):
    person = Person.objects.filter(user=request.user).first()
    if person is None:  # the support desk holds every permission, and has no card
        raise PermissionDenied
    jobs = Employment.objects.on(timezone.localdate()).filter(person=person)
    form = bind(
        ShareForm,
        request,
        own=Diagnostic.objects.filter(person=person),
        organizations=Organization.objects.filter(pk__in=jobs.values("organization")),
        colleagues=colleagues_of(person),
        initial={"diagnostic": request.GET.get("diagnostic")},
    )
    if submit(form, share_results, person, by=request.user):
        return done(request, "Результаты открыты. Закрыть можно в любой день.", "accounts:my_access")
    return show_form(request, "diagnostics/share_create.html", form)


@requires("diagnostics.remove_share", among=own_shares)
@require_POST
def share_delete(request, share):
    revoke_share(share, by=request.user)
    return done(request, "Доступ закрыт.", "accounts:my_access")
