"""Who may see and change notices: each user the own ones."""

import rules

from masterstvo.inbox.models import Notice
from masterstvo.organizations.rules import grants_today, within
from masterstvo.people.rules import has_only_a_card


def own_notices(user):
    return Notice.objects.filter(user=user.pk)


def is_told(user):
    """Tell whether anything speaks to ``user``: whoever holds a role or has a card."""
    return bool(grants_today(user)) or has_only_a_card(user)


rules.add_perm("inbox.view_notice", within(own_notices, rules.is_authenticated))
