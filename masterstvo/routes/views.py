"""Routes: the list, building, agreement, steps; the catalogue they are made of."""

import datetime as dt

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.errors import DomainError
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.proofs import sent
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.diagnostics.models import Deficit
from masterstvo.diagnostics.queries import competences_in, framework_on, with_openness
from masterstvo.diagnostics.rules import profiled_people
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here
from masterstvo.routes import actions
from masterstvo.routes.actions import add_route, edit_route, remove_route
from masterstvo.routes.choices import RouteState, StepState
from masterstvo.routes.forms import (
    ApproveForm,
    OfferForm,
    ProlongForm,
    RouteCorrectionForm,
    RouteForm,
    StepDoneForm,
    StepEditForm,
    StepForm,
    WhyForm,
    WishForm,
)
from masterstvo.routes.models import Route
from masterstvo.routes.queries import offers_on, propose, with_progress
from masterstvo.routes.rules import (
    agreeable_routes,
    buildable_people,
    editable_offers,
    editable_routes,
    methodists_here,
    opened_routes,
    opened_steps,
    visible_offers,
    visible_routes,
)
from masterstvo.routes.tables import OFFERS, ROUTES

HALF_A_YEAR = dt.timedelta(days=183)

LIST = "routes:route_list"


@requires("routes.view_route")
def route_list(request):
    rows = with_progress(here(visible_routes(request.user), request, "person"))
    rows = with_openness(rows, opened_routes(request.user))
    rows = rows.select_related("person", "accompanied_by")
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


# --- One route --------------------------------------------------------------------------------------------------------
@requires("routes.view_my_route")
def my_route(request):
    """The way of a teacher to the own route: the one that goes on, else the latest."""
    routes = Route.objects.filter(person__user=request.user.pk)
    going_on = routes.exclude(state__in=[RouteState.COMPLETED, RouteState.STOPPED])
    found = going_on.order_by("-starts_on", "-pk").first() or routes.order_by("-starts_on", "-pk").first()
    return redirect(found) if found else render(request, "routes/my_route.html", {})


@requires("routes.open_route", among=opened_routes)
def route_detail(request, route):
    """The next step first, then all of them; with what each reader may do now."""
    steps = list(route.steps.select_related("offer", "sheet__campaign").prefetch_related("competences"))
    waiting = [each for each in steps if each.state == StepState.PLANNED]
    today = timezone.localdate()
    user = request.user
    is_live = route.state in actions.LIVE
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
        },
    )


@requires("routes.build_route", among=buildable_people)
def route_build(request, person):
    """Let the builder choose steps for the open deficits of one person; look, change the hours, keep as a draft."""
    if not profiled_people(request.user).filter(pk=person.pk).exists():
        return redirect("routes:route_take_on", person.pk)
    deficits = list(
        Deficit.objects.filter(person=person, closed_on=None)
        .select_related("competence")
        .order_by("opened_on", "pk")
    )
    today = timezone.localdate()
    form = bind(WishForm, request, initial={"starts_on": today, "ends_on": today + HALF_A_YEAR})
    proposal = None
    if form.is_bound and form.is_valid() and deficits:
        wish = form.wish()
        offers = list(offers_on(municipality_key(request.municipality), wish.starts_on, wish.ends_on))
        proposal = propose(person, deficits, offers, wish)
        if "keep" in request.POST:
            try:
                route = actions.draft_route(
                    person,
                    proposal,
                    wish=wish,
                    by=request.user,
                    goal=form.cleaned_data["goal"],
                    reason=form.cleaned_data["reason"],
                )
            except DomainError as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                return done(request, "Черновик готов. Посмотрите шаги и отправьте педагогу.", route)
    return show_form(
        request, "routes/route_build.html", form, person=person, deficits=deficits, proposal=_told(proposal)
    )


@requires("routes.build_route", among=buildable_people)
def route_take_on(request, person):
    """Begin to accompany somebody: only that opens the results from which a route is built."""
    if request.method == "POST":
        actions.take_on(person, by=request.user)
        return done(
            request, "Вы сопровождаете этого педагога: результаты открыты.", "routes:route_build", person.pk
        )
    return render(request, "routes/route_take_on.html", {"person": person})


def _told(proposal):
    """Return what the page shows of a proposal."""
    if proposal is None:
        return None
    return {
        "rows": [
            {
                "step": reason.step,
                "offer": proposal.offers.get(reason.step.option),
                "kind": actions.STEP_KINDS[reason.step.kind].label
                if reason.step.kind in actions.STEP_KINDS
                else "",
                "last_day": reason.step.ends_on - dt.timedelta(days=1),
                "text": reason.text,
                "instead": proposal.offers.get(reason.alternative),
            }
            for reason in proposal.reasons
        ],
        "hours": proposal.route.hours,
        "advice": proposal.advice,
        "titles": {str(each.competence_id): each.competence.title for each in proposal.deficits},
    }


@require_POST
@requires("routes.guide_route", among=opened_routes)
def route_send(request, route):
    return tried(request, "Маршрут отправлен на согласование.", route, actions.send_route, route)


@require_POST
@requires("routes.agree_route", among=agreeable_routes)
def route_agree(request, route):
    return tried(request, "Согласие отмечено.", route, actions.agree_route, route)


