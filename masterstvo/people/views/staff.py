"""Inviting the staff of one organization."""

from django import forms
from django.utils import timezone

from masterstvo.core.forms import bind, submit
from masterstvo.core.numbers import counted
from masterstvo.core.views import about_letter, done, requires, show_form, site_of
from masterstvo.organizations.rules import visible_organizations
from masterstvo.people.actions import invite_staff
from masterstvo.people.queries import staff_access


@requires("people.invite_staff", among=visible_organizations)
def staff_invite(request, organization):
    """Show who will get a letter, who has no address and who is in already; one button sends all."""
    form = bind(forms.Form, request)
    if n_invited := submit(form, invite_staff, organization, by=request.user, site=site_of(request)):
        letters = counted(n_invited, "приглашение", "приглашения", "приглашений")
        return done(request, f"Отправляем {letters}.{about_letter()}", organization)
    access = staff_access(organization, day=timezone.localdate())
    return show_form(request, "people/staff_invite.html", form, organization=organization, access=access)
