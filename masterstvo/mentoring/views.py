"""Mentorships: the list and its editing."""

from django.utils import timezone

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.mentoring.actions import add_mentorship, edit_mentorship, remove_mentorship
from masterstvo.mentoring.forms import MentorshipCorrectionForm, MentorshipForm
from masterstvo.mentoring.rules import editable_mentorships, visible_mentorships
from masterstvo.mentoring.tables import MENTORSHIPS
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here

LIST = "mentoring:mentorship_list"


@requires("mentoring.view_mentorship")
def mentorship_list(request):
    rows = here(visible_mentorships(request.user), request, "mentor", "mentee").select_related(
        "mentor", "mentee"
    )
    n_informal = rows.on(timezone.localdate()).filter(act_number="", act_on=None).count()
    return list_page(
        request,
        "mentoring/mentorship_list.html",
        MENTORSHIPS,
        with_work(rows, path="mentee"),
        editable=editable_mentorships,
        n_informal=n_informal,
    )


@requires("mentoring.change_mentorship")
def mentorship_create(request):
    form = bind(
        MentorshipForm,
        request,
        among={
            "mentor": with_work(editable_people(request.user)),
            "mentee": with_work(editable_people(request.user)),
        },
        initial={"person": request.GET.get("person")},
    )
    if submit(form, add_mentorship, by=request.user):
        return done(request, "Пара внесена.", LIST)
    return show_form(request, "mentoring/mentorship_create.html", form)


@requires("mentoring.change_mentorship", among=visible_mentorships)
def mentorship_edit(request, mentorship):
    form = bind(
        MentorshipCorrectionForm,
        request,
        instance=mentorship,
        among={
            "mentor": with_work(editable_people(request.user)),
            "mentee": with_work(editable_people(request.user)),
        },
    )
    if submit(form, edit_mentorship, mentorship, by=request.user):
        return done(request, "Пара исправлена.", LIST)
    return show_form(request, "mentoring/mentorship_edit.html", form, object=mentorship)


@requires("mentoring.change_mentorship", among=visible_mentorships)
def mentorship_delete(request, mentorship):
    form = bind(ReasonForm, request)
    if submit(form, remove_mentorship, mentorship, by=request.user):
        return done(request, "Пара удалена.", LIST)
    return show_form(request, "mentoring/mentorship_delete.html", form, object=mentorship)
