"""Writes of privacy, one file per noun."""

from masterstvo.privacy.actions.consent import collect_consents, expire_consents, withdraw_consent

__all__ = ["collect_consents", "expire_consents", "withdraw_consent"]
