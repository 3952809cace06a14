"""Programmes and their providers: the lists and their editing."""

from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.training import panels
from masterstvo.training.actions import add_programme, add_provider, edit_programme, edit_provider
from masterstvo.training.forms import (
    ProgrammeCorrectionForm,
    ProgrammeForm,
    ProviderCorrectionForm,
    ProviderForm,
)
from masterstvo.training.models import Provider
from masterstvo.training.rules import (
    editable_programmes,
    editable_providers,
    visible_programmes,
    visible_providers,
)
from masterstvo.training.tables.programme import PROGRAMMES, PROVIDERS

PROGRAMME_LIST = "training:programme_list"
PROVIDER_LIST = "training:provider_list"


@requires("training.view_programme")
def programme_list(request):
    rows = visible_programmes(request.user).select_related("provider").prefetch_related("topics__merged_into")
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
    return show_form(
        request,
        "training/programme_edit.html",
        form,
        object=programme,
        panels=panels.programme.panels(request.user, programme),
    )


@requires("training.view_provider")
def provider_list(request):
    rows = visible_providers(request.user).select_related("parent")
    return list_page(request, "training/provider_list.html", PROVIDERS, rows, editable=editable_providers)


@requires("training.change_provider")
def provider_create(request):
    form = bind(ProviderForm, request)
    if submit(form, add_provider, by=request.user):
        return done(request, "Организатор внесён: теперь его можно выбрать в программе.", PROVIDER_LIST)
    return show_form(request, "training/provider_create.html", form)


@requires("training.change_provider", among=visible_providers)
def provider_edit(request, provider):
    among = {"parent": Provider.objects.exclude(pk=provider.pk)}
    form = bind(ProviderCorrectionForm, request, instance=provider, among=among)
    if submit(form, edit_provider, provider, by=request.user):
        return done(request, "Организатор исправлен у всех программ и курсов.", PROVIDER_LIST)
    return show_form(request, "training/provider_edit.html", form, object=provider)
