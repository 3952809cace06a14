"""Who may see and change regions, municipalities and organizations; the scopes that the rules of every higher app stand on."""

from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from masterstvo.core.models import Term
from masterstvo.organizations.choices import GIVES, Role
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
GRANT_READERS = frozenset({Role.REGION, Role.HEAD, Role.METHODIST})


def held_today(user):
    """Return every grant that ``user`` holds today, each with its ``role_title``, read once a request. Queries: one, then none."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_grants_today"):
        title = Term.objects.filter(vocabulary="role", key=OuterRef("role")).order_by().values("title")
        found = (
            Grant.objects.on(timezone.localdate())
            .filter(user=user)
            .select_related("region", "municipality", "organization__municipality")
            .annotate(role_title=Coalesce(Subquery(title), F("role")))
            .order_by()  # of a few rows; to compile an order over so many columns takes a third of the question
        )
        user._grants_today = sorted(found, key=lambda grant: (-grant.starts_on.toordinal(), grant.pk))
    return user._grants_today


def grants_today(user):
    """Return the grants that ``user`` acts by: the one chosen in this session, else all that are held today.

    A choice only narrows: of a grant that is not held today nothing follows. Queries: those of ``held_today``.
    """
    held = held_today(user)
    chosen = getattr(user, "chosen_grant", None)
    return [grant for grant in held if grant.pk == chosen] or held


def has_role(roles):
    """Return a predicate: the user holds one of ``roles`` somewhere today."""

    @rules.predicate(name=f"has_role:{','.join(sorted(roles))}")
    def holds(user):
        return any(grant.role in roles for grant in grants_today(user))

    return holds


def municipalities_within(user, roles):
    """Return a condition on ``Municipality``: those where ``user`` holds one of ``roles`` over the whole municipality."""
    held = [grant for grant in grants_today(user) if grant.role in roles]
    own = Q(pk__in=[grant.municipality_id for grant in held if grant.municipality_id])
    regions = [grant.region_id for grant in held if grant.region_id]
    # Every scope stands on this: a condition that can match nothing is left out.
    return own | Q(region__in=regions) if regions else own


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
    here = Q(municipality__in=municipalities_where(user, roles))
    return Organization.objects.filter(here | Q(pk__in=own) if own else here)


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

    So a scope and a permission cannot disagree. Queries: one, and none of what the guard of a page has learnt of its object.
    """

    @rules.predicate(name=f"within:{scope.__name__}")
    def holds(user, obj):
        if obj is None:
            return anywhere(user)
        known = getattr(obj, "known_in", {})
        if (scope, user.pk) not in known:
            known[(scope, user.pk)] = scope(user).filter(pk=obj.pk).exists()
        return known[(scope, user.pk)]

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


@rules.predicate
def above_organization(user):
    """Tell whether the user's password opens more than one school, whichever role is chosen now."""
    return user.is_superuser or any(grant.role in READERS for grant in held_today(user))


# --- Roles given to others -------------------------------------------------------------------------------------------
def visible_grants(user):
    """Return the grants ``user`` may see: who answers for a place sees who works there."""
    if user.is_superuser:
        return Grant.objects.all()
    regions = [grant.region_id for grant in grants_today(user) if grant.role == Role.REGION]
    return Grant.objects.filter(
        Q(municipality__in=municipalities_where(user, GRANT_READERS))
        | Q(organization__in=organizations_where(user, GRANT_READERS, {Role.ORGANIZATION}))
        | Q(region__in=regions)
    )


def changeable_grants(user):
    """Return the grants ``user`` could have given to somebody else: nobody lengthens or ends a role of their own."""
    if user.is_superuser:
        return Grant.objects.all()
    given = Q(pk__in=[])
    for giver, roles in GIVES.items():
        over = Q(municipality__in=municipalities_where(user, {giver}))
        given |= Q(role__in=roles) & (over | Q(organization__in=organizations_where(user, {giver}, {giver})))
    return Grant.objects.filter(given).exclude(user=user)


def grants_here(request):
    """Return the visible grants over the current municipality, its organizations and its region."""
    here = municipality_key(request.municipality)
    return visible_grants(request.user).filter(
        Q(municipality=here) | Q(organization__municipality=here) | Q(region__municipalities=here)
    )


def organizations_granted_here(request):
    """Return the organizations of the current municipality in which the user may give a role."""
    own = organizations_where(request.user, GRANT_READERS - {Role.REGION}, {Role.ORGANIZATION})
    return own.filter(municipality=municipality_key(request.municipality))


def roles_given_here(request):
    """Return the roles that the user may give in the current municipality or in an organization of it."""
    here, user = municipality_key(request.municipality), request.user
    if user.is_superuser:
        return set(Role.values) if here else set()
    given: set[str] = set()
    for giver, roles in GIVES.items():
        if giver == Role.ORGANIZATION:
            is_held = organizations_where(user, (), {giver}).filter(municipality=here).exists()
        else:
            is_held = municipalities_where(user, {giver}).filter(pk=here).exists()
        given |= roles if is_held else set()
    return given


@rules.predicate
def holds_several(user):
    """Tell whether there is a role to choose."""
    return len(held_today(user)) > 1


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


gives = has_role(GIVES)
add_view("organizations.view_grant", visible_grants, gives)
rules.add_perm("organizations.give_grant", gives | rules.is_superuser)
rules.add_perm("organizations.change_grant", within(changeable_grants, gives) | rules.is_superuser)
rules.add_perm("organizations.switch_role", holds_several)


def role_in_words(user):
    """Return who the user is here: «муниципальный методист», «руководитель организации, Лесная школа»."""
    for grant in grants_today(user):
        place = f", {grant.organization}" if grant.organization_id else ""
        return f"{grant.role_title}{place}"
    return "служба поддержки" if user.is_superuser else ""


def acting_in_words(user):
    """Return by which roles the user acts, for the log: «муниципальный методист, Приреченский район»."""
    named = "; ".join(f"{grant.role_title}, {grant.place}" for grant in grants_today(user))
    return "служба поддержки" if user.is_superuser else named


def roles_panel(user):
    """Return what the sheet «Мои роли» shows."""
    acting = grants_today(user)
    return {"held": [(grant, grant in acting) for grant in held_today(user)], "is_support": user.is_superuser}
