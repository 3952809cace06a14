"""«Мой доступ»: how I come in, where I am signed in; apps above add what I may do and who may see what is mine."""

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from masterstvo.accounts import actions
from masterstvo.accounts.panels import access_panels, needs_second_factor
from masterstvo.accounts.queries import address_in_short, device_in_words, live_sessions, second_factor_of
from masterstvo.accounts.rules import own_sessions
from masterstvo.core.views import done, requires


@requires("accounts.view_access")
@never_cache
def my_access(request):
    """Who I am here and how I come in; apps above add what I may do and who may see what is mine."""
    current = request.session.session_key
    sessions = [
        {
            "session": session,
            "device": device_in_words(session.user_agent),
            "address": address_in_short(session.ip),
            "is_current": session.session_key == current,
        }
        for session in live_sessions(request.user)
    ]
    context = {
        "panels": access_panels(request),
        "second_factor": second_factor_of(request.user),
        "is_required": needs_second_factor(request.user),
        "sessions": sessions,
    }
    return render(request, "accounts/my_access.html", context)


@requires("accounts.end_session", among=own_sessions)
@require_POST
def session_end(request, session):
    is_current = session.session_key == request.session.session_key
    actions.end_session(session, by=request.user)
    if is_current:
        logout(request)
        return redirect("accounts:sign_in")
    return done(request, "Там вы больше не вошли.", "accounts:my_access")


@requires("accounts.end_session")
@require_POST
def session_end_all(request):
    """Sign out everywhere, here as well."""
    actions.end_sessions(request.user, by=request.user)
    logout(request)
    return done(request, "Вы вышли на всех устройствах.", "accounts:sign_in")
