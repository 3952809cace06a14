"""Who may do what with their own account."""

import rules

rules.add_perm("accounts.sign_in", rules.always_true)
rules.add_perm("accounts.sign_out", rules.always_true)
rules.add_perm("accounts.change_password", rules.is_authenticated)
rules.add_perm("accounts.view_access", rules.is_authenticated)
rules.add_perm("accounts.accept_invitation", rules.always_true)
