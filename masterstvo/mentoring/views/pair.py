"""Pages of pairs: the list, one pair, its steps and its end."""

import datetime as dt

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, requires, show_form
from masterstvo.documents.models import Document
from masterstvo.documents.rules import visible_documents
from masterstvo.mentoring.actions import (
    add_mentorship,
    agree,
    approve_mentorship,
    begin_mentorship,
    edit_mentorship,
    end_mentorship,
    propose_mentorship,
    refuse_mentorship,
    remove_mentorship,
)
from masterstvo.mentoring.choices import BEFORE_WORK, Agreement, PairState, Side
from masterstvo.mentoring.counting import academic_hours, hours_within, lacking
from masterstvo.mentoring.forms.pair import (
    AGREED_TO,
    OF_EMPLOYER,
    AgreeForm,
    ApproveForm,
    EndForm,
    MentorshipCorrectionForm,
    MentorshipForm,
)
from masterstvo.mentoring.forms.work import USUAL, ConversationForm
from masterstvo.mentoring.models import Conversation
from masterstvo.mentoring.panels import closed_deficits
from masterstvo.mentoring.queries import (
    employers_of,
    groups_to_offer,
    others_of_group,
    side_of,
    unapproved_sides,
    waiting_for,
    with_n_pairs,
)
from masterstvo.mentoring.rules import (
    HEAD_OF_SCHOOL,
    answered_people,
    editable_mentorships,
    opened_sheets,
    proposable_mentors,
    sides_of,
    visible_mentorships,
)
from masterstvo.mentoring.tables.pair import MENTORSHIPS, answered, answered_look, look, sections, told
from masterstvo.mentoring.views.work import together_here
from masterstvo.organizations.rules import SCHOOL
from masterstvo.people.models import Person
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here, visible_people

LIST = "mentoring:mentorship_list"
DIARY_AT_MOST = 50


@requires("mentoring.view_mentorship")
def mentorship_list(request):
    rows = here(visible_mentorships(request.user), request, "mentor", "mentee").select_related(
        "mentor", "mentee"
    )
    return list_page(
        request,
        "mentoring/mentorship_list.html",
        MENTORSHIPS,
        with_work(rows, path="mentee"),
        editable=editable_mentorships,
        sections=sections(LIST, request.user),
        n_waiting=waiting_for(request.user).count(),
        n_informal=rows.without_act(timezone.localdate()).count(),
    )


@requires("mentoring.change_mentorship")
def mentorship_create(request):
    """Enter a pair that works, or propose one."""
    own = editable_people(request.user)
    form = bind(
        MentorshipForm,
        request,
        among={"mentor": with_work(proposable_mentors(request.user)), "mentee": with_work(own)},
        own=answered_people(request.user),
        groups=groups_to_offer(own),
        initial=_one_more(request),
    )
    is_proposal = form.is_bound and form.is_valid() and form.cleaned_data.pop("is_proposal")
    action = propose_mentorship if is_proposal else add_mentorship
    if pair := submit(form, action, by=request.user):
        return done(request, "Предложение отправлено наставнику." if is_proposal else "Пара внесена.", pair)
    return show_form(request, "mentoring/mentorship_create.html", form)


def _one_more(request):
    """Return what one more pair of a group begins with: everything but the mentee, as the pair named in the address has it."""
    asked = request.GET.get("like", "")
    like = editable_mentorships(request.user).filter(pk=asked).first() if asked.isdecimal() else None
    if like is None:
        return None
    names = ("model", "format", "ends_on", "hours_month", "group")
    same = {name: getattr(like, name) for name in names}
    return {**same, "mentor": like.mentor_id, "starts_on": max(like.starts_on, timezone.localdate())}


