"""Everything that changes users."""

from typing import Any

from django.db import transaction

from masterstvo.accounts.models import User
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError


class EmailIsTaken(DomainError):
    pass


@transaction.atomic
def create_user(*, email: str, full_name: str, password: str | None = None, by: Any) -> User:
    """Open an account; without a password nobody can sign in to it yet.

    Raises: EmailIsTaken.
    """
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise EmailIsTaken(f"Адрес {email} уже занят.")
    user = User.objects.create_user(email, password, full_name=full_name.strip())
    record(by, "accounts.create_user", user)
    return user


@transaction.atomic
def change_password(user: User, *, password: str, by: Any) -> None:
    """Give ``user`` a new password. The log tells that it changed, never what it was."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(by, "accounts.change_password", user)
