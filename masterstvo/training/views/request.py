"""Requests for courses: the queue of those who decide."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect

from masterstvo.core.choices import Choice
from masterstvo.core.errors import DomainError
from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import requires
from masterstvo.people.queries import with_work
from masterstvo.people.rules import here
from masterstvo.training.actions import (
    agree_requests,
    approve_requests,
    decline_requests,
    send_requests,
)
from masterstvo.training.choices import LIVE, RequestState
from masterstvo.training.rules import (
    agreeable_requests,
    approvable_requests,
    refusable_requests,
    visible_requests,
)
from masterstvo.training.tables.request import REQUESTS

LONGEST_KEY = 19
NOT_YOURS = "Среди отмеченных есть заявки, которые решаете не вы или уже решены. Отметьте заново."
DEEDS = {  # what a button may be pressed about, and what is said afterwards
    "agree": (agreeable_requests, "Согласовано"),
    "approve": (approvable_requests, "Утверждено"),
    "send": (approvable_requests, "Отмечено, что список у организатора"),
    "decline": (refusable_requests, "Отклонено"),
}
WORDS = ("заявка", "заявки", "заявок")
STAGES = {  # what the queue shows; "": what waits for whoever looks
    "asked": ("Ждут школы", (RequestState.ASKED,)),
    "by_school": ("Ждут методиста", (RequestState.BY_SCHOOL,)),
    "approved": ("Утверждены", (RequestState.APPROVED,)),
    "sent": ("У организатора", (RequestState.SENT,)),
    "all": ("Все", tuple(RequestState)),
}


def decide(request, to):
    """Do with the ticked requests what the pressed button says, and go to ``to``; a refusal is told there."""
    keys = {int(key) for key in request.POST.getlist("request") if key.isdecimal() and len(key) < LONGEST_KEY}
    scope, told = DEEDS.get(request.POST.get("do", ""), DEEDS["agree"])
    rows = list(scope(request.user).filter(pk__in=keys))
    if len(rows) < len(keys):
        messages.error(request, NOT_YOURS)
        return redirect(to)
    try:
        number = _do(request, rows)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{told}: {counted(number, *WORDS)}.")
    return redirect(to)


def _do(request, rows):
    """Return how many requests were moved. Raises: DomainError."""
    match request.POST.get("do"):
        case "approve":
            return approve_requests(rows, by=request.user)
        case "send":
            return send_requests(rows, by=request.user)
        case "decline":
            return decline_requests(rows, by=request.user, reason=request.POST.get("reason", ""))
    return agree_requests(rows, by=request.user)


@requires("training.view_trainingrequest")
def request_list(request):
    if request.method == "POST":
        return decide(request, request.get_full_path())
    whole = here(visible_requests(request.user), request, "person")
    may_approve = request.user.has_perm("training.approve_trainingrequest")
    stage = request.GET.get("stage", "by_school" if may_approve else "asked")
    stage = stage if stage in STAGES else "all"
    rows = whole.filter(state__in=STAGES[stage][1]).select_related("person", "programme__provider", "session")
    counts = dict(whole.order_by().values_list("state").annotate(n=Count("pk")))
    choices = [
        Choice(title, f"?stage={key}", sum(counts.get(state, 0) for state in states), key == stage)
        for key, (title, states) in STAGES.items()
    ]
    return list_page(
        request,
        "training/request_list.html",
        REQUESTS,
        with_work(rows.order_by("created_at", "pk"), path="person"),
        choices=choices,
        decidable=_keys(refusable_requests(request.user)),
        may_approve=may_approve,
    )


def _keys(rows):
    return set(rows.filter(state__in=LIVE).values_list("pk", flat=True))
