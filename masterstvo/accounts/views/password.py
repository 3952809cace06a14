"""Changing a password, and a new one by a link from a letter."""

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from masterstvo.accounts import actions, adapters
from masterstvo.accounts.attempts import CODE, RESET, SIGN_IN, Who
from masterstvo.accounts.forms import NewPasswordForm, PasswordForm, ResetForm
from masterstvo.accounts.models import User
from masterstvo.accounts.queries import user_by_email
from masterstvo.accounts.views.attempt import admitted, proved
from masterstvo.core.forms import bind
from masterstvo.core.views import done, public, requires, show_form

KEY = "password_reset_key"  # where the session keeps a link from a letter


@requires("accounts.change_password")
@sensitive_post_parameters()
@never_cache
def password_change(request):
    form = PasswordForm(request.user, request.POST or None)
    account = f"password {request.user.pk}"
    if form.is_bound and admitted(request, form, CODE, account):
        proved(request, CODE, account)
        actions.change_password(request.user, password=form.cleaned_data["new_password1"], by=request.user)
        update_session_auth_hash(request, request.user)
        adapters.keep_session(request)
        actions.end_sessions(request.user, by=request.user, but=request.session.session_key)
        text = "Пароль изменён. На других компьютерах придётся войти заново."
        return done(request, text, "accounts:my_access")
    return show_form(request, "accounts/password_change.html", form)


@public("accounts.sign_in")
@never_cache
def password_reset(request):
    """Ask for a link by letter. The answer is the same whether there is such an account or not, and how often it was asked."""
    form = bind(ResetForm, request)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        user = user_by_email(email)
        try:
            actions.begin_attempt(RESET, Who(email, adapters.address_of(request)), now=timezone.now())
        except actions.TooManyAttempts:
            user = None
        actions.ask_for_reset(user, site=f"{request.scheme}://{request.get_host()}")
        return done(request, _about_letter(), "accounts:sign_in")
    return show_form(request, "accounts/password_reset.html", form)


def _about_letter():
    text = (
        "Если учётная запись с таким адресом есть, на него придёт письмо со ссылкой. Она действует час."
        " Нет письма через несколько минут – посмотрите в «Спаме»; за час отправляем не больше трёх."
    )
    if settings.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend":
        text += f" Почта здесь не настроена: письма ложатся в папку {settings.EMAIL_FILE_PATH}."
    return text


def _owner_of(key):
    """Return whose letter ``key`` came from while it holds, else None."""
    encoded, _, token = key.partition(".")
    try:
        pk = int(urlsafe_base64_decode(encoded))
        user = User.objects.filter(pk=pk, is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user and default_token_generator.check_token(user, token) else None


@public("accounts.sign_in")
@sensitive_post_parameters()
@never_cache
def password_reset_finish(request):
    """Set a new password by the link from a letter. The link goes into the session, so that no history keeps it."""
    user = _owner_of(request.GET.get("key") or request.session.get(KEY, ""))
    if user and "key" in request.GET:
        request.session[KEY] = request.GET["key"]
        return redirect("accounts:password_reset_finish")
    form = NewPasswordForm(user, request.POST or None) if user else None
    if form and form.is_valid():
        actions.reset_password(user, password=form.cleaned_data["new_password1"])
        logout(request)
        proved(request, SIGN_IN, user.email)
        return done(request, "Пароль изменён. Войдите с новым паролем.", "accounts:sign_in")
    if form is None:
        return render(request, "accounts/password_reset_finish.html", {"form": None})
    return show_form(request, "accounts/password_reset_finish.html", form)