@requires("mentoring.view_mentorship", among=visible_mentorships)
def mentorship_detail(request, mentorship):
    """What comes next first, then the diary and the programme, what makes the pair formal beside them."""
    user, today = request.user, timezone.localdate()
    may_keep = user.has_perm("mentoring.keep_mentorship", mentorship)
    may_change = user.has_perm("mentoring.change_mentorship", mentorship)
    conversations = list(with_n_pairs(mentorship.conversations.all())[: DIARY_AT_MOST + 1])
    n_minutes = sum(mentorship.conversations.values_list("minutes", flat=True))
    tasks = list(mentorship.tasks.all())
    side = side_of(mentorship, user)
    group = others_of_group(mentorship)
    cards = visible_people(user).filter(pk__in=[mentorship.mentor_id, mentorship.mentee_id])
    context = {
        "pair": mentorship,
        "look": look(mentorship),
        "told": told(mentorship),
        "words": terms.titles_of(
            "mentoring_model",
            "mentoring_format",
            "mentoring_work_form",
            "mentoring_meeting_form",
            "mentoring_result",
        ),
        "side": side,
        "sheets": _sheets(user, mentorship, side, may_change),
        "steps": _steps(user, mentorship),
        "awaited": _awaited(mentorship),
        "lacking": lacking(mentorship),
        "may_keep": may_keep and mentorship.state in (PairState.APPROVED, PairState.ACTIVE),
        "may_change": may_change,
        "cards": set(cards.values_list("pk", flat=True)),
        "conversations": conversations[:DIARY_AT_MOST],
        "has_more": len(conversations) > DIARY_AT_MOST,
        "n_minutes": n_minutes,
        "held": _held(mentorship, n_minutes, today),
        "note_form": ConversationForm(
            instance=Conversation(held_on=today, form=USUAL), together=together_here(user, mentorship)
        )
        if may_keep
        else None,
        "n_group": group.count() + 1,
        "group": group.filter(pk__in=visible_mentorships(user).values("pk")),
        "tasks": tasks,
        "n_done": sum(task.done_on is not None for task in tasks),
        "today": today,
        "successors": list(mentorship.successors.select_related("mentor", "mentee")),
        "papers": visible_documents(user).filter(
            pk__in=[mentorship.act_id or 0, mentorship.contract_id or 0]
        ),
        "closed": closed_deficits(
            user, mentorship.mentee, mentorship.starts_on, mentorship.last_day or today
        ),
        "history": history(mentorship) if may_change else [],
    }
    return render(request, "mentoring/mentorship_detail.html", context)


def _held(pair, minutes, today):
    """Return in words what of the promised hours has been met by today, "" where nothing was promised."""
    if not pair.hours_month or not pair.is_fact:
        return ""
    until = min(today + dt.timedelta(days=1), pair.ends_on or dt.date.max)
    told = counted(academic_hours(minutes), "учебный час", "учебных часа", "учебных часов")
    planned = hours_within(pair.hours_month, pair.starts_on, until)
    return f"по плану к сегодняшнему дню {planned} ч, проведено {told}"


def _sheets(user, pair, side, may_change):
    """Return (sheet, whether it is answered, its look, whether ``user`` opens it): to each side its own, to who keeps the pair both."""
    rows = [each for each in pair.sheets.order_by("-stage", "side") if may_change or each.side == side]
    opened = set(opened_sheets(user).filter(mentorship=pair).values_list("pk", flat=True)) if rows else ()
    return [
        (
            each,
            answered(each),
            answered_look(each),
            each.pk in opened and (each.side == side or each.finished_on),
        )
        for each in rows
    ]


@requires("mentoring.change_mentorship", among=visible_mentorships)
def mentorship_edit(request, mentorship):
    """Correct a pair. What the mentor signs and is paid for is written by whoever answers for the mentor.

    So are the hours and the term of a pair of two organizations once the mentor has agreed.
    """
    both = Person.objects.filter(pk__in=[mentorship.mentor_id, mentorship.mentee_id])
    own = Person.objects.filter(
        Q(pk__in=answered_people(request.user).values("pk")) | Q(pk__in=both.values("pk"))
    )
    people = with_work(own)
    is_employer = Side.MENTOR in sides_of(request.user, mentorship, SCHOOL)
    is_settled = mentorship.agreement == Agreement.NETWORK and mentorship.state != PairState.PROPOSED
    left_out = () if is_employer else OF_EMPLOYER + (AGREED_TO if is_settled else ())
    contracts = visible_documents(request.user).filter(kind__in=["network_contract", "contract"])
    kept = Document.objects.filter(pk=mentorship.contract_id or 0)
    form = bind(
        MentorshipCorrectionForm,
        request,
        instance=mentorship,
        among={"mentor": people, "mentee": people, "contract": contracts | kept},
        own=own,
        left_out=left_out,
        groups=groups_to_offer(editable_people(request.user)),
    )
    if submit(form, edit_mentorship, mentorship, by=request.user):
        return done(request, "Пара исправлена.", mentorship)
    return show_form(
        request,
        "mentoring/mentorship_edit.html",
        form,
        object=mentorship,
        is_employer=is_employer,
        left_out=left_out,
    )


@requires("mentoring.change_mentorship", among=visible_mentorships)
def mentorship_delete(request, mentorship):
    form = bind(ReasonForm, request)
    if submit(form, remove_mentorship, mentorship, by=request.user):
        return done(request, "Пара удалена.", LIST)
    return show_form(request, "mentoring/mentorship_delete.html", form, object=mentorship)


