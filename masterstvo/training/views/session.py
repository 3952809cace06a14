"""Sessions of programmes: who goes, lists and orders, and the end of a course for its whole group."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import tell_witnesses
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import as_workbook, list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, requires, show_form
from masterstvo.core.word import docx_response
from masterstvo.documents.rules import visible_documents
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality
from masterstvo.people.queries import with_work, working
from masterstvo.people.rules import editable_people
from masterstvo.training import panels
from masterstvo.training.actions import (
    add_session,
    ask_for_seats,
    complete_requests,
    draft_order,
    edit_session,
    remove_session,
)
from masterstvo.training.choices import GRANTED, LIVE, RequestState
from masterstvo.training.forms import CompletionForm, SeatsForm, SessionCorrectionForm, SessionForm
from masterstvo.training.models import Programme, Session
from masterstvo.training.queries import (
    course_period,
    doubt_about,
    due_on,
    granted,
    last_finished,
    wishes_for,
    with_seats,
)
from masterstvo.training.rules import (
    approvable_requests,
    editable_sessions,
    refusable_requests,
    visible_requests,
    visible_sessions,
)
from masterstvo.training.tables.session import LIST_FOR_PROVIDER, SESSIONS
from masterstvo.training.views.request import WORDS, decide
from masterstvo.training.word import list_for_provider

LIST = "training:session_list"
FILES = ("xlsx", "docx")


@requires("training.view_session")
def session_list(request):
    rows = visible_sessions(request.user).filter(municipality=municipality_key(request.municipality))
    rows = with_seats(rows).select_related("programme__provider").order_by("-starts_on", "programme", "pk")
    return list_page(request, "training/session_list.html", SESSIONS, rows, editable=editable_sessions)


@requires("training.change_session")
def session_create(request):
    here = editable_municipality(request)
    among = {"programme": Programme.objects.select_related("provider")}
    form = bind(SessionForm, request, instance=Session(municipality=here), among=among)
    if session := submit(form, add_session, municipality=here, by=request.user):
        return done(request, "Поток внесён: на него можно подавать заявки.", session)
    return show_form(request, "training/session_create.html", form)


@requires("training.change_session", among=visible_sessions)
def session_edit(request, session):
    among = {"programme": Programme.objects.select_related("provider")}
    form = bind(SessionCorrectionForm, request, instance=session, among=among)
    if submit(form, edit_session, session, by=request.user):
        return done(request, "Поток исправлен.", session)
    return show_form(request, "training/session_edit.html", form, object=session)


@requires("training.change_session", among=visible_sessions)
def session_delete(request, session):
    form = bind(ReasonForm, request)
    if submit(form, remove_session, session, by=request.user):
        return done(request, "Поток удалён.", LIST)
    return show_form(request, "training/session_delete.html", form, object=session)


@requires("training.view_session", among=visible_sessions)
def session_detail(request, session):
    if request.POST.get("do") == "order":
        return _draft_order(request, session)
    if request.method == "POST":
        return decide(request, session.get_absolute_url())
    if request.GET.get("as") in FILES:
        return _file(request, session, request.GET["as"])
    rows = with_work(
        visible_requests(request.user).filter(session=session).select_related("person"), path="person"
    )
    seats = with_seats(Session.objects.filter(pk=session.pk)).get()
    requests = list(rows.select_related("order").order_by("state", "person"))
    context = {
        "session": session,
        "programme": session.programme,
        "words": terms.titles_of("training_kind", "training_form"),
        "seats": seats,
        "requests": requests,
        "decidable": set(
            refusable_requests(request.user).filter(session=session).values_list("pk", flat=True)
        ),
        "orders": _orders(request.user, requests),
        "n_to_send": sum(each.state in GRANTED and each.order is None for each in requests),
        "n_granted": sum(each.state in GRANTED for each in requests),
        "n_wishes": wishes_for(session).filter(pk__in=visible_requests(request.user).values("pk")).count(),
        "doubt": doubt_about(session.programme.provider, session.starts_on),
        "has_begun": session.starts_on <= timezone.localdate(),
        "may_change": request.user.has_perm("training.change_session", session),
        "may_apply": request.user.has_perm("training.apply_session", session),
        "history": history(session),
        "panels": panels.session.panels(request.user, session),
    }
    return render(request, "training/session_detail.html", context)


def _orders(user, requests):
    """Return [(order that sends somebody of ``requests``, whether its page opens to ``user``)]."""
    orders = dict.fromkeys(each.order for each in requests if each.order)
    opened = visible_documents(user).filter(pk__in=[each.pk for each in orders])
    known = set(opened.values_list("pk", flat=True)) if orders else set()
    return [(each, each.pk in known) for each in orders]


def _draft_order(request, session):
    """Draft the order on those approved; it goes on among the documents."""
    if not request.user.has_perm("training.change_session", session):
        raise PermissionDenied
    try:
        order = draft_order(session, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(session)
    return done(
        request, "Приказ составлен: проверьте список и подпишите. Номер он получит при подписании.", order
    )


def _file(request, session, kind):
    """Answer with the list for the provider; who is in it is written down."""
    what = "Список слушателей"
    rows = granted(session).filter(pk__in=visible_requests(request.user).values("pk"))
    tell_witnesses(rows, by=request.user, what=f"{what}: {session}"[:300], filters="")
    rows = with_work(rows, path="person")
    if kind == "xlsx":
        return as_workbook(LIST_FOR_PROVIDER, rows, {})
    return docx_response(f"{what}.docx", list_for_provider(session, list(rows), timezone.localdate()))


@requires("training.apply_session", among=visible_sessions)
def session_apply(request, session):
    today = timezone.localdate()
    staff = working(today, organization__municipality=session.municipality)
    asked = session.requests.filter(state__in=LIVE).values("person")
    among = editable_people(request.user).filter(pk__in=staff.values("pk")).exclude(pk__in=asked)
    seats: Any = with_seats(Session.objects.filter(pk=session.pk)).get()
    form = bind(SeatsForm, request, among=among, waiting=_waiting(session, among, seats.n_free))
    by_authority = request.user.has_perm("training.change_session", session)
    state = RequestState.APPROVED if by_authority else RequestState.BY_SCHOOL
    if asked := submit(form, ask_for_seats, session, state=state, by=request.user):
        return done(request, f"Записано: {counted(len(asked), *WORDS)}.", session)
    offered = form.offered()
    last, period = last_finished([person.pk for person, _ in offered]), course_period(today)
    return show_form(
        request,
        "training/session_apply.html",
        form,
        session=session,
        seats=seats,
        offered=[
            (
                person,
                ticked,
                last.get(person.pk),
                bool(due := _due(last.get(person.pk), period)) and due < today,
            )
            for person, ticked in offered
        ],
    )


def _waiting(session, among, n_free):
    """Return who of ``among`` has been waiting for the programme, as many as have seats."""
    keys = wishes_for(session).filter(person__in=among.values("pk")).values_list("person", flat=True)
    return keys if n_free is None else keys[: max(n_free, 0)]


def _due(last, period):
    return due_on(last, period) if last else dt.date.min


@requires("training.change_session", among=visible_sessions)
def session_complete(request, session):
    rows = granted(session).filter(pk__in=approvable_requests(request.user).values("pk"))
    initial = {"starts_on": session.starts_on, "finished_on": session.last_day}
    form = bind(CompletionForm, request, requests=with_work(rows, path="person"), initial=initial)
    if completed := submit(form, complete_requests, by=request.user):
        if doubt := doubt_about(session.programme.provider, session.starts_on):
            messages.warning(request, doubt)
        number = counted(len(completed), "курс", "курса", "курсов")
        return done(request, f"Внесено: {number}. Они видны на карточках и в показателях.", session)
    return show_form(request, "training/session_complete.html", form, session=session)
