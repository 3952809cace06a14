"""Qualification of a person."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.people.actions import add_attestation, edit_attestation, remove_attestation
from masterstvo.people.forms import AttestationCorrectionForm, AttestationForm
from masterstvo.people.models import Attestation
from masterstvo.people.rules import visible_attestations, visible_people


@requires("people.change_person", among=visible_people)
def attestation_create(request, person):
    form = bind(AttestationForm, request, instance=Attestation(person=person))
    if submit(form, add_attestation, person=person, by=request.user):
        return done(request, "Категория внесена.", person)
    return show_form(request, "people/attestation_create.html", form, person=person)


@requires("people.change_attestation", among=visible_attestations)
def attestation_edit(request, attestation):
    form = bind(AttestationCorrectionForm, request, instance=attestation)
    if submit(form, edit_attestation, attestation, by=request.user):
        return done(request, "Категория исправлена.", attestation.person)
    return show_form(
        request, "people/attestation_edit.html", form, object=attestation, person=attestation.person
    )


@requires("people.change_attestation", among=visible_attestations)
def attestation_delete(request, attestation):
    form = bind(ReasonForm, request)
    if submit(form, remove_attestation, attestation, by=request.user):
        return done(request, "Категория удалена.", attestation.person)
    return show_form(
        request, "people/attestation_delete.html", form, object=attestation, person=attestation.person
    )
