"""Results of pupils: the list and its editing."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.rules import organizations_editable_here, organizations_here
from masterstvo.quality.actions import add_pupil_result, edit_pupil_result, remove_pupil_result
from masterstvo.quality.forms import PupilResultCorrectionForm, PupilResultForm
from masterstvo.quality.rules import editable_pupil_results, visible_pupil_results
from masterstvo.quality.tables import PUPIL_RESULTS

LIST = "quality:pupilresult_list"


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
