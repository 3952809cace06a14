"""What is known of invitations."""

import hashlib

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from masterstvo.accounts.models import Invitation


def hash_of(token: str) -> str:
    """Return what the database keeps of a link: a token is long and random, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def live_invitation(token: str) -> Invitation | None:
    """Return the invitation that ``token`` opens now, or None. Queries: one."""
    found = Invitation.objects.live(timezone.now()).filter(token_hash=hash_of(token), user__is_active=True)
    return found.select_related("user").first()


def with_invitations(rows: QuerySet, *, path: str = "user") -> QuerySet:
    """Give each row ``invited_until``: until when the latest invitation of its user opens, dead ones included."""
    letters = Invitation.objects.filter(user=OuterRef(path)).values("user").order_by()
    latest = letters.filter(accepted_at=None, withdrawn_at=None).annotate(latest=Max("expires_at"))
    return rows.annotate(invited_until=Subquery(latest.values("latest")))
