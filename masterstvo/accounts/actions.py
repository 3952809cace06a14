"""Everything that changes users and how they sign in."""

import datetime as dt
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.attempts import LETTERS_BY, LETTERS_TO, Limit, Who, keys
from masterstvo.accounts.models import Attempt, Invitation, User
from masterstvo.accounts.panels import needs_second_factor
from masterstvo.accounts.queries import hash_of
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.jobs import enqueue
from masterstvo.core.numbers import counted

NOWHERE = "closed.invalid"  # RFC 2606: no letter ever gets there


class EmailIsTaken(DomainError):
    pass


class TooManyAttempts(DomainError):
    pass


class SecondFactorIsRequired(DomainError):
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
def close_account(user: User, *, named: str, by: Any, reason: str) -> User:
    """Shut an account for ever and take out of it who it was: ``named`` is what the log calls its doings from now on.

    No letter goes out: whoever asked to be forgotten is not written to.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    end_sessions(user, by=by)
    for model in (Authenticator, EmailAddress, SocialAccount):
        model.objects.filter(user=user).delete()
    user.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    user.invitations.update(token_hash=None)
    user.groups.clear()
    user.user_permissions.clear()
    user.email, user.full_name, user.is_active = f"closed-{user.pk}@{NOWHERE}", named, False
    user.set_unusable_password()
    user.save(update_fields=["email", "full_name", "is_active", "password"])
    record(by, "accounts.close_account", user, reason=reason)
    return user


# --- Passwords ------------------------------------------------------------------------------------------------------
@transaction.atomic
def change_password(user: User, *, password: str, by: Any) -> None:
    """Give ``user`` a new password and write to them. The log tells that it changed, never what it was."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(by, "accounts.change_password", user)
    enqueue("accounts.send_letter", user_id=user.pk, letter="password_changed")


@transaction.atomic
def reset_password(user: User, *, password: str) -> None:
    """Give ``user``, who came by a link from a letter, a new password, and sign them out everywhere."""
    change_password(user, password=password, by=user)
    end_sessions(user, by=user)


@transaction.atomic
def ask_for_reset(user: User | None, *, site: str) -> None:
    """Write a link to ``user``. For nobody does as much work, so that the time of the answer tells nothing."""
    enqueue("accounts.send_reset_link", user_id=user.pk if user else None, site=site)


# --- Sessions -------------------------------------------------------------------------------------------------------
@transaction.atomic
def record_sign_in(user: User) -> None:
    record(user, "accounts.sign_in", user)


@transaction.atomic
def end_session(session: UserSession, *, by: Any) -> None:
    """Sign out one device."""
    session.end()
    record(by, "accounts.end_session", session.user)


@transaction.atomic
def end_sessions(user: User, *, by: Any, but: str | None = None) -> None:
    """Sign ``user`` out everywhere, except in the session with the key ``but``."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
    record(by, "accounts.end_sessions", user)


# --- The second factor ----------------------------------------------------------------------------------------------
@transaction.atomic
def turn_on_second_factor(user: User, *, secret: str, code: str, by: Any) -> None:
    """Let codes of the application that knows ``secret`` and new recovery codes open the account; the old ones no more.

    ``code`` is the one that proved the application: it does not open once more.
    """
    Authenticator.objects.filter(user=user).delete()
    totp = TOTP.activate(user, secret).instance
    totp.data["last_counter"] = matching_counter(secret, code) or 0
    totp.save(update_fields=["data"])
    RecoveryCodes.activate(user)
    record(by, "accounts.turn_on_second_factor", user)
    enqueue("accounts.send_letter", user_id=user.pk, letter="second_factor_on")


@transaction.atomic
def turn_off_second_factor(user: User, *, by: Any) -> None:
    """Let the password alone open the account. Raises: SecondFactorIsRequired."""
    if needs_second_factor(user):
        raise SecondFactorIsRequired(
            "С вашей ролью второй фактор обязателен. Чтобы сменить телефон, настройте его заново."
        )
    _forget_second_factor(user, by=by, reason="")


@transaction.atomic
def reset_second_factor(user: User, *, by: Any, reason: str) -> None:
    """Help one who lost both the phone and the codes: forget the second factor and sign out everywhere."""
    _forget_second_factor(user, by=by, reason=reason)
    end_sessions(user, by=by)


def _forget_second_factor(user, *, by, reason):
    Authenticator.objects.filter(user=user).delete()
    record(by, "accounts.turn_off_second_factor", user, reason=reason)
    enqueue("accounts.send_letter", user_id=user.pk, letter="second_factor_off")


@transaction.atomic
def renew_recovery_codes(user: User, *, by: Any) -> None:
    """Make new recovery codes; the old ones open nothing any more."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    record(by, "accounts.renew_recovery_codes", user)


