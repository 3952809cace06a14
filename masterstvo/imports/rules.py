"""Who may bring data in: the municipality's own people see its batches; one of measurements, the methodist who loaded it.

The operator of a region brings the events of the institute into its municipalities, and nothing else.
"""

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from masterstvo.diagnostics.rules import METHODISTS
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.models import ImportBatch
from masterstvo.organizations.choices import Role
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import EDITORS, has_role, municipalities_where, within

MEASUREMENTS = "diagnostics"  # the kind whose rows hold what only a methodist may read
OF_REGION = "events"  # the kind that a region brings in as well
REGION = frozenset({Role.REGION})


def visible_batches(user):
    own = Q(municipality__in=municipalities_where(user, EDITORS)) | Q(
        municipality__in=municipalities_where(user, REGION), kind=OF_REGION
    )
    if user.is_superuser:
        return ImportBatch.objects.filter(own)
    # The rows of the file are results, and another methodist may read only those they accompany (ADR 0016).
    loaded = Q(municipality__in=municipalities_where(user, METHODISTS), by=user.pk)
    return ImportBatch.objects.filter(own & (~Q(kind=MEASUREMENTS) | loaded))


def municipality_of_import(request):
    """Return the current municipality for bringing a file into it. Raises: PermissionDenied for those who only read there."""
    found = municipalities_where(request.user, EDITORS | REGION)
    here = found.filter(pk=municipality_key(request.municipality)).select_related("region").first()
    if here is None:
        raise PermissionDenied
    return here


def refused_kinds(user, municipality):
    """Return the kinds of files that ``user`` may not bring into ``municipality``."""
    if not municipalities_where(user, EDITORS).filter(pk=municipality.pk).exists():
        return frozenset(KINDS) - {OF_REGION}
    reads_scores = municipalities_where(user, METHODISTS).filter(pk=municipality.pk).exists()
    return frozenset() if reads_scores else frozenset({MEASUREMENTS})


imports = has_role(EDITORS | REGION)

rules.add_perm("imports.view_batch", within(visible_batches, imports) | rules.is_superuser)
rules.add_perm("imports.change_batch", within(visible_batches, imports) | rules.is_superuser)
