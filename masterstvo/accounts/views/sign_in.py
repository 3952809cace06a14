"""Sign-in, sign-out and the change of a password."""

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from masterstvo.accounts.actions import change_password
from masterstvo.accounts.forms import PasswordForm, SignInForm
from masterstvo.accounts.panels import access_panels, demo_sign_ins
from masterstvo.core.views import done, public, requires, show_form


def _next_page(request):
    """Return where the reader was going; an address of another site is not followed."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


@public("accounts.sign_in")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request):
    if request.user.is_authenticated:
        return redirect(_next_page(request))
    form = SignInForm(request, request.POST or None)
    if form.is_valid():
        login(request, form.get_user())
        if not form.cleaned_data["is_remembered"]:
            request.session.set_expiry(0)
        return redirect(_next_page(request))
    demo = demo_sign_ins() if settings.IS_DEMO else []
    return show_form(request, "accounts/sign_in.html", form, next_page=_next_page(request), demo=demo)


@public("accounts.sign_out")
@require_POST
def sign_out(request):
    logout(request)
    return redirect("accounts:sign_in")


@requires("accounts.change_password")
@sensitive_post_parameters()
def password_change(request):
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        change_password(request.user, password=form.cleaned_data["new_password1"], by=request.user)
        update_session_auth_hash(request, request.user)
        return done(
            request,
            "Пароль изменён. На других компьютерах придётся войти заново.",
            "accounts:password_change",
        )
    return show_form(request, "accounts/password_change.html", form)


@requires("accounts.view_access")
def my_access(request):
    """Who I am here and how I come in; apps above add what I may do and who may see what is mine."""
    return render(request, "accounts/my_access.html", {"panels": access_panels(request)})
