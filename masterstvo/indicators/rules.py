"""Who may see the numbers and who may change how they are computed."""

import rules

from masterstvo.indicators.models import Indicator
from masterstvo.organizations.rules import EDITORS, edits, municipalities_where, reads


def own_indicators(user):
    """Return the own indicators of the municipalities that ``user`` edits; the shipped ones belong to their order."""
    return Indicator.objects.filter(municipality__in=municipalities_where(user, EDITORS))


@rules.predicate
def edits_indicator(user, indicator):
    return edits(user) if indicator is None else own_indicators(user).filter(pk=indicator.pk).exists()


rules.add_perm("indicators.view_indicator", reads | rules.is_superuser)
rules.add_perm("indicators.change_indicator", edits_indicator | rules.is_superuser)
