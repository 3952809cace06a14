"""Coming in by the link of an invitation."""

from django.contrib.auth import login
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from masterstvo.accounts.actions import InvitationIsDead, accept_invitation
from masterstvo.accounts.forms import FirstPasswordForm
from masterstvo.accounts.queries import live_invitation
from masterstvo.core.views import done, public, show_form

BACKEND = "django.contrib.auth.backends.ModelBackend"


@public("accounts.accept_invitation")
@sensitive_post_parameters()
@never_cache
def invitation_accept(request, token):
    """Choose a password and come in. A used, old, withdrawn and unknown link look the same."""
    invitation = live_invitation(token)
    if invitation is None:
        return _dead(request)
    form = FirstPasswordForm(invitation.user, request.POST or None)
    if form.is_valid():
        try:
            user = accept_invitation(invitation, password=form.cleaned_data["new_password1"])
        except InvitationIsDead:
            return _dead(request)
        login(request, user, backend=BACKEND)
        return done(request, "Пароль сохранён. Добро пожаловать.", "accounts:my_access")
    return show_form(request, "accounts/invitation_accept.html", form, invitation=invitation)


def _dead(request):
    return render(request, "accounts/invitation_accept.html", {"form": None})
