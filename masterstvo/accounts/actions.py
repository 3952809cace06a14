"""Everything that changes users."""

import datetime as dt
import secrets
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.models import Invitation, User
from masterstvo.accounts.queries import hash_of
from masterstvo.core import jobs
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


# --- Invitations ----------------------------------------------------------------------------------------------------
INVITATION_LIVES = dt.timedelta(days=7)
A_DAY = dt.timedelta(days=1)
LETTERS_BY_INVITER = 300  # a day: the staff of a few schools at once
LETTERS_TO_ADDRESS = 3  # a day
SUBJECT = "Мастерство: приглашение"


class TooManyInvitations(DomainError):
    pass


class IsAlreadyIn(DomainError):
    pass


class AccountIsClosed(DomainError):
    pass


class InvitationIsDead(DomainError):
    pass


def check_limits(user: User, *, by: Any, now: dt.datetime) -> None:
    """Refuse the letter that would be one too many. Raises: TooManyInvitations."""
    lately = Invitation.objects.filter(created_at__gt=now - A_DAY)
    if lately.filter(user=user).count() >= LETTERS_TO_ADDRESS:
        raise TooManyInvitations(
            f"На адрес {user.email} за сутки ушло писем: {LETTERS_TO_ADDRESS}."
            " Проверьте адрес и папку «Спам»; ещё одно можно отправить завтра."
        )
    if by is not None and lately.filter(invited_by=by).count() >= LETTERS_BY_INVITER:
        raise TooManyInvitations(
            f"За сутки вы отправили приглашений: {LETTERS_BY_INVITER}. Продолжить можно завтра."
        )


@transaction.atomic
def invite(user: User, *, by: Any, site: str) -> Invitation:
    """Send ``user`` a letter with a link; an earlier link dies. ``site``: the beginning of our addresses.

    Raises: IsAlreadyIn, AccountIsClosed, TooManyInvitations.
    """
    user = User.objects.select_for_update().get(pk=user.pk)  # two clicks must not write two letters
    now = timezone.now()
    if not user.is_active:
        raise AccountIsClosed(f"Вход для {user.email} закрыт. Открыть его может служба поддержки.")
    if user.has_usable_password():
        raise IsAlreadyIn(f"{user} уже входит в программу: приглашение не нужно.")
    check_limits(user, by=by, now=now)
    user.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    invitation = Invitation.objects.create(user=user, invited_by=by, expires_at=now + INVITATION_LIVES)
    record(by, "accounts.invite", user)
    jobs.enqueue("accounts.send_invitation", invitation_id=invitation.pk, site=site)
    return invitation


@transaction.atomic
def send_invitation(invitation: Invitation, *, site: str) -> None:
    """Make the link and write the letter. Asked twice, it writes a new link, and the first one dies."""
    token = secrets.token_urlsafe(32)
    live = Invitation.objects.live(timezone.now()).filter(pk=invitation.pk)
    if live.update(token_hash=hash_of(token)):
        link = site + reverse("accounts:invitation_accept", args=[token])
        text = render_to_string("accounts/letters/invitation.txt", {"link": link})
        send_mail(SUBJECT, text, None, [invitation.user.email])


@transaction.atomic
def accept_invitation(invitation: Invitation, *, password: str) -> User:
    """Give the invited user the first password. Raises: InvitationIsDead, also for the second of two at once."""
    now = timezone.now()
    if not Invitation.objects.live(now).filter(pk=invitation.pk).update(accepted_at=now):
        raise InvitationIsDead("Эта ссылка больше не действует.")
    user = User.objects.get(pk=invitation.user_id)
    if user.has_usable_password() or not user.is_active:
        raise InvitationIsDead("Эта ссылка больше не действует.")
    user.set_password(password)
    user.save(update_fields=["password"])
    record(user, "accounts.accept_invitation", user)
    return user


@transaction.atomic
def withdraw_invitation(user: User, *, by: Any) -> None:
    """Make the link that was sent to ``user`` open nothing. Raises: InvitationIsDead when there is none."""
    open_ones = user.invitations.filter(accepted_at=None, withdrawn_at=None)
    if not open_ones.update(withdrawn_at=timezone.now()):
        raise InvitationIsDead("Отзывать нечего: действующего приглашения нет.")
    record(by, "accounts.withdraw_invitation", user)