# --- Steps ----------------------------------------------------------------------------------------------------------
STEPS = {  # step in the address: (the states it is taken from, heading, button, what is said afterwards)
    "mentor": (
        (PairState.PROPOSED,),
        "Согласие наставника",
        "Наставник согласен",
        "Записали: наставник согласен.",
    ),
    "mentee": (
        (PairState.MENTOR_AGREED,),
        "Согласие наставляемого",
        "Наставляемый согласен",
        "Записали: наставляемый согласен.",
    ),
    "approve": ((PairState.MENTEE_AGREED,), "Утвердить пару", "Утвердить пару", "Пара утверждена."),
    "begin": (
        (PairState.APPROVED,),
        "Начать без приказа",
        "Начать без приказа",
        "Пара работает. Без приказа она считается отдельно.",
    ),
    "refuse": (BEFORE_WORK, "Отказаться от пары", "Пара не состоялась", "Записали: пара не состоялась."),
}


AWAITED = {
    PairState.PROPOSED: "Ждём согласия наставника",
    PairState.MENTOR_AGREED: "Ждём согласия наставляемого",
    PairState.APPROVED: "Ждём приказа",
}


def _steps(user, pair):
    """Return {step: its button} that ``user`` may take now."""
    return {
        step: button
        for step, (states, _, button, _) in STEPS.items()
        if pair.state in states and _may(user, pair, step)
    }


def _may(user, pair, step):
    """Each side answers for itself, or its employer writes down what was answered on paper; each employer approves; that of the mentor begins without an act; any of them says no."""
    if step in set(Side):
        return side_of(pair, user) == step or step in sides_of(user, pair, SCHOOL)
    if step == "approve":
        return bool(_approved_by(user, pair))
    if step == "begin":
        return Side.MENTOR in sides_of(user, pair, SCHOOL)
    return side_of(pair, user) != "" or user.has_perm("mentoring.change_mentorship", pair)


def _approved_by(user, pair):
    """Return the sides for which ``user`` may approve the pair and nobody has yet."""
    if not user.has_perm("mentoring.approve_mentorship", pair):
        return set()
    return sides_of(user, pair, HEAD_OF_SCHOOL) & set(unapproved_sides(pair))


def _awaited(pair):
    """Return in words whose answer comes next, "" when none does. Queries: one, of a pair that waits for the heads."""
    if pair.state != PairState.MENTEE_AGREED:
        return AWAITED.get(PairState(pair.state), "")
    employers = employers_of(pair, timezone.localdate())
    places = {side: set(each) for side, each in employers.items()}
    if places[Side.MENTOR] & places[Side.MENTEE] or not all(places.values()):
        return "Ждём утверждения руководителя"
    names = [str(place) for side in unapproved_sides(pair) for place in employers[side]]
    return f"Ждём утверждения: {', '.join(names)}"


@requires("mentoring.keep_mentorship", among=visible_mentorships)
def mentorship_step(request, mentorship, step):
    if step not in STEPS:
        raise Http404
    if not _may(request.user, mentorship, step):
        raise PermissionDenied
    _, heading, button, said = STEPS[step]
    form, action, more = _form(request, mentorship, step)
    if submit(form, action, mentorship, by=request.user, **more):
        waits = step == "approve" and mentorship.state == PairState.MENTEE_AGREED
        return done(request, "Записали: с вашей стороны пара утверждена." if waits else said, mentorship)
    return show_form(
        request,
        "mentoring/mentorship_step.html",
        form,
        pair=mentorship,
        step=step,
        awaited=_awaited(mentorship),
        heading=heading,
        button=button,
    )


def _form(request, pair, step):
    """Return the form of a step, its action, and what the action is told besides."""
    today = timezone.localdate()
    if step in (Side.MENTOR, Side.MENTEE):
        form = AgreeForm if step == Side.MENTOR else forms.Form
        return bind(form, request), agree, {"side": Side(step), "today": today}
    if step == "approve":
        sides = _approved_by(request.user, pair)
        return bind(ApproveForm, request), approve_mentorship, {"today": today, "sides": sides}
    form = bind(ReasonForm, request)
    form.fields["reason"].label = "Почему без приказа" if step == "begin" else "Почему"
    form.fields["reason"].help_text = "Останется в журнале"
    return form, begin_mentorship if step == "begin" else refuse_mentorship, {}


@requires("mentoring.change_mentorship", among=visible_mentorships)
def mentorship_end(request, mentorship):
    """The last day, the notice, the result, and who goes on."""
    people = with_work(proposable_mentors(request.user).exclude(pk=mentorship.mentee_id))
    initial = {"last_day": mentorship.last_day or timezone.localdate()}
    form = bind(EndForm, request, people=people, initial=initial)
    if submit(form, end_mentorship, mentorship, by=request.user, today=timezone.localdate()):
        return done(request, "Записали окончание пары.", mentorship)
    unanswered = mentorship.sheets.filter(finished_on=None).count()
    return show_form(request, "mentoring/mentorship_end.html", form, pair=mentorship, unanswered=unanswered)
