"""Organizations: the list, the card, and its editing."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core import terms
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.actions import (
    add_alias,
    create_organization,
    edit_organization,
    remove_alias,
)
from masterstvo.organizations.forms import AliasForm, OrganizationForm
from masterstvo.organizations.models import Organization, OrganizationAlias
from masterstvo.organizations.panels import detail, listing, papers
from masterstvo.organizations.queries import figures_by_year, with_current_statuses
from masterstvo.organizations.rules import (
    editable_aliases,
    editable_municipality,
    organizations_here,
    visible_organizations,
)
from masterstvo.organizations.tables import ORGANIZATIONS


@requires("organizations.view_organization")
def organization_list(request):
    rows = with_current_statuses(organizations_here(request), day=timezone.localdate())
    table, rows = listing.extend(ORGANIZATIONS, rows)
    return list_page(request, "organizations/organization_list.html", table, rows)


@requires("organizations.view_organization", among=visible_organizations)
def organization_detail(request, organization):
    today = timezone.localdate()
    context = {
        "organization": organization,
        "may_change": request.user.has_perm("organizations.change_organization", organization),
        "may_give_status": request.user.has_perm("organizations.change_organizationstatus"),
        "words": terms.titles_of(
            "organization_kind", "organization_level", "locality", "status_kind", "figure_kind"
        ),
        "today": today,
        "statuses": list(organization.statuses.all()),
        "figures": figures_by_year(organization),
        "aliases": list(organization.aliases.order_by("name")),
        "papers": papers(request.user, organization),
        "panels": detail.panels(request.user, organization),
        "history": history(organization),
    }
    return render(request, "organizations/organization_detail.html", context)


@requires("organizations.create_organization")
def organization_create(request):
    here = editable_municipality(request)
    form = bind(OrganizationForm, request, instance=Organization(municipality=here))
    if created := submit(form, create_organization, municipality=here, by=request.user):
        return done(request, "Организация внесена.", created)
    return show_form(request, "organizations/organization_create.html", form)


@requires("organizations.change_organization", among=visible_organizations)
def organization_edit(request, organization):
    form = bind(OrganizationForm, request, instance=organization)
    if submit(form, edit_organization, organization, by=request.user):
        return done(request, "Карточка сохранена.", organization)
    return show_form(request, "organizations/organization_edit.html", form, organization=organization)


@requires("organizations.change_organization", among=visible_organizations)
def alias_create(request, organization):
    form = bind(AliasForm, request, instance=OrganizationAlias(organization=organization))
    if submit(form, add_alias, organization, by=request.user):
        return done(request, "Написание запомнили: в файлах его теперь узнают.", organization)
    return show_form(request, "organizations/alias_create.html", form, organization=organization)


@requires("organizations.change_alias", among=editable_aliases)
@require_POST
def alias_delete(request, alias):
    organization = alias.organization
    remove_alias(alias, by=request.user)
    return redirect(organization)
