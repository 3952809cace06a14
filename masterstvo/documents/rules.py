"""Who may see and change documents, registers and own templates: those of the municipality, and a school its own."""

import rules
from django.db.models import Q

from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document, DocumentTemplate, Register
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    editable_organizations,
    edits_own,
    municipalities_where,
    organizations_where,
    reads,
    within,
)


def _visible(model, user):
    if user.is_superuser:
        return model.objects.all()
    return model.objects.filter(
        Q(municipality__in=municipalities_where(user, READERS))
        | Q(organization__in=organizations_where(user, READERS, SCHOOL))
    )


def _editable(model, user):
    return model.objects.filter(
        Q(municipality__in=municipalities_where(user, EDITORS))
        | Q(organization__in=editable_organizations(user))
    )


def visible_documents(user):
    """Return the documents of the municipalities ``user`` reads, and of their own school."""
    return _visible(Document, user)


def editable_documents(user):
    """Return the documents ``user`` may change: an authority all of its municipality, a school its own."""
    return _editable(Document, user)


def correctable_documents(user):
    """Return those of them that may be edited now: what is agreed is not."""
    return editable_documents(user).exclude(state=DocumentState.AGREED)


def visible_registers(user):
    return _visible(Register, user)


def editable_registers(user):
    return _editable(Register, user)


def visible_templates(user):
    return _visible(DocumentTemplate, user)


def editable_templates(user):
    return _editable(DocumentTemplate, user)


def registers_here(request):
    """Return the registers of the current municipality that the user may open."""
    return visible_registers(request.user).filter(municipality=municipality_key(request.municipality))


def templates_here(request):
    return visible_templates(request.user).filter(municipality=municipality_key(request.municipality))


def writes_for_authority(user, municipality):
    """Tell whether ``user`` may enter papers of the municipality itself, and not only of a school."""
    return municipalities_where(user, EDITORS).filter(pk=municipality.pk).exists()


add_view("documents.view_document", visible_documents, reads)
rules.add_perm("documents.change_document", within(editable_documents, edits_own) | rules.is_superuser)
rules.add_perm("documents.create_document", edits_own | rules.is_superuser)
add_view("documents.view_register", visible_registers, reads)
rules.add_perm("documents.change_register", within(editable_registers, edits_own) | rules.is_superuser)
rules.add_perm("documents.create_register", edits_own | rules.is_superuser)
rules.add_perm(
    "documents.change_documenttemplate", within(editable_templates, edits_own) | rules.is_superuser
)
