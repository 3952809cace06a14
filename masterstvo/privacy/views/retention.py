"""Terms of keeping: what they are, whose are over, and deciding about those."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.people.models import Person
from masterstvo.privacy.actions import erase_people, expire_rows, set_term
from masterstvo.privacy.forms import DuePeopleForm, DueRowsForm, KeepingTermForm
from masterstvo.privacy.queries.retention import (
    CARD,
    WITHDRAWN,
    Kept,
    due_people,
    due_rows,
    kept,
    withdrawn_people,
)
from masterstvo.privacy.rules import answered_here

PEOPLE_AT_ONCE = 100


@requires("privacy.view_retention")
def retention_list(request):
    municipality = answered_here(request)
    rows = kept(municipality, day=timezone.localdate())
    return render(request, "privacy/retention_list.html", {"rows": rows, "municipality": municipality})


@requires("privacy.change_retention")
def retention_edit(request, data_kind):
    municipality, one = _one(request, data_kind)
    if one.months is None:
        raise Http404
    initial = {"months": one.months, "starts_on": timezone.localdate()}
    form = bind(KeepingTermForm, request, initial=initial)
    if submit(form, set_term, municipality, kind=data_kind, by=request.user):
        return done(request, "Срок хранения записан.", "privacy:retention_list")
    return show_form(request, "privacy/retention_edit.html", form, kept=one)


@requires("privacy.change_retention")
def retention_review(request, data_kind):
    """What is over its term, as a list to tick."""
    municipality, one = _one(request, data_kind)
    today = timezone.localdate()
    if data_kind in (CARD, WITHDRAWN):
        people = (
            due_people(municipality, before=one.before)
            if data_kind == CARD
            else withdrawn_people(municipality, day=today)
        )
        form = bind(DuePeopleForm, request, among=_first(people))
        told = submit(form, erase_people, by=request.user, today=today)
        if told is not None:
            return done(
                request, f"Обезличено карточек: {len(told)}. Акты лежат здесь.", "privacy:erasure_list"
            )
    else:
        form = bind(DueRowsForm, request, due=due_rows(data_kind, municipality, before=one.before))
        told = submit(form, expire_rows, municipality=municipality, by=request.user)
        if told is not None:
            return done(request, f"Удалено по сроку хранения: {told}.", "privacy:retention_list")
    return show_form(
        request,
        "privacy/retention_review.html",
        form,
        kept=one,
        is_card=data_kind in (CARD, WITHDRAWN),
        at_once=PEOPLE_AT_ONCE,
    )


def _one(request, kind) -> tuple:
    """Return the current municipality and its kind of data with a term of its own or of a law."""
    municipality = answered_here(request)
    found: list[Kept] = [each for each in kept(municipality, day=timezone.localdate()) if each.kind == kind]
    if not found or not found[0].is_decided:
        raise Http404
    return municipality, found[0]


def _first(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return the first of them as a set that can be narrowed further: a form does that with its choices."""
    return people.filter(pk__in=list(people.values_list("pk", flat=True)[:PEOPLE_AT_ONCE]))
