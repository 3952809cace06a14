"""Completed courses: the list and its editing."""

from django.contrib import messages

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page, shown_panels
from masterstvo.core.views import done, requires, show_form
from masterstvo.documents.panels import attached_panel
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here
from masterstvo.training.actions import (
    add_training,
    edit_training,
    remove_training,
)
from masterstvo.training.forms import (
    TrainingCorrectionForm,
    TrainingForm,
)
from masterstvo.training.models import Programme
from masterstvo.training.queries import doubt_about
from masterstvo.training.rules import (
    editable_trainings,
    visible_trainings,
)
from masterstvo.training.tables.training import TRAININGS

LIST = "training:training_list"


@requires("training.view_training")
def training_list(request):
    rows = here(visible_trainings(request.user), request, "person").select_related(
        "person", "programme__provider"
    )
    return list_page(
        request,
        "training/training_list.html",
        TRAININGS,
        with_work(rows, path="person").prefetch_related("programme__topics__merged_into"),
        editable=editable_trainings,
    )


def _tell_doubt(request, training):
    """Warn, and no more, when the provider may not teach teachers on that day."""
    if doubt := doubt_about(training.programme.provider, training.starts_on or training.finished_on):
        messages.warning(request, doubt)


@requires("training.change_training")
def training_create(request):
    form = bind(
        TrainingForm,
        request,
        among={
            "person": with_work(editable_people(request.user)),
            "programme": Programme.objects.select_related("provider"),
        },
        initial={"person": request.GET.get("person")},
    )
    if training := submit(form, add_training, by=request.user):
        _tell_doubt(request, training)
        return done(request, "Курс внесён.", LIST)
    return show_form(request, "training/training_create.html", form)


@requires("training.change_training", among=visible_trainings)
def training_edit(request, training):
    form = bind(
        TrainingCorrectionForm,
        request,
        instance=training,
        among={
            "person": with_work(editable_people(request.user)),
            "programme": Programme.objects.select_related("provider"),
        },
    )
    if submit(form, edit_training, training, by=request.user):
        _tell_doubt(request, training)
        return done(request, "Курс исправлен.", LIST)
    papers = shown_panels(attached_panel(request.user, training))
    return show_form(request, "training/training_edit.html", form, object=training, panels=papers)


@requires("training.change_training", among=visible_trainings)
def training_delete(request, training):
    form = bind(ReasonForm, request)
    if submit(form, remove_training, training, by=request.user):
        return done(request, "Курс удалён.", LIST)
    return show_form(request, "training/training_delete.html", form, object=training)
