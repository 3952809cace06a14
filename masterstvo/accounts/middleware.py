"""Nobody who must have a second factor works without it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect

from masterstvo.accounts.adapters import PASSED
from masterstvo.accounts.panels import needs_second_factor
from masterstvo.accounts.queries import has_second_factor


def open_before_second_factor(view):
    """Mark a page that is needed to set the second factor up."""
    view.is_open_before_second_factor = True
    return view


def _needs_no_proof(view):
    """Tell whether a page is open to everybody, or needed to get further."""
    return getattr(view, "is_public", False) or getattr(view, "is_open_before_second_factor", False)


def second_factor(get_response):
    """Lead to the set-up of a second factor whoever must have one. Queries: none once it is proved, or where it is optional."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if settings.SECOND_FACTOR != "required" or _needs_no_proof(view):
            return None
        user = request.user
        if (
            not user.is_authenticated
            or request.session.get(PASSED) == user.pk
            or not needs_second_factor(user)
        ):
            return None
        if has_second_factor(user):
            # The session is older than the second factor, which was set up in another one.
            logout(request)
            messages.info(request, "Войдите ещё раз: вход теперь подтверждается кодом.")
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        return redirect("accounts:second_factor_setup")

    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django looks for it there
    return middleware
