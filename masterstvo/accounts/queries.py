"""What is known of how somebody signs in, and of invitations."""

import hashlib
import ipaddress
import re
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from masterstvo.accounts.attempts import Limit, Who, keys
from masterstvo.accounts.models import Attempt, Invitation, User
from masterstvo.core.errors import DomainError


class SecretIsUnreadable(DomainError):
    """The server's secret key is not the one under which a second factor was kept."""


# The first that is found is the right one: every browser also calls itself by the names below its own.
BROWSERS = (
    ("YaBrowser", "Яндекс.Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Chromium", "Chromium"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SecondFactor:
    """The second factor of one user. ``n_codes``: recovery codes not used yet."""

    is_on: bool
    n_codes: int = 0


def second_factor_of(user):
    """Return the second factor of ``user``. Queries: one."""
    found = {each.type: each for each in Authenticator.objects.filter(user=user)}
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    try:
        n_codes = len(RecoveryCodes(codes).get_unused_codes()) if codes else 0
    except SecretIsUnreadable:
        n_codes = 0
    return SecondFactor(is_on=Authenticator.Type.TOTP in found, n_codes=n_codes)


def has_second_factor(user):
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def recovery_codes_of(user):
    """Return the recovery codes of ``user`` that are not used yet."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(found).get_unused_codes() if found else []


def live_sessions(user):
    """Return the sessions in which ``user`` is signed in, the latest first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.filter(user=user, session_key__in=alive).order_by("-created_at", "-pk")


def user_by_email(email):
    """Return who may sign in with this address, or None."""
    return User.objects.filter(email__iexact=email.strip(), is_active=True).first()


def device_in_words(user_agent):
    """Return «Chrome, Windows» for what a browser says of itself."""
    parts = [
        next((word for sign, word in known if re.search(sign, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, parts)) or "неизвестное устройство"


def address_in_short(address):
    """Return enough of an address to recognize one's own network, and no more: «203.0.113.*»."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 4:
        return ".".join(str(parsed).split(".")[:3]) + ".*"
    return ":".join(parsed.exploded.split(":")[:3]) + ":*"


# --- Invitations ----------------------------------------------------------------------------------------------------
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


def is_last_support(user: User) -> bool:
    """Tell whether without ``user`` nobody opens the support desk's pages with all rights. Queries: two at most."""
    masters = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
    return masters.filter(pk=user.pk).exists() and not masters.exclude(pk=user.pk).exists()


def is_shut_out(limits: tuple[Limit, ...], who: Who) -> bool:
    """Tell whether ``who`` has used up the tries, without counting one more. Queries: one."""
    spent = {key: limit.most for key, limit in keys(limits, who).items()}
    rows = Attempt.objects.filter(key__in=spent, until__gt=timezone.now()).values_list("key", "n_tried")
    return any(n_tried >= spent[key] for key, n_tried in rows)
