"""Statuses of organizations: the list and its editing."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.actions import add_status, edit_status, remove_status
from masterstvo.organizations.forms import StatusCorrectionForm, StatusForm
from masterstvo.organizations.rules import (
    editable_statuses,
    organizations_given_status_here,
    organizations_here,
    visible_statuses,
)
from masterstvo.organizations.tables import STATUSES

LIST = "organizations:organizationstatus_list"


@requires("organizations.view_organizationstatus")
def organizationstatus_list(request):
    rows = visible_statuses(request.user).filter(organization__in=organizations_here(request))
    return list_page(
        request,
        "organizations/organizationstatus_list.html",
        STATUSES,
        rows.select_related("organization"),
        editable=editable_statuses,
    )


@requires("organizations.change_organizationstatus")
def organizationstatus_create(request):
    form = bind(
        StatusForm,
        request,
        among={"organization": organizations_given_status_here(request)},
        initial={"organization": request.GET.get("organization")},
    )
    if submit(form, add_status, by=request.user):
        return done(request, "Статус внесён.", LIST)
    return show_form(request, "organizations/organizationstatus_create.html", form)


@requires("organizations.change_organizationstatus", among=visible_statuses)
def organizationstatus_edit(request, status):
    form = bind(
        StatusCorrectionForm,
        request,
        instance=status,
        among={"organization": organizations_given_status_here(request)},
    )
    if submit(form, edit_status, status, by=request.user):
        return done(request, "Статус исправлен.", LIST)
    return show_form(request, "organizations/organizationstatus_edit.html", form, object=status)


@requires("organizations.change_organizationstatus", among=visible_statuses)
def organizationstatus_delete(request, status):
    form = bind(ReasonForm, request)
    if submit(form, remove_status, status, by=request.user):
        return done(request, "Статус удалён.", LIST)
    return show_form(request, "organizations/organizationstatus_delete.html", form, object=status)
