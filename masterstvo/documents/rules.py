"""Who may see and change documents: those of the municipality, and a school its own."""

import rules
from django.db.models import Q

from masterstvo.documents.models import Document
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


def visible_documents(user):
    """Return the documents of the municipalities ``user`` reads, and of their own school."""
    if user.is_superuser:
        return Document.objects.all()
    return Document.objects.filter(
        Q(municipality__in=municipalities_where(user, READERS))
        | Q(organization__in=organizations_where(user, READERS, SCHOOL))
    )


def editable_documents(user):
    """Return the documents ``user`` may change: an authority all of its municipality, a school its own."""
    return Document.objects.filter(
        Q(municipality__in=municipalities_where(user, EDITORS))
        | Q(organization__in=editable_organizations(user))
    )


def writes_for_authority(user, municipality):
    """Tell whether ``user`` may enter papers of the municipality itself, and not only of a school."""
    return municipalities_where(user, EDITORS).filter(pk=municipality.pk).exists()


add_view("documents.view_document", visible_documents, reads)
rules.add_perm("documents.change_document", within(editable_documents, edits_own) | rules.is_superuser)
rules.add_perm("documents.create_document", edits_own | rules.is_superuser)
