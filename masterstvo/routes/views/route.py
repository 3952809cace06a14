"""Pages of routes: the list, one route, its agreement and its end."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import as_workbook, list_page, shown_panels
from masterstvo.core.terms import title as term_title
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.core.word import docx_response
from masterstvo.diagnostics.queries.standing import with_openness
from masterstvo.people.actions import note_export
from masterstvo.people.panels import load_panel
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here
from masterstvo.routes.actions.agreement import agree_route, approve_route, return_route, send_route
from masterstvo.routes.actions.route import (
    LIVE,
    add_route,
    complete_route,
    edit_route,
    prolong_route,
    remove_route,
    stop_route,
)
from masterstvo.routes.choices import RouteState, StepState
from masterstvo.routes.forms.route import (
    ApproveForm,
    ProlongForm,
    RouteCorrectionForm,
    RouteForm,
    WhyForm,
)
from masterstvo.routes.models import Route
from masterstvo.routes.queries.route import seats_of, with_progress
from masterstvo.routes.queries.showing import coming_showings
from masterstvo.routes.rules import (
    agreeable_routes,
    editable_routes,
    methodists_here,
    opened_routes,
    visible_routes,
)
from masterstvo.routes.tables.route import ROUTES, STEPS, proposed_in_words
from masterstvo.routes.word import route_form

LIST = "routes:route_list"


@requires("routes.view_route")
def route_list(request):
    rows = with_progress(here(visible_routes(request.user), request, "person"))
    rows = with_openness(rows, opened_routes(request.user))
    rows = rows.select_related("person", "accompanied_by", "version__template")
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


@requires("routes.view_my_route")
def my_route(request):
    """The way of a teacher to the own route: the one that goes on, else the latest."""
    routes = Route.objects.filter(person__user=request.user.pk)
    going_on = routes.exclude(state__in=[RouteState.COMPLETED, RouteState.STOPPED])
    found = going_on.order_by("-starts_on", "-pk").first() or routes.order_by("-starts_on", "-pk").first()
    return redirect(found) if found else render(request, "routes/my_route.html", {})


@requires("routes.open_route", among=opened_routes)
def route_detail(request, route):
    """The next step first, then all of them; with what each reader may do now. With ``as`` a file: docx or xlsx."""
    rows = route.steps.select_related(
        "offer",
        "session",
        "event__venue",
        "practice",
        "mentor__person",
        "pair",
        "sheet__campaign",
        "observer",
    ).prefetch_related("competences")
    today = timezone.localdate()
    if request.GET.get("as") in FILES:
        return _taken_away(request, route, rows, today)
    steps = list(rows)
    seats = seats_of(steps, route.person_id)
    showings = coming_showings({each.practice_id for each in steps if each.practice_id})
    for each in steps:
        each.seat = seats.get(each.pk)
        each.showing = showings.get(each.practice_id)
    waiting = [each for each in steps if each.state == StepState.PLANNED]
    user = request.user
    is_live = route.state in LIVE
    return render(
        request,
        "routes/route_detail.html",
        {
            "route": route,
            "person": route.person,
            "steps": steps,
            "next": waiting[0] if waiting and is_live else None,
            "days_left": (waiting[0].last_day - today).days if waiting else None,
            "n_done": sum(each.state == StepState.DONE for each in steps),
            "n_steps": sum(each.state != StepState.SKIPPED for each in steps),
            "hours": sum(each.hours for each in steps if each.state != StepState.SKIPPED),
            "deficits": route.deficits.select_related("competence"),
            "is_own": route.person.user_id == user.pk,
            "is_live": is_live,
            "may_guide": user.has_perm("routes.guide_route", route),
            "may_agree": user.has_perm("routes.agree_route", route),
            "has_agreed": route.agreed_by_person_on
            if route.person.user_id == user.pk
            else route.agreed_by_companion_on,
            "today": today,
            "kind": term_title("route_kind", route.kind),
            "proposed": proposed_in_words(route),
            "panels": shown_panels(load_panel(user, route.person)),
        },
    )


FILES = {"docx": "Word", "xlsx": "Excel"}


def _taken_away(request, route, rows, today):
    """Answer with the file that is asked for; the log says who took it."""
    asked, person = request.GET["as"], route.person
    note_export([person.pk], by=request.user, what=f"Маршрут в {FILES[asked]}: {person}", purpose="маршрут")
    if asked == "xlsx":
        return as_workbook(STEPS, rows, {})
    return docx_response(f"Маршрут. {person.short_name}.docx", route_form(route, list(rows), today))


@require_POST
@requires("routes.guide_route", among=opened_routes)
def route_send(request, route):
    return tried(request, "Маршрут отправлен на согласование.", route, send_route, route)


@require_POST
@requires("routes.agree_route", among=agreeable_routes)
def route_agree(request, route):
    return tried(request, "Согласие отмечено.", route, agree_route, route)


@requires("routes.agree_route", among=agreeable_routes)
def route_return(request, route):
    form = bind(WhyForm, request)
    if submit(form, return_route, route, by=request.user):
        return done(request, "Возвращено на доработку.", _after(request, route))
    return show_form(request, "routes/route_return.html", form, route=route)


@requires("routes.guide_route", among=opened_routes)
def route_approve(request, route):
    form = bind(ApproveForm, request)
    if submit(form, approve_route, route, by=request.user):
        return done(request, "Маршрут утверждён и идёт.", route)
    return show_form(request, "routes/route_approve.html", form, route=route)


@require_POST
@requires("routes.guide_route", among=opened_routes)
def route_complete(request, route):
    return tried(request, "Маршрут завершён.", lambda: _after(request, route), complete_route, route)


@requires("routes.guide_route", among=opened_routes)
def route_stop(request, route):
    form = bind(WhyForm, request)
    if submit(form, stop_route, route, by=request.user):
        return done(request, "Маршрут прекращён.", _after(request, route))
    return show_form(request, "routes/route_stop.html", form, route=route)


@requires("routes.guide_route", among=opened_routes)
def route_prolong(request, route):
    form = bind(ProlongForm, request)
    if submit(form, prolong_route, route, by=request.user):
        return done(request, "Маршрут продлён.", route)
    return show_form(request, "routes/route_prolong.html", form, route=route)


def _after(request, route):
    """Return where to go: a route that is not one's to read any more leads to the list."""
    return route if opened_routes(request.user).filter(pk=route.pk).exists() else LIST
