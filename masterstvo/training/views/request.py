"""Requests for courses: the queue of those who decide, and the page on which a teacher asks for himself."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from masterstvo.core.choices import Choice
from masterstvo.core.errors import DomainError
from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import requires
from masterstvo.people.load import TooMuchAtOnce
from masterstvo.people.models import Person
from masterstvo.people.queries import with_work
from masterstvo.people.rules import here
from masterstvo.training.actions import (
    agree_requests,
    approve_requests,
    ask_for_seats,
    decline_requests,
    send_requests,
    wish_for,
    withdraw_request,
)
from masterstvo.training.choices import LIVE, RequestState
from masterstvo.training.models import Training, TrainingRequest
from masterstvo.training.queries import course_period, open_sessions
from masterstvo.training.rules import (
    agreeable_requests,
    approvable_requests,
    refusable_requests,
    visible_requests,
)
from masterstvo.training.tables import REQUESTS, due_on

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


@requires("training.view_my_courses")
def my_courses(request):
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        return render(request, "training/my_courses.html", {})
    refused = None
    if request.method == "POST":
        try:
            messages.success(request, _answer(request, person))
            return redirect("training:my_courses")
        except TooMuchAtOnce as refusal:
            refused = {"text": str(refusal), "session": request.POST.get("ask")}
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("training:my_courses")
    today = timezone.localdate()
    done = list(
        Training.objects.filter(person=person, finished_on__lte=today).select_related("programme__provider")
    )
    requests = list(
        TrainingRequest.objects.filter(person=person)
        .exclude(state=RequestState.COMPLETED)
        .select_related("programme__provider", "session")
    )
    asked = {each.programme_id for each in requests if each.state in LIVE}
    context = {
        "person": person,
        "done": done,
        "hours": sum(each.programme.hours for each in done),
        "due": due_on(done[0].finished_on, course_period(today)) if done else None,
        "today": today,
        "requests": requests,
        "live": LIVE,
        "sessions": [each for each in open_sessions(person, today) if each.programme_id not in asked],
        "refused": refused,
    }
    return render(request, "training/my_courses.html", context, status=422 if refused else 200)


def _answer(request, person):
    """Do what the pressed button asks for and return what to say. Raises: DomainError."""
    sent = request.POST
    if key := sent.get("withdraw"):
        mine = TrainingRequest.objects.filter(person=person)
        withdraw_request(get_object_or_404(mine, pk=_number(key)), by=request.user)
        return "Заявка отозвана."
    sessions = open_sessions(person, timezone.localdate())
    if key := sent.get("wish"):
        session = get_object_or_404(sessions, pk=_number(key))
        wish_for(session.programme, person=person, state=RequestState.ASKED, by=request.user)
        return "Записали, что вы ждёте эту программу: когда появятся места, методист вас внесёт."
    session = get_object_or_404(sessions, pk=_number(sent.get("ask", "")))
    ask_for_seats(
        session,
        people=[person],
        state=RequestState.ASKED,
        by=request.user,
        reason=sent.get("reason", "")[:500],
    )
    return "Заявка подана: её согласуют школа и методист."


def _number(text):
    return int(text) if text.isdecimal() and len(text) < LONGEST_KEY else 0
