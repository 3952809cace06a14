"""Who may do what with the product itself."""

import rules

rules.add_perm("core.view_kit", rules.always_true)
rules.add_perm("core.change_view", rules.always_true)
