"""How every page that asks for something secret counts the tries."""

from django.utils import timezone

from masterstvo.accounts import actions, adapters
from masterstvo.accounts.attempts import Who
from masterstvo.core.errors import DomainError


def admitted(request, form, limits, account):
    """Count a try, then check the form; of too many tries the form says when to come again."""
    try:
        actions.begin_attempt(limits, Who(account, adapters.address_of(request)), now=timezone.now())
    except actions.TooManyAttempts as refusal:
        form.refusal = str(refusal)
    return form.is_valid()


def proved(request, limits, account):
    actions.forget_attempts(limits, Who(account, adapters.address_of(request)))


def opens(form, user, field="code"):
    """Use up the code of ``field`` and tell whether it opens; if not, the form says why."""
    try:
        if actions.use_code(user, code=form.cleaned_data[field]):
            return True
        form.refuse(field)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return False
