"""Everything that changes users."""

from django.db import transaction

from masterstvo.accounts.models import User
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError


class EmailIsTaken(DomainError):
    pass


@transaction.atomic
def create_user(*, email, full_name, password, by):
    """Give somebody a way to sign in.

    Raises: EmailIsTaken.
    """
    if User.objects.filter(email=email.strip().lower()).exists():
        raise EmailIsTaken("Учётная запись с этим адресом уже есть.")
    user = User.objects.create_user(email.strip(), password, full_name=full_name)
    record(by, "accounts.create_user", user)
    return user
