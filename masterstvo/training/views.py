"""Completed courses and programmes: the lists and their editing."""

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here
from masterstvo.training.actions import (
    add_programme,
    add_training,
    edit_programme,
    edit_training,
    remove_training,
)
from masterstvo.training.forms import (
    ProgrammeCorrectionForm,
    ProgrammeForm,
    TrainingCorrectionForm,
    TrainingForm,
)
from masterstvo.training.models import Programme
from masterstvo.training.rules import (
    editable_programmes,
    editable_trainings,
    visible_programmes,
    visible_trainings,
)
from masterstvo.training.tables import PROGRAMMES, TRAININGS

LIST = "training:training_list"
PROGRAMME_LIST = "training:programme_list"


@requires("training.view_training")
def training_list(request):
    rows = here(visible_trainings(request.user), request, "person").select_related(
        "person", "programme__provider"
    )
    return list_page(
        request,
        "training/training_list.html",
        TRAININGS,
        with_work(rows, path="person").prefetch_related("programme__topics"),
        editable=editable_trainings,
    )


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
    if submit(form, add_training, by=request.user):
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
        return done(request, "Курс исправлен.", LIST)
    return show_form(request, "training/training_edit.html", form, object=training)


@requires("training.change_training", among=visible_trainings)
def training_delete(request, training):
    form = bind(ReasonForm, request)
    if submit(form, remove_training, training, by=request.user):
        return done(request, "Курс удалён.", LIST)
    return show_form(request, "training/training_delete.html", form, object=training)


@requires("training.view_programme")
def programme_list(request):
    rows = visible_programmes(request.user).select_related("provider").prefetch_related("topics")
    return list_page(request, "training/programme_list.html", PROGRAMMES, rows, editable=editable_programmes)


@requires("training.change_programme")
def programme_create(request):
    form = bind(ProgrammeForm, request)
    if submit(form, add_programme, by=request.user):
        return done(request, "Программа внесена: теперь её можно выбрать в курсе.", PROGRAMME_LIST)
    return show_form(request, "training/programme_create.html", form)


@requires("training.change_programme", among=visible_programmes)
def programme_edit(request, programme):
    form = bind(ProgrammeCorrectionForm, request, instance=programme)
    if submit(form, edit_programme, programme, by=request.user):
        return done(request, "Программа исправлена у всех, кто её прошёл.", PROGRAMME_LIST)
    return show_form(request, "training/programme_edit.html", form, object=programme)
