"""Pages of the steps of a route."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.proofs import sent
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.practices.rules import banked_practices
from masterstvo.routes.actions.seat import take_seat
from masterstvo.routes.actions.step import (
    add_step,
    edit_step,
    finish_step,
    remove_step,
    reopen_step,
    skip_step,
)
from masterstvo.routes.forms.route import (
    StepDoneForm,
    StepEditForm,
    StepForm,
    WhyForm,
)
from masterstvo.routes.queries.offer import competences_here, practices_for
from masterstvo.routes.rules import (
    observers_of,
    opened_routes,
    opened_steps,
)
from masterstvo.training.choices import RequestState


@requires("routes.guide_route", among=opened_routes)
def step_create(request, route):
    known = competences_here(route.person.municipality_id, timezone.localdate())
    practices = practices_for(route, banked_practices(request.user))
    form = bind(StepForm, request, among={"competences": known, "practice": practices})
    if submit(form, add_step, route, by=request.user):
        return done(request, "Шаг добавлен.", route)
    return show_form(request, "routes/step_create.html", form, route=route)


@requires("routes.guide_step", among=opened_steps)
def step_edit(request, step):
    form = bind(StepEditForm, request, instance=step)
    if submit(form, edit_step, step, by=request.user):
        return done(request, "Шаг изменён.", step.route)
    return show_form(request, "routes/step_edit.html", form, route=step.route, step=step)


@requires("routes.walk_step", among=opened_steps)
def step_finish(request, step):
    form = bind(StepDoneForm, request, step=step, observers=observers_of(step.route))
    if submit(form, finish_step, step, by=request.user):
        return done(request, "Шаг отмечен.", step.route)
    return show_form(request, "routes/step_finish.html", form, route=step.route, step=step)


@requires("routes.guide_step", among=opened_steps)
def step_skip(request, step):
    form = bind(WhyForm, request)
    if submit(form, skip_step, step, by=request.user):
        return done(request, "Шаг снят с маршрута.", step.route)
    return show_form(request, "routes/step_skip.html", form, route=step.route, step=step)


@requires("routes.guide_step", among=opened_steps)
def step_delete(request, step):
    form = bind(ReasonForm, request)
    route = step.route
    if submit(form, remove_step, step, by=request.user):
        return done(request, "Шаг удалён.", route)
    return show_form(request, "routes/step_delete.html", form, route=route, step=step)


@require_POST
@requires("routes.walk_step", among=opened_steps)
def step_reopen(request, step):
    return tried(request, "Отметка снята.", step.route, reopen_step, step)


@requires("routes.open_step", among=opened_steps)
def step_file(request, step):
    """Send the proof to be saved, never shown."""
    return sent(step.file)


@require_POST
@requires("routes.walk_step", among=opened_steps)
def step_seat(request, step):
    """Ask for the seat of a course or an event that the step speaks of; a methodist of the route grants it at once."""
    is_granted = request.user.has_perm("routes.guide_step", step)
    state = RequestState.APPROVED if is_granted else RequestState.ASKED
    return tried(request, "Записали.", step.route, take_seat, step, state=state)
