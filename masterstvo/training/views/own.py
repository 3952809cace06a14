"""Мои курсы: the page on which a teacher asks for himself."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.core.views import requires
from masterstvo.people.load import TooMuchAtOnce
from masterstvo.people.models import Person
from masterstvo.training.actions import ask_for_seats, wish_for, withdraw_request
from masterstvo.training.choices import LIVE, RequestState
from masterstvo.training.models import Programme, Training, TrainingRequest
from masterstvo.training.queries import course_period, due_on, open_sessions, programmes_like

LONGEST_KEY = 19
PROGRAMMES_SHOWN = 10


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
    context = _context(request, person) | {"refused": refused}
    return render(request, "training/my_courses.html", context, status=422 if refused else 200)


def _context(request, person):
    today = timezone.localdate()
    done = list(
        Training.objects.filter(person=person, finished_on__lte=today).select_related("programme__provider")
    )
    requests = list(
        TrainingRequest.objects.filter(person=person)
        .exclude(state=RequestState.COMPLETED)
        .select_related("programme__provider", "session")
    )
    asked = {each.programme_id: each.session_id for each in requests if each.state in LIVE}
    text = request.GET.get("q", "").strip()
    return {
        "person": person,
        "done": done,
        "hours": sum(each.programme.hours for each in done),
        "due": due_on(done[0].finished_on, course_period(today)) if done else None,
        "today": today,
        "requests": requests,
        "live": LIVE,
        "waited": {programme for programme, session in asked.items() if session is None},
        "sessions": [each for each in open_sessions(person, today) if not asked.get(each.programme_id)],
        "text": text,
        "programmes": programmes_like(text).exclude(pk__in=asked)[:PROGRAMMES_SHOWN] if text else (),
    }


def _answer(request, person):
    """Do what the pressed button asks for and return what to say. Raises: DomainError."""
    sent = request.POST
    if key := sent.get("withdraw"):
        mine = TrainingRequest.objects.filter(person=person)
        withdraw_request(get_object_or_404(mine, pk=_number(key)), by=request.user)
        return "Заявка отозвана."
    sessions = open_sessions(person, timezone.localdate())
    if key := sent.get("wish"):
        programme = get_object_or_404(Programme, pk=_number(key))
        wish_for(programme, people=[person], state=RequestState.ASKED, by=request.user)
        return "Записали, что вы ждёте эту программу: когда откроется набор, вам сообщат."
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
