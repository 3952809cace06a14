"""Routes: the list and its editing."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here
from masterstvo.routes.actions import add_route, edit_route, remove_route
from masterstvo.routes.forms import RouteCorrectionForm, RouteForm
from masterstvo.routes.rules import editable_routes, methodists_here, visible_routes
from masterstvo.routes.tables import ROUTES

LIST = "routes:route_list"


@requires("routes.view_route")
def route_list(request):
    rows = here(visible_routes(request.user), request, "person").select_related("person", "accompanied_by")
    return list_page(
        request, "routes/route_list.html", ROUTES, with_work(rows, path="person"), editable=editable_routes
    )


@requires("routes.change_route")
def route_create(request):
    form = bind(
        RouteForm,
        request,
        among={
            "person": with_work(editable_people(request.user)),
            "accompanied_by": methodists_here(request),
        },
        initial={"person": request.GET.get("person")},
    )
    if submit(form, add_route, by=request.user):
        return done(request, "Маршрут внесён.", LIST)
    return show_form(request, "routes/route_create.html", form)


@requires("routes.change_route", among=visible_routes)
def route_edit(request, route):
    form = bind(
        RouteCorrectionForm,
        request,
        instance=route,
        among={
            "person": with_work(editable_people(request.user)),
            "accompanied_by": methodists_here(request),
        },
    )
    if submit(form, edit_route, route, by=request.user):
        return done(request, "Маршрут исправлен.", LIST)
    return show_form(request, "routes/route_edit.html", form, object=route)


@requires("routes.change_route", among=visible_routes)
def route_delete(request, route):
    form = bind(ReasonForm, request)
    if submit(form, remove_route, route, by=request.user):
        return done(request, "Маршрут удалён.", LIST)
    return show_form(request, "routes/route_delete.html", form, object=route)
