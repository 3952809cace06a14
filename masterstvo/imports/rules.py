"""Who may bring data in: the municipality's own people see its batches; one of measurements, the methodist who loaded it."""

import rules
from django.db.models import Q

from masterstvo.diagnostics.rules import METHODISTS
from masterstvo.imports.models import ImportBatch
from masterstvo.organizations.rules import EDITORS, edits, municipalities_where, within

MEASUREMENTS = "diagnostics"  # the kind whose rows hold what only a methodist may read


def visible_batches(user):
    own = Q(municipality__in=municipalities_where(user, EDITORS))
    if user.is_superuser:
        return ImportBatch.objects.filter(own)
    # The rows of the file are results, and another methodist may read only those they accompany (ADR 0016).
    loaded = Q(municipality__in=municipalities_where(user, METHODISTS), by=user.pk)
    return ImportBatch.objects.filter(own & (~Q(kind=MEASUREMENTS) | loaded))


def refused_kinds(user, municipality):
    """Return the kinds of files that ``user`` may not bring into ``municipality``."""
    reads_scores = municipalities_where(user, METHODISTS).filter(pk=municipality.pk).exists()
    return frozenset() if reads_scores else frozenset({MEASUREMENTS})


rules.add_perm("imports.view_batch", within(visible_batches, edits) | rules.is_superuser)
rules.add_perm("imports.change_batch", within(visible_batches, edits) | rules.is_superuser)
