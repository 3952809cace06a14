"""Measurements: the list and its editing; those of the people one accompanies; opening one's own to others."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.terms import titles
from masterstvo.core.views import done, requires, show_form
from masterstvo.core.word import docx_response
from masterstvo.diagnostics.actions import (
    add_diagnostic,
    edit_diagnostic,
    mark_ready,
    remove_diagnostic,
    revoke_share,
    share_results,
)
from masterstvo.diagnostics.forms.diagnostic import DiagnosticCorrectionForm, DiagnosticForm, ShareForm
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.diagnostics.queries.framework import rule_on
from masterstvo.diagnostics.queries.map import deficit_map as map_of
from masterstvo.diagnostics.queries.standing import profile, with_openness
from masterstvo.diagnostics.rules import (
    colleagues_of,
    editable_diagnostics,
    markable_deficits,
    measurable_people,
    open_deficits,
    open_diagnostics,
    own_shares,
    profiled_people,
    visible_diagnostics,
)
from masterstvo.diagnostics.tables import DEFICITS, DIAGNOSTICS, ward_sheets
from masterstvo.diagnostics.word import profile_form
from masterstvo.organizations.models import Organization
from masterstvo.organizations.queries import municipality_key
from masterstvo.people.actions import note_export
from masterstvo.people.models import Employment, Person
from masterstvo.people.queries import smallest_group, with_work
from masterstvo.people.rules import here

LIST = "diagnostics:diagnostic_list"


@requires("diagnostics.view_diagnostic")
def diagnostic_list(request):
    rows = here(visible_diagnostics(request.user), request, "person").select_related("person")
    return list_page(
        request,
        "diagnostics/diagnostic_list.html",
        DIAGNOSTICS,
        with_work(with_openness(rows, open_diagnostics(request.user)), path="person"),
        editable=editable_diagnostics,
    )


@requires("diagnostics.change_diagnostic")
def diagnostic_create(request):
    form = bind(
        DiagnosticForm,
        request,
        among={"person": with_work(measurable_people(request.user))},
        initial={"person": request.GET.get("person")},
    )
    if submit(form, add_diagnostic, by=request.user):
        return done(request, "Результат внесён.", LIST)
    return show_form(request, "diagnostics/diagnostic_create.html", form)


@requires("diagnostics.change_diagnostic", among=visible_diagnostics)
def diagnostic_edit(request, diagnostic):
    form = bind(
        DiagnosticCorrectionForm,
        request,
        instance=diagnostic,
        among={"person": with_work(measurable_people(request.user))},
    )
    if submit(form, edit_diagnostic, diagnostic, by=request.user):
        return done(request, "Результат исправлен.", LIST)
    return show_form(request, "diagnostics/diagnostic_edit.html", form, object=diagnostic)


@requires("diagnostics.change_diagnostic", among=visible_diagnostics)
def diagnostic_delete(request, diagnostic):
    form = bind(ReasonForm, request)
    if submit(form, remove_diagnostic, diagnostic, by=request.user):
        return done(request, "Результат удалён.", LIST)
    return show_form(request, "diagnostics/diagnostic_delete.html", form, object=diagnostic)


# --- What measurements come to ----------------------------------------------------------------------------------------
@requires("diagnostics.view_profile", among=profiled_people)
def profile_detail(request, person):
    """One person's competences before and now, the rule by which measurements count, and the open deficits."""
    day = timezone.localdate()
    blocks = profile(person, day)
    kinds = titles("diagnostic_kind")
    rule = rule_on(day)
    told = rule.in_words(kinds) if rule else ()
    if request.GET.get("as") == "docx":
        note_export([person.pk], by=request.user, what=f"Профиль в Word: {person}", purpose="профиль")
        return docx_response(f"Профиль. {person.short_name}.docx", profile_form(person, blocks, told, day))
    return render(
        request,
        "diagnostics/profile_detail.html",
        {
            "person": person,
            "blocks": blocks,
            "weak": [each for _, rows in blocks for each in rows if each.deficit],
            "rule": told,
            "is_own": person.user_id == request.user.pk,
            "may_mark": request.user.has_perm("diagnostics.mark_deficit"),
        },
    )


@requires("diagnostics.view_deficit")
def deficit_list(request):
    """Who needs what, of those whose results the reader may know."""
    rows = here(open_deficits(request.user), request, "person").filter(closed_on=None)
    rows = rows.select_related("person", "competence__block", "opened_by")
    return list_page(request, "diagnostics/deficit_list.html", DEFICITS, with_work(rows, path="person"))


@requires("diagnostics.view_map")
def deficit_map(request):
    """Where deficits lie: schools or subjects against competences, without names and without small numbers."""
    by = "subject" if request.GET.get("by") == "subject" else "organization"
    day = timezone.localdate()
    smallest = smallest_group(day)
    return render(
        request,
        "diagnostics/deficit_map.html",
        {
            "map": map_of(municipality_key(request.municipality), day, by=by, smallest=smallest),
            "by": by,
            "smallest": smallest,
        },
    )


@require_POST
@requires("diagnostics.mark_deficit", among=markable_deficits)
def deficit_ready(request, deficit):
    mark_ready(deficit, by=request.user)
    return done(request, "Отмечено: можно измерять снова.", "diagnostics:profile_detail", deficit.person_id)


# --- Results of others ------------------------------------------------------------------------------------------------
@requires("diagnostics.view_ward")
def ward_list(request):
    """What a mentor, the methodist of a route, or whoever was shown it, reads; without any role."""
    return render(request, "diagnostics/ward_list.html", {"sheets": ward_sheets(request.user)})


@requires("diagnostics.create_share")
def share_create(request):
    person = Person.objects.filter(user=request.user).first()
    if person is None:  # the support desk holds every permission, and has no card
        raise PermissionDenied
    jobs = Employment.objects.on(timezone.localdate()).filter(person=person)
    form = bind(
        ShareForm,
        request,
        own=Diagnostic.objects.filter(person=person),
        organizations=Organization.objects.filter(pk__in=jobs.values("organization")),
        colleagues=colleagues_of(person),
        initial={"diagnostic": request.GET.get("diagnostic")},
    )
    if submit(form, share_results, person, by=request.user):
        return done(request, "Результаты открыты. Закрыть можно в любой день.", "accounts:my_access")
    return show_form(request, "diagnostics/share_create.html", form)


@requires("diagnostics.remove_share", among=own_shares)
@require_POST
def share_delete(request, share):
    revoke_share(share, by=request.user)
    return done(request, "Доступ закрыт.", "accounts:my_access")
