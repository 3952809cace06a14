"""Pages of the bases: who can be a mentor, who needs one, and a teacher's own."""

from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.choices import Choice
from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, requires, show_form
from masterstvo.mentoring.actions import (
    create_need,
    create_needs,
    create_profile,
    decline_needs,
    edit_need,
    edit_profile,
    withdraw_need,
)
from masterstvo.mentoring.choices import NeedSource, NeedState, PairState
from masterstvo.mentoring.forms.base import MentorForm, NeedForm, ProposedForm
from masterstvo.mentoring.models import Conversation, MenteeNeed, MentorProfile
from masterstvo.mentoring.panels import deficits_of, strengths_here
from masterstvo.mentoring.queries import (
    grounds_of,
    held_in,
    taken_by,
    waiting_for,
    waiting_sheets,
    with_taken,
)
from masterstvo.mentoring.rules import (
    editable_needs,
    editable_profiles,
    own_mentorships,
    people_for_bases,
    visible_needs,
    visible_profiles,
)
from masterstvo.mentoring.tables.base import NEEDS, mentors, proposed
from masterstvo.mentoring.tables.pair import look, sections, told
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import organizations_editable_here
from masterstvo.people.models import Employment, Person
from masterstvo.people.panels import NAME
from masterstvo.people.queries import with_work
from masterstvo.people.rules import here

_MENTORS = {"list_url": reverse_lazy("mentoring:mentor_list"), "list_title": "База наставников"}
_NEEDS = {"list_url": reverse_lazy("mentoring:need_list"), "list_title": "Запросы на наставников"}


def _strengths(request):
    return strengths_here(municipality_key(request.municipality), timezone.localdate())


def _back(request, listed):
    """Return where one goes after saving: to the list, and a teacher to the own page."""
    has_lists = request.user.has_perm("mentoring.view_mentorprofile")
    return listed if has_lists else "mentoring:my_mentoring"


def _first(request):
    """Return the initial person: the one named in the address, or oneself where there is nobody else to choose."""
    asked = request.GET.get("person", "")
    if asked.isdecimal():
        return int(asked)
    if request.user.has_perm("mentoring.view_mentorprofile"):
        return None
    return _own(request)


def _own(request):
    return Person.objects.filter(user=request.user.pk).values_list("pk", flat=True).first()


# --- Mentors --------------------------------------------------------------------------------------------------------
@requires("mentoring.view_mentorprofile")
def mentor_list(request):
    rows = here(visible_profiles(request.user), request, "person")
    rows = with_work(rows.select_related("person").prefetch_related("subjects"), path="person")
    return list_page(
        request,
        "mentoring/mentor_list.html",
        mentors(_strengths(request)),
        with_taken(rows, timezone.localdate()),
        editable=editable_profiles,
        sections=sections("mentoring:mentor_list", request.user),
    )


@requires("mentoring.change_mentorprofile")
def mentor_create(request):
    """Put somebody into the base. Willing and consenting is whoever said so: nothing of another is ticked or dated beforehand."""
    first = _first(request)
    form = bind(
        MentorForm,
        request,
        among={"person": with_work(people_for_bases(request.user))},
        strengths=_strengths(request),
        initial={"person": first, "is_willing": first is not None and first == _own(request)},
    )
    if submit(form, create_profile, by=request.user):
        return done(request, "Наставник в базе.", _back(request, "mentoring:mentor_list"))
    return show_form(request, "mentoring/mentor_create.html", form, **_MENTORS)


@requires("mentoring.change_mentorprofile", among=visible_profiles)
def mentor_edit(request, profile):
    form = bind(
        MentorForm,
        request,
        instance=profile,
        among={"person": with_work(Person.objects.filter(pk=profile.person_id))},
        strengths=_strengths(request),
    )
    if submit(form, edit_profile, profile, by=request.user):
        return done(request, "Сохранили.", _back(request, "mentoring:mentor_list"))
    return show_form(request, "mentoring/mentor_edit.html", form, profile=profile, **_MENTORS)


