"""Setting the second factor up and off, and its recovery codes."""

import io

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from masterstvo.accounts import actions, adapters
from masterstvo.accounts.attempts import CODE
from masterstvo.accounts.forms import CodeForm, SecondFactorForm
from masterstvo.accounts.middleware import open_before_second_factor
from masterstvo.accounts.panels import needs_second_factor
from masterstvo.accounts.queries import has_second_factor, recovery_codes_of
from masterstvo.accounts.views.attempt import admitted, opens, proved
from masterstvo.core.views import done, requires, show_form

SETTING_UP = "second_factor_setting_up"  # in the session: the secret of an application that is not proved yet
CODES = "recovery_codes_shown"  # and that new recovery codes wait to be written down


def _secret(request):
    """Return the secret of an application that is being set up; it opens nothing until a code of it is typed."""
    return request.session.setdefault(SETTING_UP, generate_totp_secret())


def _wanted_proof(request):
    """Return what must be given besides the first code, so that nobody sets it up at a screen left open."""
    if has_second_factor(request.user):
        return "code"
    return (
        "password" if request.user.has_usable_password() and not adapters.has_just_signed_in(request) else ""
    )


@open_before_second_factor
@requires("accounts.change_second_factor")
@sensitive_post_parameters()
@never_cache
def second_factor_setup(request):
    """Set the second factor up, or anew on another phone."""
    user, secret = request.user, _secret(request)
    form = SecondFactorForm(request.POST or None, user=user, secret=secret, proof=_wanted_proof(request))
    is_right = form.is_bound and admitted(request, form, CODE, str(user.pk))
    if is_right and (form.proof != "code" or opens(form, user, "old_code")):
        actions.turn_on_second_factor(user, secret=secret, code=form.cleaned_data["code"], by=user)
        actions.end_sessions(user, by=user, but=request.session.session_key)
        proved(request, CODE, str(user.pk))
        del request.session[SETTING_UP]
        request.session[adapters.PASSED] = user.pk
        request.session[CODES] = True
        return redirect("accounts:recovery_codes")
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    context = {
        "secret": " ".join(groups),
        "link": get_adapter().build_totp_url(user, secret),
        "is_due": needs_second_factor(user) and form.proof != "code",
    }
    return show_form(request, "accounts/second_factor_setup.html", form, **context)


@open_before_second_factor
@requires("accounts.change_second_factor")
@never_cache
def second_factor_qr(request):
    """The picture for the phone's camera: a file of its own, because pages carry no inline images of it."""
    import segno  # noqa: PLC0415 -- drawn once in a user's life

    buffer = io.BytesIO()
    code = segno.make(get_adapter().build_totp_url(request.user, _secret(request)), error="m")
    code.save(buffer, kind="svg", scale=5, dark="#000", light="#fff")
    return HttpResponse(buffer.getvalue(), content_type="image/svg+xml")


@requires("accounts.change_second_factor")
@sensitive_post_parameters()
@never_cache
def second_factor_turn_off(request):
    return _with_code(request, "accounts/second_factor_turn_off.html", _turn_off)


def _turn_off(request):
    actions.turn_off_second_factor(request.user, by=request.user)
    request.session.pop(adapters.PASSED, None)
    return done(request, "Второй фактор выключен: для входа достаточно пароля.", "accounts:my_access")


@requires("accounts.change_second_factor")
@sensitive_post_parameters()
@never_cache
def recovery_codes_create(request):
    return _with_code(request, "accounts/recovery_codes_create.html", _renew_codes)


def _renew_codes(request):
    actions.renew_recovery_codes(request.user, by=request.user)
    request.session[CODES] = True
    return redirect("accounts:recovery_codes")


def _with_code(request, template, change):
    """Show a page whose one question is a code, and make the ``change`` when it opens."""
    if not has_second_factor(request.user):
        return redirect("accounts:second_factor_setup")
    user, form = request.user, CodeForm(request.POST or None)
    if form.is_bound and admitted(request, form, CODE, str(user.pk)) and opens(form, user):
        proved(request, CODE, str(user.pk))
        try:
            return change(request)
        except actions.SecondFactorIsRequired as refusal:
            form.add_error(None, str(refusal))
    return show_form(request, template, form)


@open_before_second_factor
@requires("accounts.change_second_factor")
@never_cache
def recovery_codes(request):
    """Show new recovery codes until their owner says that they are written down; never again after that."""
    if not request.session.get(CODES):
        return redirect("accounts:my_access")
    if request.method == "POST":
        del request.session[CODES]
        return done(request, "Готово: вход подтверждается кодом из приложения.", "accounts:my_access")
    return render(request, "accounts/recovery_codes.html", {"codes": recovery_codes_of(request.user)})


@open_before_second_factor
@requires("accounts.change_second_factor")
@never_cache
def recovery_codes_file(request):
    if not request.session.get(CODES):
        return redirect("accounts:my_access")
    lines = ["Мастерство: запасные коды для входа. Каждый действует один раз.", ""]
    text = "\r\n".join([*lines, *recovery_codes_of(request.user), ""])
    headers = {"Content-Disposition": 'attachment; filename="masterstvo-codes.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
