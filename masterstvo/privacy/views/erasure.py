"""Erasing a person: what it would do, the act itself, and the acts of others."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.core.word import docx_response
from masterstvo.people.actions import note_reading
from masterstvo.privacy.actions import erase_person
from masterstvo.privacy.forms import EraseForm
from masterstvo.privacy.queries.erasure import keys_about, lines, mentions, obstacles
from masterstvo.privacy.rules import erasable_people, visible_erasures
from masterstvo.privacy.tables import ERASURES
from masterstvo.privacy.word import act


@requires("privacy.erase_person", among=erasable_people)
def person_erase(request, person):
    """What goes, what stays and why, what stands against it; then the paper, the surname typed, and it is done."""
    today = timezone.localdate()
    form = bind(EraseForm, request, person=person)
    if erasure := submit(form, erase_person, person, by=request.user, today=today):
        return done(
            request,
            f"{person.code_name}: сведения стёрты. Акт № {erasure.number} можно скачать здесь.",
            "privacy:erasure_list",
        )
    note_reading(person, by=request.user, purpose="обезличивание")
    keys = {} if person.erased_on else keys_about(person)
    return show_form(
        request,
        "privacy/person_erase.html",
        form,
        person=person,
        obstacles=obstacles(person, by=request.user, day=today),
        lines=lines(person, keys),
        mentions=[] if person.erased_on else mentions(person, without=keys),
    )


@requires("privacy.view_erasure")
def erasure_list(request):
    return list_page(request, "privacy/erasure_list.html", ERASURES, visible_erasures(request.user))


@requires("privacy.view_erasure", among=visible_erasures)
@require_safe
def erasure_act(request, erasure):
    return docx_response(f"Акт об обезличивании № {erasure.number} ({erasure.year}).docx", act(erasure))