@requires("routes.agree_route", among=agreeable_routes)
def route_return(request, route):
    form = bind(WhyForm, request)
    if submit(form, actions.return_route, route, by=request.user):
        return done(request, "Возвращено на доработку.", _after(request, route))
    return show_form(request, "routes/route_return.html", form, route=route)


@requires("routes.guide_route", among=opened_routes)
def route_approve(request, route):
    form = bind(ApproveForm, request)
    if submit(form, actions.approve_route, route, by=request.user):
        return done(request, "Маршрут утверждён и идёт.", route)
    return show_form(request, "routes/route_approve.html", form, route=route)


@require_POST
@requires("routes.guide_route", among=opened_routes)
def route_complete(request, route):
    return tried(request, "Маршрут завершён.", lambda: _after(request, route), actions.complete_route, route)


@requires("routes.guide_route", among=opened_routes)
def route_stop(request, route):
    form = bind(WhyForm, request)
    if submit(form, actions.stop_route, route, by=request.user):
        return done(request, "Маршрут прекращён.", _after(request, route))
    return show_form(request, "routes/route_stop.html", form, route=route)


@requires("routes.guide_route", among=opened_routes)
def route_prolong(request, route):
    form = bind(ProlongForm, request)
    if submit(form, actions.prolong_route, route, by=request.user):
        return done(request, "Маршрут продлён.", route)
    return show_form(request, "routes/route_prolong.html", form, route=route)


def _after(request, route):
    """Return where to go: a route that is not one's to read any more leads to the list."""
    return route if opened_routes(request.user).filter(pk=route.pk).exists() else LIST


# --- Steps ------------------------------------------------------------------------------------------------------------
@requires("routes.guide_route", among=opened_routes)
def step_create(request, route):
    framework = framework_on(route.person.municipality_id, timezone.localdate())
    known = competences_in(framework)
    form = bind(StepForm, request, among={"competences": known})
    if submit(form, actions.add_step, route, by=request.user):
        return done(request, "Шаг добавлен.", route)
    return show_form(request, "routes/step_create.html", form, route=route)


@requires("routes.guide_step", among=opened_steps)
def step_edit(request, step):
    form = bind(StepEditForm, request, instance=step)
    if submit(form, actions.edit_step, step, by=request.user):
        return done(request, "Шаг изменён.", step.route)
    return show_form(request, "routes/step_edit.html", form, route=step.route, step=step)


@requires("routes.walk_step", among=opened_steps)
def step_finish(request, step):
    form = bind(StepDoneForm, request, step=step)
    if submit(form, actions.finish_step, step, by=request.user):
        return done(request, "Шаг отмечен.", step.route)
    return show_form(request, "routes/step_finish.html", form, route=step.route, step=step)


@requires("routes.guide_step", among=opened_steps)
def step_skip(request, step):
    form = bind(WhyForm, request)
    if submit(form, actions.skip_step, step, by=request.user):
        return done(request, "Шаг снят с маршрута.", step.route)
    return show_form(request, "routes/step_skip.html", form, route=step.route, step=step)


@requires("routes.guide_step", among=opened_steps)
def step_delete(request, step):
    form = bind(ReasonForm, request)
    route = step.route
    if submit(form, actions.remove_step, step, by=request.user):
        return done(request, "Шаг удалён.", route)
    return show_form(request, "routes/step_delete.html", form, route=route, step=step)


@require_POST
@requires("routes.walk_step", among=opened_steps)
def step_reopen(request, step):
    return tried(request, "Отметка снята.", step.route, actions.reopen_step, step)


@requires("routes.open_step", among=opened_steps)
def step_file(request, step):
    """Send the proof to be saved, never shown."""
    return sent(step.file)


# --- The catalogue ----------------------------------------------------------------------------------------------------
@requires("routes.view_offer")
def offer_list(request):
    rows = visible_offers(request.user).filter(municipality=municipality_key(request.municipality))
    return list_page(
        request,
        "routes/offer_list.html",
        OFFERS,
        rows.prefetch_related("competences"),
        editable=editable_offers,
    )


def _competences_here(request):
    framework = framework_on(municipality_key(request.municipality), timezone.localdate())
    return competences_in(framework)


@requires("routes.change_offer")
def offer_create(request):
    municipality = editable_municipality(request)
    form = bind(OfferForm, request, among={"competences": _competences_here(request)})
    if submit(form, actions.add_offer, municipality=municipality, by=request.user):
        return done(request, "Предложение внесено в каталог.", "routes:offer_list")
    return show_form(request, "routes/offer_create.html", form)


@requires("routes.change_offer", among=visible_offers)
def offer_edit(request, offer):
    form = bind(OfferForm, request, instance=offer, among={"competences": _competences_here(request)})
    if submit(form, actions.edit_offer, offer, by=request.user):
        return done(request, "Предложение исправлено.", "routes:offer_list")
    return show_form(request, "routes/offer_edit.html", form, object=offer)


@requires("routes.change_offer", among=visible_offers)
def offer_delete(request, offer):
    form = bind(ReasonForm, request)
    if submit(form, actions.remove_offer, offer, by=request.user):
        return done(request, "Предложение удалено.", "routes:offer_list")
    return show_form(request, "routes/offer_delete.html", form, object=offer)
