"""Registers of numbers and own templates."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core import terms
from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.documents.actions.register import (
    create_register,
    create_template,
    edit_register,
    remove_template,
)
from masterstvo.documents.choices import UNSIGNED
from masterstvo.documents.forms import RegisterForm, TemplateForm
from masterstvo.documents.models import DocumentTemplate, Register
from masterstvo.documents.queries import given_numbers
from masterstvo.documents.rules import (
    editable_registers,
    editable_templates,
    registers_here,
    templates_here,
    visible_documents,
    visible_registers,
    visible_templates,
    writes_for_authority,
)
from masterstvo.documents.word.text import MARKS
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import organizations_editable_here, visible_municipalities

LIST = "documents:register_list"
SIGN = "documents:document_step"


@requires("documents.view_register")
def register_list(request):
    registers = list(registers_here(request).select_related("organization"))
    context = {
        "given": given_numbers(registers, year=timezone.localdate().year),
        "templates": list(templates_here(request).select_related("organization")),
        "words": terms.titles_of("document_kind"),
        "own_registers": set(editable_registers(request.user).values_list("pk", flat=True)),
        "own_templates": set(editable_templates(request.user).values_list("pk", flat=True)),
    }
    return render(request, "documents/register_list.html", context)


@requires("documents.create_register")
def register_create(request):
    here = get_object_or_404(visible_municipalities(request.user), pk=municipality_key(request.municipality))
    waiting = _waiting(request, here)
    blank = Register(municipality=here, organization=waiting.organization if waiting else None)
    form = bind(RegisterForm, request, instance=blank, **_owners(request, here))
    if submit(form, create_register, municipality=here, by=request.user):
        to = (SIGN, waiting.pk, "sign") if waiting else (LIST,)
        return done(request, "Журнал заведён.", *to)
    return show_form(request, "documents/register_create.html", form, waiting=waiting)


def _waiting(request, municipality):
    """Return the document named in the address that waits for a register to be signed in."""
    asked = request.GET.get("for", "")
    if not asked.isdecimal():
        return None
    return (
        visible_documents(request.user)
        .filter(municipality=municipality, state__in=UNSIGNED, pk=asked)
        .first()
    )


@requires("documents.change_register", among=visible_registers)
def register_edit(request, register):
    form = bind(RegisterForm, request, instance=register, **_owners(request, register.municipality))
    if submit(form, edit_register, register, by=request.user):
        return done(request, "Журнал исправлен.", LIST)
    return show_form(request, "documents/register_edit.html", form, register=register)


@requires("documents.create_register")
def template_create(request):
    here = get_object_or_404(visible_municipalities(request.user), pk=municipality_key(request.municipality))
    form = bind(TemplateForm, request, instance=DocumentTemplate(municipality=here), **_owners(request, here))
    if submit(form, create_template, municipality=here, by=request.user):
        return done(request, "Шаблон сохранён.", LIST)
    return show_form(request, "documents/template_create.html", form, marks=MARKS)


@require_POST
@requires("documents.change_documenttemplate", among=visible_templates)
def template_delete(request, template):
    return tried(request, "Шаблон удалён.", LIST, remove_template, template)


def _owners(request, municipality):
    """Return whose a register or a template may be."""
    return {
        "among": {"organization": organizations_editable_here(request)},
        "of_organization": not writes_for_authority(request.user, municipality),
    }
