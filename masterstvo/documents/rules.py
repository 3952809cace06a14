"""Who may see and change documents: those of the municipality, and a school its own."""

import rules
from django.db.models import Q

from masterstvo.documents.models import Document
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    has_role,
    municipalities_where,
    organizations_where,
    reads,
)


def visible_documents(user):
    """Return the documents of the municipalities ``user`` reads, and of their own school."""
    if user.is_superuser:
        return Document.objects.all()
    return Document.objects.filter(
        Q(municipality__in=municipalities_where(user, READERS))
        | Q(organization__in=organizations_where(user, READERS, SCHOOL))
    )


@rules.predicate
def edits_document(user, document):
    if document is None:
        return has_role(EDITORS | SCHOOL)(user)
    if document.organization_id:
        return organizations_where(user, EDITORS, SCHOOL).filter(pk=document.organization_id).exists()
    return municipalities_where(user, EDITORS).filter(pk=document.municipality_id).exists()


rules.add_perm("documents.view_document", reads | rules.is_superuser)
rules.add_perm("documents.change_document", edits_document | rules.is_superuser)
rules.add_perm("documents.create_document", edits_document | rules.is_superuser)
