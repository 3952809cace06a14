"""A phone for tests: the secret of an application and the codes that it shows."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from masterstvo.accounts.actions import turn_on_second_factor

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # a known example


def code_of(secret=SECRET, *, later=0):
    """Return what the application shows now, or ``later`` half-minutes from now."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + later))


def set_up(user):
    """Give ``user`` a second factor whose codes are all unused."""
    assert settings.MFA_TOTP_TOLERANCE == 1
    turn_on_second_factor(user, secret=SECRET, code="", by=user)
