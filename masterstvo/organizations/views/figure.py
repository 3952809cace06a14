"""Yearly figures of organizations: the list and its editing."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.actions import edit_figure, remove_figure, set_figure
from masterstvo.organizations.forms import FigureCorrectionForm, FigureForm
from masterstvo.organizations.rules import (
    editable_figures,
    organizations_editable_here,
    organizations_here,
    visible_figures,
)
from masterstvo.organizations.tables import FIGURES

LIST = "organizations:organizationfigure_list"


@requires("organizations.view_organizationfigure")
def organizationfigure_list(request):
    rows = visible_figures(request.user).filter(organization__in=organizations_here(request))
    return list_page(
        request,
        "organizations/organizationfigure_list.html",
        FIGURES,
        rows.select_related("organization"),
        editable=editable_figures,
    )


@requires("organizations.change_organizationfigure")
def organizationfigure_create(request):
    form = bind(
        FigureForm,
        request,
        among={"organization": organizations_editable_here(request)},
        initial={"organization": request.GET.get("organization")},
    )
    if submit(form, set_figure, by=request.user):
        return done(request, "Показатель внесён.", LIST)
    return show_form(request, "organizations/organizationfigure_create.html", form)


@requires("organizations.change_organizationfigure", among=visible_figures)
def organizationfigure_edit(request, figure):
    form = bind(
        FigureCorrectionForm,
        request,
        instance=figure,
        among={"organization": organizations_editable_here(request)},
    )
    if submit(form, edit_figure, figure, by=request.user):
        return done(request, "Показатель исправлен.", LIST)
    return show_form(request, "organizations/organizationfigure_edit.html", form, object=figure)


@requires("organizations.change_organizationfigure", among=visible_figures)
def organizationfigure_delete(request, figure):
    form = bind(ReasonForm, request)
    if submit(form, remove_figure, figure, by=request.user):
        return done(request, "Показатель удалён.", LIST)
    return show_form(request, "organizations/organizationfigure_delete.html", form, object=figure)
