"""People: the list, the card, and its editing."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import organizations_editable_here, visible_municipalities
from masterstvo.people.actions import create_employed_person, edit_person, note_reading
from masterstvo.people.forms import PersonCorrectionForm, PersonCreateForm
from masterstvo.people.models import Person
from masterstvo.people.panels import card, listing
from masterstvo.people.queries import full_years, with_work
from masterstvo.people.rules import (
    editable_attestations,
    editable_employments,
    people_here,
    visible_people,
)
from masterstvo.people.tables import PEOPLE


@requires("people.view_person")
def person_list(request):
    table, rows = listing.extend(PEOPLE, with_work(people_here(request)))
    return list_page(request, "people/person_list.html", table, rows)


@requires("people.view_person", among=visible_people)
def person_detail(request, person):
    note_reading(person, by=request.user)
    today = timezone.localdate()
    context = {
        "person": person,
        "age": full_years(person.born_on, today),
        "experience": full_years(person.teaching_since, today),
        "employments": list(person.employments.select_related("organization").prefetch_related("subjects")),
        "attestations": list(person.attestations.all()),
        "words": terms.titles_of("staff_category", "qualification"),
        "today": today,
        "may_change": request.user.has_perm("people.change_person", person),
        "own_employments": set(
            editable_employments(request.user).filter(person=person).values_list("pk", flat=True)
        ),
        "own_attestations": set(
            editable_attestations(request.user).filter(person=person).values_list("pk", flat=True)
        ),
        "panels": card.panels(request.user, person),
        "history": history(person),
    }
    return render(request, "people/person_detail.html", context)


@requires("people.view_my_card")
def my_card(request):
    return redirect(get_object_or_404(Person, user=request.user))


@requires("people.create_person")
def person_create(request):
    here = get_object_or_404(visible_municipalities(request.user), pk=municipality_key(request.municipality))
    form = bind(
        PersonCreateForm,
        request,
        instance=Person(municipality=here),
        among={"organization": organizations_editable_here(request)},
        initial={"organization": request.GET.get("organization")},
    )
    if created := submit(form, create_employed_person, municipality=here, by=request.user):
        return done(request, "Карточка внесена.", created)
    known = visible_people(request.user).filter(pk__in=[person.pk for person in form.similar])
    return show_form(
        request, "people/person_create.html", form, openable=set(known.values_list("pk", flat=True))
    )


@requires("people.change_person", among=visible_people)
def person_edit(request, person):
    form = bind(PersonCorrectionForm, request, instance=person)
    if submit(form, edit_person, person, by=request.user):
        return done(request, "Карточка сохранена.", person)
    return show_form(request, "people/person_edit.html", form, person=person)
