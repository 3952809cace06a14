"""Coming in by the link of an invitation."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from masterstvo.accounts import adapters
from masterstvo.accounts.actions import InvitationIsDead, accept_invitation
from masterstvo.accounts.forms import NewPasswordForm
from masterstvo.accounts.queries import live_invitation
from masterstvo.core.views import public, show_form


@public("accounts.accept_invitation")
@sensitive_post_parameters()
@never_cache
def invitation_accept(request, token):
    """Choose a password and come in. A used, old, withdrawn and unknown link look the same."""
    invitation = live_invitation(token)
    if invitation is None:
        return _dead(request)
    form = NewPasswordForm(invitation.user, request.POST or None)
    if form.is_valid():
        try:
            user = accept_invitation(invitation, password=form.cleaned_data["new_password1"])
        except InvitationIsDead:
            return _dead(request)
        messages.success(request, "Пароль сохранён. Добро пожаловать.")
        return adapters.enter(request, user, reverse("accounts:my_access"))
    return show_form(request, "accounts/invitation_accept.html", form, invitation=invitation)


def _dead(request):
    return render(request, "accounts/invitation_accept.html", {"form": None})
