"""Who may do what with their own account."""

import rules
from allauth.usersessions.models import UserSession

rules.add_perm("accounts.sign_in", rules.always_true)
rules.add_perm("accounts.sign_out", rules.always_true)
rules.add_perm("accounts.change_password", rules.is_authenticated)
rules.add_perm("accounts.view_access", rules.is_authenticated)
rules.add_perm("accounts.accept_invitation", rules.always_true)
rules.add_perm("accounts.change_second_factor", rules.is_authenticated)
rules.add_perm("accounts.end_session", rules.is_authenticated)


def own_sessions(user):
    """Return the sessions that ``user`` may end: their own."""
    return UserSession.objects.filter(user=user)
