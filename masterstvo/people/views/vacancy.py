"""Vacancies: the list and its editing."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.rules import organizations_editable_here, organizations_here
from masterstvo.people.actions import add_vacancy, edit_vacancy, remove_vacancy
from masterstvo.people.forms import VacancyCorrectionForm, VacancyForm
from masterstvo.people.rules import editable_vacancies, visible_vacancies
from masterstvo.people.tables import VACANCIES

LIST = "people:vacancy_list"


@requires("people.view_vacancy")
def vacancy_list(request):
    rows = visible_vacancies(request.user).filter(organization__in=organizations_here(request))
    return list_page(
        request,
        "people/vacancy_list.html",
        VACANCIES,
        rows.select_related("organization"),
        editable=editable_vacancies,
    )


@requires("people.change_vacancy")
def vacancy_create(request):
    form = bind(VacancyForm, request, among={"organization": organizations_editable_here(request)})
    if submit(form, add_vacancy, by=request.user):
        return done(request, "Вакансия внесена.", LIST)
    return show_form(request, "people/vacancy_create.html", form)


@requires("people.change_vacancy", among=visible_vacancies)
def vacancy_edit(request, vacancy):
    form = bind(
        VacancyCorrectionForm,
        request,
        instance=vacancy,
        among={"organization": organizations_editable_here(request)},
    )
    if submit(form, edit_vacancy, vacancy, by=request.user):
        return done(request, "Вакансия исправлена.", LIST)
    return show_form(request, "people/vacancy_edit.html", form, object=vacancy)


@requires("people.change_vacancy", among=visible_vacancies)
def vacancy_delete(request, vacancy):
    form = bind(ReasonForm, request)
    if submit(form, remove_vacancy, vacancy, by=request.user):
        return done(request, "Вакансия удалена.", LIST)
    return show_form(request, "people/vacancy_delete.html", form, object=vacancy)
