"""Letters about one's own account. Nothing personal stands in them: a letter may be read by others."""

from urllib.parse import urlencode

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from masterstvo.accounts import actions
from masterstvo.accounts.models import Invitation, User
from masterstvo.core.jobs import job

SUBJECTS = {
    "password_reset": "Мастерство: новый пароль",
    "password_changed": "Мастерство: пароль изменён",
    "second_factor_on": "Мастерство: второй фактор включён",
    "second_factor_off": "Мастерство: второй фактор выключен",
}


@job
def send_letter(user_id: int, letter: str) -> None:
    """Write to the user what happened to the account."""
    _send(User.objects.get(pk=user_id), letter, {})


@job
def send_reset_link(user_id: int | None, site: str) -> None:
    """Write a link that lives an hour. The link is made here, so that it stands in no queue."""
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    if user is None or not user.has_usable_password():
        return
    key = f"{urlsafe_base64_encode(force_bytes(user.pk))}.{default_token_generator.make_token(user)}"
    link = f"{site}{reverse('accounts:password_reset_finish')}?{urlencode({'key': key})}"
    _send(user, "password_reset", {"link": link})


def _send(user, letter, context):
    text = render_to_string(f"accounts/letters/{letter}.txt", context)
    send_mail(SUBJECTS[letter], text, None, [user.email])


@job
def send_invitation(invitation_id: int, site: str) -> None:
    """Write the link of an invitation. The link is made here, so that it stands in no queue."""
    invitation = Invitation.objects.select_related("user").filter(pk=invitation_id).first()
    if invitation is not None:
        actions.send_invitation(invitation, site=site)
