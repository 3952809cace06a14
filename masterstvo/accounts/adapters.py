"""How django-allauth works for our pages: what it asks us, and the few calls that we make of it (ADR 0014)."""

import base64
import hashlib
import logging
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

from masterstvo.accounts import actions
from masterstvo.accounts.queries import SecretIsUnreadable, has_second_factor, user_by_email

log = logging.getLogger(__name__)
PASSED = "second_factor"  # in the session: whose second factor was proved in it
SIGNED_IN = "signed_in_at"  # and when its owner signed in
JUST_NOW = 10 * 60


def enter(request, user, next_page):
    """Sign ``user``, who proved who they are, in; or ask for the second factor first. The session gets a new key."""
    return perform_login(request, Login(user=user, redirect_url=next_page, email_verification="none"))


def waiting_for_code(request):
    """Return the stage at which a sign-in waits for a code, or None."""
    return LoginStageController.enter(request, SecondFactorStage.key)


def keep_session(request):
    """Put the present session, whose key has changed, among those that its owner sees and may end."""
    UserSession.objects.create_from_request(request)


def address_of(request):
    """Return the address of the reader's computer; behind our own proxies they tell it."""
    return get_client_ip(request) or "0.0.0.0"  # noqa: S104 -- an address of nobody: the server listens on a socket file


def has_just_signed_in(request):
    return time.time() - request.session.get(SIGNED_IN, 0) < JUST_NOW


class SecondFactorStage(LoginStage):
    """Between the password and the session."""

    key = "second_factor"

    def handle(self):
        if has_second_factor(self.login.user):
            return redirect("accounts:second_factor"), True
        return None, True


class AccountAdapter(DefaultAccountAdapter):
    def get_login_stages(self):
        return [f"{__name__}.SecondFactorStage"]

    def get_client_ip(self, request):
        return address_of(request)

    def post_login(self, request, user, **kwargs):
        request.session[SIGNED_IN] = time.time()
        actions.record_sign_in(user)
        return super().post_login(request, user, **kwargs)

    def add_message(self, *args, **kwargs):
        """Our pages say what happened in their own words."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted: who reads the database or a backup of it cannot make codes."""

    def encrypt(self, text):
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 -- as below

        try:
            return self._box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise SecretIsUnreadable(
                "Сервер не может прочитать ваш второй фактор: у него другой секретный ключ. Попросите его сбросить."
            ) from error

    @staticmethod
    def _box():
        from cryptography.fernet import (  # noqa: PLC0415 -- most requests need no cipher
            Fernet,
            MultiFernet,
        )

        def key(secret):
            return base64.urlsafe_b64encode(hashlib.sha256(b"second factor:" + secret.encode()).digest())

        return MultiFernet(
            [Fernet(key(each)) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
        )


class OutsideAdapter(DefaultSocialAccountAdapter):
    """An outside provider tells whose address it is; it opens an account that exists here and makes none."""

    def pre_social_login(self, request, sociallogin):
        proved = [each.email for each in sociallogin.email_addresses if each.verified is True]
        user = user_by_email(proved[0]) if proved else None
        if user is None:
            raise _refused(
                request, "С этим адресом здесь нет учётной записи. Её создаёт методическая служба."
            )
        request.session.set_expiry(0)
        raise ImmediateHttpResponse(enter(request, user, sociallogin.get_redirect_url(request)))

    def is_open_for_signup(self, request, sociallogin):
        return False

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        log.warning(
            "Sign-in through the provider failed: %s", type(exception).__name__ if exception else error
        )
        raise _refused(request, "Войти через внешнюю учётную запись не удалось. Попробуйте ещё раз.")


def _refused(request, text):
    messages.error(request, text)
    return ImmediateHttpResponse(redirect("accounts:sign_in"))
