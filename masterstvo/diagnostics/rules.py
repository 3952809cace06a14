"""Who may see and change measurements: whoever may see and change the person."""

import rules

from masterstvo.diagnostics.models import Diagnostic
from masterstvo.organizations.rules import edits, reads
from masterstvo.people.rules import visible_people


def visible_diagnostics(user):
    return Diagnostic.objects.filter(person__in=visible_people(user))


rules.add_perm("diagnostics.view_diagnostic", reads | rules.is_superuser)
rules.add_perm("diagnostics.change_diagnostic", edits | rules.is_superuser)
