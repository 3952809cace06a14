"""Who may see and change regions, municipalities and organizations; the scopes that the rules of every higher app stand on."""

from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import (
    Grant,
    Municipality,
    Organization,
    OrganizationAlias,
    OrganizationFigure,
    OrganizationStatus,
)
from masterstvo.organizations.queries import municipality_key

READERS = frozenset({Role.REGION, Role.HEAD, Role.METHODIST, Role.OBSERVER})
EDITORS = frozenset({Role.HEAD, Role.METHODIST})
SCHOOL = frozenset({Role.ORGANIZATION, Role.CURATOR})


def grants_today(user):
    """Return the grants that ``user`` holds today, read once a request. Queries: one, then none."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_grants_today"):
        user._grants_today = list(
            Grant.objects.on(timezone.localdate()).filter(user=user).select_related("organization")
        )
    return user._grants_today


def has_role(roles):
    """Return a predicate: the user holds one of ``roles`` somewhere today."""

    @rules.predicate(name=f"has_role:{','.join(sorted(roles))}")
    def holds(user):
        return any(grant.role in roles for grant in grants_today(user))

    return holds


def municipalities_within(user, roles):
    """Return a condition on ``Municipality``: those where ``user`` holds one of ``roles`` over the whole municipality."""
    held = [grant for grant in grants_today(user) if grant.role in roles]
    return Q(pk__in=[grant.municipality_id for grant in held if grant.municipality_id]) | Q(
        region__in=[grant.region_id for grant in held if grant.region_id]
    )


def municipalities_where(user, roles):
    """Return the municipalities over the whole of which ``user`` holds one of ``roles``; a superuser, all."""
    if user.is_superuser:
        return Municipality.objects.all()
    return Municipality.objects.filter(municipalities_within(user, roles))


def organizations_where(user, roles, school_roles=frozenset()):
    """Return the organizations of those municipalities, and those where ``user`` holds one of ``school_roles``."""
    if user.is_superuser:
        return Organization.objects.all()
    own = [
        grant.organization_id
        for grant in grants_today(user)
        if grant.role in school_roles and grant.organization_id
    ]
    return Organization.objects.filter(Q(municipality__in=municipalities_where(user, roles)) | Q(pk__in=own))


def visible_municipalities(user):
    """Return the municipalities whose shared pages ``user`` may open, the one of their school included."""
    if user.is_superuser:
        return Municipality.objects.all()
    schools = [grant.organization.municipality_id for grant in grants_today(user) if grant.organization_id]
    return Municipality.objects.filter(municipalities_within(user, READERS) | Q(pk__in=schools))


def visible_organizations(user):
    """Return the organizations ``user`` may open: all of their municipality, or their own school."""
    return organizations_where(user, READERS, SCHOOL)


def organizations_here(request):
    """Return the organizations of the current municipality that the user may open."""
    return visible_organizations(request.user).filter(municipality=municipality_key(request.municipality))


def visible_statuses(user):
    return OrganizationStatus.objects.filter(organization__in=visible_organizations(user))


def visible_figures(user):
    return OrganizationFigure.objects.filter(organization__in=visible_organizations(user))


def editable_organizations(user):
    """Return the organizations whose card ``user`` may change: those of their municipality, or their own school."""
    return organizations_where(user, EDITORS, SCHOOL)


def organizations_editable_here(request):
    """Return the organizations of the current municipality whose card the user may change."""
    return editable_organizations(request.user).filter(municipality=municipality_key(request.municipality))


def organizations_given_status_here(request):
    """Return the organizations of the current municipality to which the user may give a status: never as their school."""
    own = organizations_where(request.user, EDITORS)
    return own.filter(municipality=municipality_key(request.municipality))


def editable_municipality(request):
    """Return the current municipality for writing in it. Raises: PermissionDenied for those who only read there."""
    found = municipalities_where(request.user, EDITORS).filter(pk=municipality_key(request.municipality))
    here = found.select_related("region").first()
    if here is None:
        raise PermissionDenied
    return here


def editable_aliases(user):
    return OrganizationAlias.objects.filter(organization__in=editable_organizations(user))


def editable_statuses(user):
    """Return the statuses ``user`` may change: the authority gives a status, not the school."""
    return OrganizationStatus.objects.filter(organization__in=organizations_where(user, EDITORS))


def editable_figures(user):
    return OrganizationFigure.objects.filter(organization__in=editable_organizations(user))


def within(scope, anywhere):
    """Return a predicate: the object is in ``scope(user)``; asked without an object, ``anywhere(user)``.

    So a scope and a permission cannot disagree.
    """

    @rules.predicate(name=f"within:{scope.__name__}")
    def holds(user, obj):
        if obj is None:
            return anywhere(user)
        return scope(user).filter(pk=obj.pk).exists()

    return holds


VIEWS: dict[str, Any] = {}  # {permission: its scope}; higher apps add theirs through ``add_view``


def add_view(permission, scope, anywhere):
    """Register ``permission`` to see the rows of ``scope``; asked without a row, ``anywhere`` decides whether there is a page."""
    VIEWS[permission] = scope
    rules.add_perm(permission, within(scope, anywhere) | rules.is_superuser)


def seen_by(user, rows):
    """Keep the rows that ``user`` may see; of a model without a permission to view, none."""
    meta = rows.model._meta
    scope = VIEWS.get(f"{meta.app_label}.view_{meta.model_name}")
    return rows.filter(pk__in=scope(user).values("pk")) if scope else rows.none()


@rules.predicate
def sees_several(user):
    """Tell whether the user's pages may speak of more than one municipality."""
    held = grants_today(user)
    own = {
        grant.municipality_id or grant.organization.municipality_id for grant in held if not grant.region_id
    }
    return any(grant.region_id for grant in held) or len(own) > 1


above_organization = has_role(READERS) | rules.is_superuser  # whose password opens more than one school
reads = has_role(READERS | SCHOOL)
edits = has_role(EDITORS)
edits_own = has_role(EDITORS | SCHOOL)  # a school its own, an authority everything

add_view("organizations.view_organization", visible_organizations, reads)
rules.add_perm(
    "organizations.change_organization", within(editable_organizations, edits_own) | rules.is_superuser
)
rules.add_perm("organizations.create_organization", edits | rules.is_superuser)
rules.add_perm("organizations.change_alias", within(editable_aliases, edits_own) | rules.is_superuser)
add_view("organizations.view_organizationstatus", visible_statuses, reads)
rules.add_perm(
    "organizations.change_organizationstatus", within(editable_statuses, edits) | rules.is_superuser
)
add_view("organizations.view_organizationfigure", visible_figures, reads)
rules.add_perm(
    "organizations.change_organizationfigure", within(editable_figures, edits_own) | rules.is_superuser
)
rules.add_perm("organizations.switch_municipality", sees_several | rules.is_superuser)


def role_in_words(user):
    """Return who the user is here: «муниципальный методист», «руководитель организации, Лесная школа»."""
    for grant in grants_today(user):
        place = f", {grant.organization}" if grant.organization_id else ""
        return f"{grant.get_role_display()}{place}"
    return "служба поддержки" if user.is_superuser else ""
