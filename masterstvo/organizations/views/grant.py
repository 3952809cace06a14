"""Доступы: who holds which role here, giving and ending roles, invitations, and the choice of one's own role."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.accounts.actions import invite, withdraw_invitation
from masterstvo.accounts.queries import with_invitations
from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import list_page
from masterstvo.core.views import about_letter, done, requires, show_form, site_of
from masterstvo.organizations.actions import end_grant, extend_grant, give_grant, remove_grant
from masterstvo.organizations.forms import (
    GrantEndForm,
    GrantExtendForm,
    GrantForm,
    GrantRemovalForm,
    RoleForm,
)
from masterstvo.organizations.queries import ROLE_KEY, is_last_head
from masterstvo.organizations.rules import (
    grants_here,
    held_today,
    organizations_granted_here,
    roles_given_here,
    visible_grants,
)
from masterstvo.organizations.tables import GRANTS, sign_in_of

LIST = "organizations:grant_list"
PLACES = ("user", "region", "municipality", "organization")


@requires("organizations.view_grant")
def grant_list(request):
    rows = with_invitations(grants_here(request).select_related(*PLACES)).order_by("user__full_name", "pk")
    return list_page(request, "organizations/grant_list.html", GRANTS, rows)


@requires("organizations.give_grant")
def grant_create(request):
    form = bind(
        GrantForm,
        request,
        among={"organization": organizations_granted_here(request)},
        roles=roles_given_here(request),
        giver=request.user,
        initial={"starts_on": timezone.localdate(), "organization": request.GET.get("organization")},
    )
    give = partial(give_grant, municipality=request.municipality, site=site_of(request))
    if grant := submit(form, give, by=request.user):
        is_in = grant.user.has_usable_password()
        text = (
            "Роль дана."
            if is_in
            else f"Роль дана, приглашение отправлено: {grant.user.email}.{about_letter()}"
        )
        return done(request, text, grant)
    return show_form(request, "organizations/grant_create.html", form)


@requires("organizations.view_grant", among=visible_grants)
def grant_detail(request, grant):
    grant = with_invitations(visible_grants(request.user).select_related(*PLACES)).get(pk=grant.pk)
    context = {
        "grant": grant,
        "title": terms.title("role", grant.role),
        "came": sign_in_of(grant),
        "is_in": grant.user.has_usable_password(),
        "is_invited": grant.invited_until is not None and grant.invited_until > timezone.now(),
        "may_change": request.user.has_perm("organizations.change_grant", grant),
        "history": history(grant),
    }
    return render(request, "organizations/grant_detail.html", context)


@requires("organizations.change_grant", among=visible_grants)
def grant_end(request, grant):
    today = timezone.localdate()
    form = bind(GrantEndForm, request, is_last=is_last_head(grant, day=today), initial={"last_day": today})
    if submit(form, end_grant, grant, by=request.user):
        text = f"Последний день роли: {grant.last_day:%d.%m.%Y}. Вернуть её можно кнопкой «Продлить»."
        return done(request, text, grant)
    return show_form(request, "organizations/grant_end.html", form, object=grant)


@requires("organizations.change_grant", among=visible_grants)
def grant_extend(request, grant):
    form = bind(GrantExtendForm, request, initial={"ends_on": grant.ends_on})
    if submit(form, extend_grant, grant, by=request.user):
        return done(request, "Срок роли изменён.", grant)
    return show_form(request, "organizations/grant_extend.html", form, object=grant)


@requires("organizations.change_grant", among=visible_grants)
def grant_delete(request, grant):
    form = bind(GrantRemovalForm, request, is_last=is_last_head(grant, day=timezone.localdate()))
    if submit(form, remove_grant, grant, by=request.user):
        return done(request, "Роль удалена.", LIST)
    return show_form(request, "organizations/grant_delete.html", form, object=grant)


@require_POST
@requires("organizations.change_grant", among=visible_grants)
def grant_invite(request, grant):
    """Send the holder's letter again; the old link dies."""
    return _act(request, grant, f"Приглашение отправлено.{about_letter()}", invite, site=site_of(request))


@require_POST
@requires("organizations.change_grant", among=visible_grants)
def grant_withdraw(request, grant):
    return _act(
        request, grant, "Приглашение отозвано: ссылка из письма больше не действует.", withdraw_invitation
    )


def _act(request, grant, text, action, **values):
    try:
        action(grant.user, by=request.user, **values)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect(grant)


@requires("organizations.switch_role")
def role_switch(request):
    """Act by one of several roles, or by all: a choice only narrows what pages show."""
    held = held_today(request.user)
    chosen = request.user.chosen_grant if request.user.chosen_grant in {each.pk for each in held} else ""
    form = bind(RoleForm, request, held=held, initial={"grant": chosen})
    if form.is_bound and form.is_valid():
        request.session[ROLE_KEY] = form.cleaned_data["grant"]
        title = dict(form.fields["grant"].choices)[form.cleaned_data["grant"] or ""]
        return done(request, f"Вы действуете как: {title}.", "/")
    return show_form(request, "organizations/role_switch.html", form)