@transaction.atomic
def use_code(user: User, *, code: str) -> bool:
    """Tell whether ``code`` is of the application or a recovery code of ``user``; each opens once.

    Raises: SecretIsUnreadable.
    """
    found = Authenticator.objects.select_for_update().filter(user=user).order_by("-type")  # totp first
    if not any(_accepts(each, code) for each in found):
        return False
    record(user, "accounts.use_code", user)
    return True


def _accepts(authenticator, code):
    if authenticator.type != Authenticator.Type.TOTP:
        return RecoveryCodes(authenticator).validate_code(code)
    counter = matching_counter(decrypt(authenticator.data["secret"]), code)
    # Kept in the row, because a cache of one process would let the code open once more in another.
    if counter is None or counter <= authenticator.data.get("last_counter", 0):
        return False
    authenticator.data["last_counter"] = counter
    authenticator.last_used_at = timezone.now()
    authenticator.save(update_fields=["data", "last_used_at"])
    return True


def matching_counter(secret: str, code: str) -> int | None:
    """Return which half-minute ``code`` belongs to, of those near to now, or None."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None


# --- Attempts -------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin_attempt(limits: tuple[Limit, ...], who: Who, *, now: dt.datetime) -> None:
    """Count one try before it is made: tries at the same moment cannot pass together.

    Raises: TooManyAttempts, and then counts nothing, so that a stubborn guesser shuts nobody else out.
    """
    Attempt.objects.filter(until__lte=now).delete()
    rows = []
    for key, limit in keys(limits, who).items():
        row, _ = Attempt.objects.select_for_update().get_or_create(
            key=key, defaults={"until": now + limit.window}
        )
        if row.n_tried >= limit.most:
            raise TooManyAttempts(_when_again(row.until, now))
        rows.append(row.pk)
    Attempt.objects.filter(pk__in=rows).update(n_tried=F("n_tried") + 1)


@transaction.atomic
def forget_attempts(limits: tuple[Limit, ...], who: Who) -> None:
    """Begin to count anew for an account that proved to be its owner's; an address stays counted."""
    own = [key for key, limit in keys(limits, who).items() if "account" in limit.of]
    Attempt.objects.filter(key__in=own).delete()


def _when_again(until, now):
    minutes = max(1, -int((now - until).total_seconds() // 60))
    return (
        f"Слишком много попыток. Попробуйте снова через {counted(minutes, 'минуту', 'минуты', 'минут')},"
        f" после {timezone.localtime(until):%H:%M}."
    )


# --- Invitations ----------------------------------------------------------------------------------------------------
INVITATION_LIVES = dt.timedelta(days=7)
SUBJECT = "Мастерство: приглашение"


class TooManyInvitations(DomainError):
    pass


class IsAlreadyIn(DomainError):
    pass


class AccountIsClosed(DomainError):
    pass


class InvitationIsDead(DomainError):
    pass


def _count_letter(user: User, *, by: Any, now: dt.datetime) -> None:
    """Count the letter, or refuse the one that would be one too many. Raises: TooManyInvitations."""
    try:
        begin_attempt(LETTERS_TO, Who(str(user.pk), ""), now=now)
    except TooManyAttempts as refusal:
        raise TooManyInvitations(
            f"На адрес {user.email} за сутки ушло писем: {LETTERS_TO[0].most}."
            " Проверьте адрес и папку «Спам»; ещё одно можно отправить завтра."
        ) from refusal
    if by is None:
        return
    try:
        begin_attempt(LETTERS_BY, Who(str(by.pk), ""), now=now)
    except TooManyAttempts as refusal:
        raise TooManyInvitations(
            f"За сутки вы отправили приглашений: {LETTERS_BY[0].most}. Продолжить можно завтра."
        ) from refusal


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
    _count_letter(user, by=by, now=now)
    user.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    invitation = Invitation.objects.create(user=user, invited_by=by, expires_at=now + INVITATION_LIVES)
    record(by, "accounts.invite", user)
    enqueue("accounts.send_invitation", invitation_id=invitation.pk, site=site)
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
