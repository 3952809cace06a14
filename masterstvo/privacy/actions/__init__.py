"""Writes of privacy, one file per noun."""

from masterstvo.privacy.actions.consent import collect_consents, expire_consents, withdraw_consent
from masterstvo.privacy.actions.erasure import erase_people, erase_person
from masterstvo.privacy.actions.retention import expire_rows, propose_yearly, set_term

__all__ = [
    "collect_consents",
    "erase_people",
    "erase_person",
    "expire_consents",
    "expire_rows",
    "propose_yearly",
    "set_term",
    "withdraw_consent",
]
