"""Who may see and change measurements, and who may see what they showed.

Results bear on pay and attestation, so the employer sees only that a measurement took place (ADR 0016).
"""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.core.models import AuditRecord
from masterstvo.diagnostics.models import Competence, Deficit, Diagnostic, Framework, Share
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant, Region
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    add_view,
    grants_today,
    has_role,
    municipalities_where,
    reads,
    within,
)
from masterstvo.people.models import Employment, Person
from masterstvo.people.panels import accompanied_people
from masterstvo.people.rules import people_of, visible_people

METHODISTS = frozenset({Role.METHODIST})


def visible_diagnostics(user):
    """Return the measurements of which ``user`` may know that they took place."""
    return Diagnostic.objects.filter(person__in=visible_people(user))


def open_diagnostics(user):
    """Return the measurements whose results ``user`` may read (ADR 0016).

    Those of oneself, of the people one accompanies, those one was shown by the person, and those a methodist entered.
    """
    if user.is_superuser:
        return Diagnostic.objects.all()
    return Diagnostic.objects.filter(
        Q(person__user=user)
        | Q(pk__in=confided_diagnostics(user).values("pk"))
        | Q(pk__in=entered_diagnostics(user).values("pk"))
    )


def confided_diagnostics(user):
    """Return the measurements of others that are open to ``user`` as a companion, or because the person shared them."""
    shares = shares_with(user)
    return Diagnostic.objects.filter(
        Q(person__in=accompanied_people(user))
        | Q(pk__in=shares.filter(diagnostic__isnull=False).values("diagnostic"))
        | Q(person__in=shares.filter(diagnostic=None).values("person"))
    )


def entered_diagnostics(user):
    """Return the measurements that ``user`` entered, imported or corrected: a methodist checks what was typed.

    A file that changes a measurement of somebody else opens nothing: its history would tell what it was before.
    """
    written = AuditRecord.objects.filter(by=user.pk, object_type=Diagnostic._meta.label_lower)
    written = written.exclude(~Q(changes={}), action="imports.import_record")
    return Diagnostic.objects.filter(
        pk__in=written.exclude(object_id=None).values("object_id"), person__in=measurable_people(user)
    )


def profiled_people(user):
    """Return the people all of whose results ``user`` may read: oneself, those one accompanies, and who has opened everything."""
    if user.is_superuser:
        return Person.objects.all()
    opened = shares_with(user).filter(diagnostic=None)
    return Person.objects.filter(
        Q(user=user.pk) | Q(pk__in=accompanied_people(user).values("pk")) | Q(pk__in=opened.values("person"))
    )


def open_deficits(user):
    """Return the deficits that ``user`` may know of."""
    return Deficit.objects.filter(person__in=profiled_people(user))


def markable_deficits(user):
    """Return the open deficits for which the user may say that learning is done: of those one accompanies, and one's own."""
    return Deficit.objects.filter(
        Q(person__user=user.pk) | Q(person__in=accompanied_people(user)), closed_on=None
    )


def shares_with(user):
    """Return the shares by which ``user`` may read today: by name, or as the head of an organization."""
    headed = [
        grant.organization_id
        for grant in grants_today(user)
        if grant.role == Role.ORGANIZATION and grant.organization_id
    ]
    return Share.objects.on(timezone.localdate()).filter(Q(user=user.pk) | Q(organization__in=headed))


def own_shares(user):
    """Return what ``user`` has opened to others and is not over."""
    return (
        Share.objects.filter(person__user=user.pk, ends_on__gt=timezone.localdate())
        .select_related("diagnostic", "user", "organization")
        .order_by("ends_on", "pk")
    )


def colleagues_of(person):
    """Return the users to whom ``person`` may open results: who hold a role or work in the same municipality today."""
    today = timezone.localdate()
    here = person.municipality_id
    grants = Grant.objects.on(today).filter(Q(municipality=here) | Q(organization__municipality=here))
    jobs = Employment.objects.on(today).filter(organization__municipality=here)
    return User.objects.filter(
        Q(pk__in=grants.values("user")) | Q(person__in=jobs.values("person")), is_active=True
    ).exclude(pk=person.user_id)


def measurable_people(user):
    """Return the people whose measurements ``user`` may enter."""
    return people_of(user, METHODISTS, frozenset())


def editable_diagnostics(user):
    """Return the measurements ``user`` may correct: the form shows what it corrects, so they must be open."""
    return Diagnostic.objects.filter(
        person__in=measurable_people(user), pk__in=open_diagnostics(user).values("pk")
    )


# --- Frameworks -------------------------------------------------------------------------------------------------------
def regions_of(user):
    """Return the keys of the regions whose edition the user keeps."""
    return [grant.region_id for grant in grants_today(user) if grant.role == Role.REGION]


def visible_frameworks(user):
    """Return the shipped frameworks and those of the user's municipalities and regions."""
    places = municipalities_where(user, READERS)
    shipped = Q(municipality=None, region=None)
    return Framework.objects.filter(
        shipped
        | Q(municipality__in=places.values("pk"))
        | Q(region__in=places.values("region"))
        | Q(region__in=regions_of(user))
    )


def editable_frameworks(user):
    """Return the editions the user may change: the municipality's or the region's own, never the shipped one."""
    if user.is_superuser:
        return Framework.objects.exclude(municipality=None, region=None)
    return Framework.objects.filter(
        Q(municipality__in=municipalities_where(user, EDITORS)) | Q(region__in=regions_of(user))
    )


def visible_competences(user):
    return Competence.objects.filter(framework__in=visible_frameworks(user))


def editable_competences(user):
    return Competence.objects.filter(framework__in=editable_frameworks(user))


def owner_here(request):
    """Return the municipality, else its region, whose edition the user may begin on this page; None for a reader.

    Queries: two at most.
    """
    here = municipality_key(request.municipality)
    own = municipalities_where(request.user, EDITORS).filter(pk=here).first()
    if own is not None:
        return own
    return Region.objects.filter(municipalities=here, pk__in=regions_of(request.user)).first()


@rules.predicate
def has_results(user):
    """Tell whether the user has a card: then there is something to open to others."""
    return Person.objects.filter(user=user.pk).exists()


rules.add_perm("diagnostics.view_profile", within(profiled_people, rules.is_authenticated))
rules.add_perm("diagnostics.view_deficit", within(open_deficits, reads))
rules.add_perm("diagnostics.mark_deficit", within(markable_deficits, rules.is_authenticated))
rules.add_perm("diagnostics.view_map", has_role(READERS) | rules.is_superuser)
keeps_framework = has_role(EDITORS | {Role.REGION}) | rules.is_superuser
rules.add_perm("diagnostics.view_framework", rules.is_authenticated)
rules.add_perm("diagnostics.begin_framework", keeps_framework)
rules.add_perm("diagnostics.export_framework", within(visible_frameworks, has_role(READERS)))
rules.add_perm("diagnostics.change_framework", within(editable_frameworks, keeps_framework))
rules.add_perm("diagnostics.change_competence", within(editable_competences, keeps_framework))
add_view("diagnostics.view_diagnostic", visible_diagnostics, reads)
rules.add_perm(
    "diagnostics.change_diagnostic", within(editable_diagnostics, has_role(METHODISTS)) | rules.is_superuser
)
rules.add_perm("diagnostics.view_share", rules.is_authenticated)
rules.add_perm("diagnostics.view_ward", rules.is_authenticated)
rules.add_perm("diagnostics.create_share", has_results)
rules.add_perm("diagnostics.remove_share", within(own_shares, has_results))
