"""How every page that asks for something secret counts the tries."""

from django.utils import timezone

from masterstvo.accounts import actions, adapters
from masterstvo.accounts.attempts import Who


def admitted(request, form, limits, account):
    """Count a try, then check the form; of too many tries the form says when to come again."""
    try:
        actions.begin_attempt(limits, Who(account, adapters.address_of(request)), now=timezone.now())
    except actions.TooManyAttempts as refusal:
        form.refusal = str(refusal)
    return form.is_valid()


def proved(request, limits, account):
    actions.forget_attempts(limits, Who(account, adapters.address_of(request)))