# --- Needs ----------------------------------------------------------------------------------------------------------
@requires("mentoring.view_menteeneed")
def need_list(request):
    """The needs, and with «by=data» those who may need a mentor by what is known of them: whoever edits makes needs of that."""
    shown = {"sections": sections("mentoring:need_list", request.user)}
    if request.user.has_perm("mentoring.create_needs"):
        day, places = timezone.localdate(), organizations_editable_here(request)
        jobs = Employment.objects.on(day).filter(organization__in=places)
        found = grounds_of(jobs, request.user, day)
        asks_data = request.GET.get("by") == "data"
        shown |= {"views": _need_views(found, asks_data=asks_data), "asks_data": asks_data}
        if asks_data:
            return _proposed_page(request, jobs, found, shown)
    rows = here(visible_needs(request.user), request, "person").select_related("person", "subject")
    rows = with_work(rows, path="person")
    return list_page(request, "mentoring/need_list.html", NEEDS, rows, editable=editable_needs, **shown)


def _need_views(found, *, asks_data):
    """Return the two views of the needs: those that somebody has asked for, and those that the data propose."""
    return (
        Choice("Внесённые", reverse("mentoring:need_list"), is_current=not asks_data),
        Choice(f"Возможно, нужен: {len(found)}", "?by=data", is_current=asks_data),
    )


def _proposed_page(request, jobs, found, shown):
    among = Person.objects.filter(pk__in=jobs.values("person"))
    form = bind(ProposedForm, request, among=among)
    action = decline_needs if form.is_decline else create_needs
    if answered := submit(form, action, jobs=jobs, today=timezone.localdate(), by=request.user):
        n_people = len(answered)
        said = (
            f"Записали: наставник не нужен {counted(n_people, 'человеку', 'людям', 'людям')}."
            if form.is_decline
            else f"Внесли {counted(n_people, 'запрос', 'запроса', 'запросов')}. Подбор возьмёт их вместе с другими."
        )
        return done(request, said, request.get_full_path())
    page = list_page(
        request,
        "mentoring/need_list.html",
        proposed(found),
        with_work(Person.objects.filter(pk__in=found)).order_by(*NAME, "pk"),
        form=form,
        n_proposed=len(found),
        has_deficits=any(each.source == NeedSource.DEFICITS for rows in found.values() for each in rows),
        **shown,
    )
    page.status_code = 422 if form.errors else 200
    return page


@requires("mentoring.change_menteeneed")
def need_create(request):
    first = _first(request)
    known = people_for_bases(request.user).filter(pk=first or 0).first()
    form = bind(
        NeedForm,
        request,
        among={"person": with_work(people_for_bases(request.user))},
        strengths=_strengths(request),
        initial={
            "person": first,
            "opened_on": timezone.localdate(),
            "wanted": deficits_of(request.user, known) if known else [],
        },
    )
    if submit(form, create_need, by=request.user):
        return done(request, "Запрос внесён.", _back(request, "mentoring:need_list"))
    return show_form(request, "mentoring/need_create.html", form, **_NEEDS)


@requires("mentoring.change_menteeneed", among=visible_needs)
def need_edit(request, need):
    """Correct a need, or take it back by the second button."""
    form = bind(
        NeedForm,
        request,
        instance=need,
        among={"person": with_work(Person.objects.filter(pk=need.person_id))},
        strengths=_strengths(request),
    )
    back = _back(request, "mentoring:need_list")
    if "withdraw" in request.POST:
        withdraw_need(need, today=timezone.localdate(), by=request.user)
        return done(request, "Запрос снят.", back)
    if submit(form, edit_need, need, by=request.user):
        return done(request, "Сохранили.", back)
    return show_form(request, "mentoring/need_edit.html", form, need=need, **_NEEDS)


# --- A teacher's own ------------------------------------------------------------------------------------------------
@requires("mentoring.view_my_mentoring")
def my_mentoring(request):
    """The pairs of the reader on either side, what waits for an answer first; the own line of the base and the own need."""
    person = Person.objects.filter(user=request.user.pk).first()
    key = person.pk if person else 0
    waiting = set(waiting_for(request.user).values_list("pk", flat=True))
    pairs = own_mentorships(request.user).exclude(state=PairState.REFUSED).select_related("mentor", "mentee")
    context = {
        "person": person,
        "pairs": [(pair, look(pair), told(pair), pair.pk in waiting) for pair in pairs],
        "sheets": waiting_sheets(request.user, timezone.localdate()),
        "profile": MentorProfile.objects.filter(person=key).first(),
        "held": held_in(Conversation.objects.filter(mentorship__mentor=key)),
        "taken": taken_by([key], first=timezone.localdate(), end=None).get(key),
        "need": MenteeNeed.objects.filter(person=key, state=NeedState.OPEN).first(),
        "words": terms.titles_of("mentoring_model", "mentoring_format"),
    }
    return render(request, "mentoring/my_mentoring.html", context)
