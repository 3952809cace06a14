"""Signing in, by one or two steps or at an outside provider, and out."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from masterstvo.accounts import actions, adapters
from masterstvo.accounts.attempts import CODE, SIGN_IN
from masterstvo.accounts.forms import CodeForm, SignInForm
from masterstvo.accounts.panels import demo_sign_ins
from masterstvo.accounts.views.attempt import admitted, opens, proved
from masterstvo.core.menu import home_url
from masterstvo.core.views import public, show_form


def _wanted(request):
    """Return where the reader was going, or ""; an address of another site is not followed."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


def _next_page(request, user):
    """Return where the reader was going; who just comes in begins with the first page that is theirs."""
    wanted = _wanted(request)
    return wanted if wanted not in ("", "/") else home_url(user)


@public("accounts.sign_in")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request):
    if request.user.is_authenticated:
        return redirect(_next_page(request, request.user))
    form = SignInForm(request, request.POST or None)
    account = request.POST.get("username", "").strip().lower()
    if form.is_bound and admitted(request, form, SIGN_IN, account):
        proved(request, SIGN_IN, account)
        request.session.set_expiry(None if form.cleaned_data["is_remembered"] else 0)
        user = form.get_user()
        return adapters.enter(request, user, _next_page(request, user))
    context = {
        "next_page": _wanted(request),
        "demo": demo_sign_ins() if settings.IS_DEMO else [],
        "outside": settings.OPENID_TITLE if settings.OPENID_CLIENT_ID else "",
    }
    return show_form(request, "accounts/sign_in.html", form, **context)


@public("accounts.sign_in")
@sensitive_post_parameters("code")
@never_cache
def second_factor(request):
    """The second step of a sign-in: the password was right, now the code."""
    stage = adapters.waiting_for_code(request)
    if stage is None or not stage.login.user.is_active:
        return redirect("accounts:sign_in")
    user, form = stage.login.user, CodeForm(request.POST or None)
    if form.is_bound and admitted(request, form, CODE, str(user.pk)) and opens(form, user):
        proved(request, CODE, str(user.pk))
        request.session[adapters.PASSED] = user.pk
        return stage.exit()
    return show_form(request, "accounts/second_factor.html", form)


@public("accounts.sign_in")
def support_desk(request):
    """Sign in to the support desk's pages as to all others. Who is signed in and sent here may not see them."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(_wanted(request) or "/")


@public("accounts.sign_out")
@require_POST
def sign_out(request):
    for session in UserSession.objects.filter(session_key=request.session.session_key or ""):
        actions.end_session(session, by=session.user)
    logout(request)
    return redirect("accounts:sign_in")


@public("accounts.sign_in")
@never_cache
def outside_begin(request):
    """Go to sign in at the outside provider."""
    if not settings.OPENID_CLIENT_ID or request.user.is_authenticated:
        return redirect("accounts:sign_in")
    from masterstvo.accounts import openid  # noqa: PLC0415 -- loaded only where there is a provider

    return openid.begin(request, _wanted(request) or "/")


@public("accounts.sign_in")
@never_cache
def outside_finish(request):
    """Come back from there."""
    if not settings.OPENID_CLIENT_ID or request.user.is_authenticated:
        return redirect("accounts:sign_in")
    from masterstvo.accounts import openid  # noqa: PLC0415 -- the same

    return openid.finish(request)
