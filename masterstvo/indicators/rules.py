"""Who may see the numbers and who may change how they are computed."""

import rules

from masterstvo.organizations.rules import edits, reads

rules.add_perm("indicators.view_indicator", reads | rules.is_superuser)
rules.add_perm("indicators.change_indicator", edits | rules.is_superuser)
