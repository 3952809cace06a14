"""Jobs of a person: taking on, correcting, ending, removing."""

import datetime as dt

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.rules import editable_organizations
from masterstvo.people.actions import dismiss, edit_employment, hire, remove_employment
from masterstvo.people.forms import DismissalForm, EmploymentCorrectionForm, EmploymentForm
from masterstvo.people.models import Employment
from masterstvo.people.rules import visible_employments, visible_people


@requires("people.change_person", among=visible_people)
def employment_create(request, person):
    form = bind(
        EmploymentForm,
        request,
        instance=Employment(person=person),
        among={"organization": editable_organizations(request.user)},
    )
    if submit(form, hire, person=person, by=request.user):
        return done(request, "Место работы внесено.", person)
    return show_form(request, "people/employment_create.html", form, person=person)


@requires("people.change_employment", among=visible_employments)
def employment_edit(request, employment):
    form = bind(
        EmploymentCorrectionForm,
        request,
        instance=employment,
        among={"organization": editable_organizations(request.user)},
    )
    if submit(form, edit_employment, employment, by=request.user):
        return done(request, "Место работы исправлено.", employment.person)
    return show_form(
        request, "people/employment_edit.html", form, object=employment, person=employment.person
    )


@requires("people.change_employment", among=visible_employments)
def employment_end(request, employment):
    form = bind(DismissalForm, request, instance=employment)
    if submit(form, _dismiss, employment, by=request.user):
        return done(request, "Увольнение внесено.", employment.person)
    return show_form(request, "people/employment_end.html", form, object=employment, person=employment.person)


def _dismiss(employment, *, ends_on, **values):
    return dismiss(employment, last_day=ends_on - dt.timedelta(days=1), **values)


@requires("people.change_employment", among=visible_employments)
def employment_delete(request, employment):
    form = bind(ReasonForm, request)
    if submit(form, remove_employment, employment, by=request.user):
        return done(request, "Место работы удалено.", employment.person)
    return show_form(
        request, "people/employment_delete.html", form, object=employment, person=employment.person
    )
