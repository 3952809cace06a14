"""The queue of routes that wait for somebody, with what may be done to many of them at once."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect

from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import requires
from masterstvo.people.panels import NAME
from masterstvo.people.queries import with_work
from masterstvo.people.rules import here
from masterstvo.routes.actions.many import Outcome, agree_many, approve_many, send_many
from masterstvo.routes.forms.route import ApproveForm
from masterstvo.routes.queries.route import in_progress, with_progress, with_waits
from masterstvo.routes.rules import guided_routes
from masterstvo.routes.tables.route import QUEUE

BUTTONS: dict[str, Callable[..., Outcome]] = {"send": send_many, "agree": agree_many, "approve": approve_many}


@requires("routes.lead_routes")
def route_queue(request):
    """Drafts to send and routes that wait for the teacher, for the reader, or for an act; what is refused stays ticked."""
    rows = in_progress(here(guided_routes(request.user), request, "person"))
    form = ApproveForm(request.POST if "approve" in request.POST else None)
    outcome, ticked = Outcome(), [int(each) for each in request.POST.getlist("route") if each.isdigit()]
    if request.method == "POST":
        outcome = _press(request, rows.filter(pk__in=ticked), form)
        if not (outcome.refused or form.errors):
            return redirect(request.get_full_path())
    rows = with_waits(with_progress(rows), request.user).select_related("person", "accompanied_by")
    everything = request.GET.copy()
    everything["all"] = "1"
    response = list_page(
        request,
        "routes/route_queue.html",
        QUEUE,
        with_work(rows.order_by("state", *(f"person__{each}" for each in NAME), "pk"), path="person"),
        form=form,
        refused={key: str(each) for key, each in outcome.refused.items()},
        ticked=ticked if outcome.refused or form.errors else [],
        all_ticked=request.method == "GET" and "all" in request.GET,
        all_url=f"?{everything.urlencode()}",
    )
    if outcome.refused or form.errors:
        response.status_code = 422
    return response


def _press(request, chosen, form):
    """Do what the pressed button asks to the ticked routes, and say how many it was done to."""
    pressed = next((name for name in BUTTONS if name in request.POST), None)
    routes = list(chosen.select_related("person"))
    if not pressed or not routes:
        messages.error(request, "Отметьте хотя бы один маршрут.")
        return Outcome()
    if pressed == "approve" and not form.is_valid():
        return Outcome()
    values = form.cleaned_data if pressed == "approve" else {}
    outcome = BUTTONS[pressed](routes, by=request.user, **values)
    words = {"send": "Отправлено на согласование", "agree": "Согласие отмечено", "approve": "Утверждено"}
    if outcome.done:
        messages.success(request, f"{words[pressed]}: {_routes(outcome.done)}.")
    if outcome.refused:
        messages.warning(request, f"Не вышло: {_routes(outcome.refused)}. Почему – сказано в строках.")
    return outcome


def _routes(rows):
    return counted(len(rows), "маршрут", "маршрута", "маршрутов")
