"""Who may bring data in: the municipality's own people see their own batches."""

import rules

from masterstvo.imports.models import ImportBatch
from masterstvo.organizations.rules import EDITORS, edits, municipalities_where


def visible_batches(user):
    return ImportBatch.objects.filter(municipality__in=municipalities_where(user, EDITORS))


rules.add_perm("imports.view_batch", edits | rules.is_superuser)
rules.add_perm("imports.change_batch", edits | rules.is_superuser)
