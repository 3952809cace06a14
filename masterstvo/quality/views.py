"""Results of pupils: the list and its editing; what weak skills hint at."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.terms import titles
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.rules import (
    editable_municipality,
    organizations_editable_here,
    organizations_here,
)
from masterstvo.quality.actions import add_pupil_result, dismiss_hint, edit_pupil_result, remove_pupil_result
from masterstvo.quality.forms import DismissForm, PupilResultCorrectionForm, PupilResultForm
from masterstvo.quality.queries import hints, weak_below
from masterstvo.quality.rules import editable_pupil_results, visible_pupil_results
from masterstvo.quality.tables import PUPIL_RESULTS

LIST, HINTS = "quality:pupilresult_list", "quality:hint_list"


@requires("quality.view_pupilresult")
def pupilresult_list(request):
    rows = visible_pupil_results(request.user).filter(organization__in=organizations_here(request))
    return list_page(
        request,
        "quality/pupilresult_list.html",
        PUPIL_RESULTS,
        rows.select_related("organization"),
        editable=editable_pupil_results,
    )


@requires("quality.change_pupilresult")
def pupilresult_create(request):
    form = bind(
        PupilResultForm,
        request,
        among={"organization": organizations_editable_here(request)},
        initial={"organization": request.GET.get("organization")},
    )
    if submit(form, add_pupil_result, by=request.user):
        return done(request, "Результат внесён.", LIST)
    return show_form(request, "quality/pupilresult_create.html", form)


@requires("quality.change_pupilresult", among=visible_pupil_results)
def pupilresult_edit(request, result):
    form = bind(
        PupilResultCorrectionForm,
        request,
        instance=result,
        among={"organization": organizations_editable_here(request)},
    )
    if submit(form, edit_pupil_result, result, by=request.user):
        return done(request, "Результат исправлен.", LIST)
    return show_form(request, "quality/pupilresult_edit.html", form, object=result)


@requires("quality.change_pupilresult", among=visible_pupil_results)
def pupilresult_delete(request, result):
    form = bind(ReasonForm, request)
    if submit(form, remove_pupil_result, result, by=request.user):
        return done(request, "Результат удалён.", LIST)
    return show_form(request, "quality/pupilresult_delete.html", form, object=result)


@requires("quality.decide_hint")
def hint_list(request):
    """Where pupils were weak in a skill: to check by a visit or a test, or to dismiss with a reason. Never decided by the program."""
    places = editable_municipality(request).organizations.all()
    day = timezone.localdate()
    form = bind(DismissForm, request, among={"organization": places})
    if submit(form, dismiss_hint, by=request.user):
        return done(request, "Отклонено. В следующем году подсказка придёт снова.", HINTS)
    if form.is_bound:
        messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
        return redirect(HINTS)
    found = hints(places, day)
    return render(
        request,
        "quality/hint_list.html",
        {
            "waiting": [each for each in found if not each.dismissed],
            "dismissed": [each for each in found if each.dismissed],
            "limit": weak_below(day),
            "procedures": titles("pupil_procedure"),
        },
    )
