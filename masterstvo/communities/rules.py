"""Who may see and change communities. To lead one is a fact, not a role: whoever is its leader today leads its pages."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.communities.choices import MemberRole
from masterstvo.communities.models import Community, CommunityMember, Decision, Material, Meeting
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    editable_organizations,
    edits_own,
    has_role,
    municipalities_where,
    organizations_where,
    reads,
    within,
)
from masterstvo.people.models import Person
from masterstvo.people.rules import people_of, visible_people


def _members_today(**conditions):
    return CommunityMember.objects.on(timezone.localdate()).filter(**conditions)


# --- Communities ----------------------------------------------------------------------------------------------------
def opened_communities(user):
    """Return the communities whose whole life ``user`` reads: as their authority or school, or as a member of today."""
    if user.is_superuser:
        return Community.objects.all()
    return Community.objects.filter(
        Q(municipality__in=municipalities_where(user, READERS))
        | Q(organization__in=organizations_where(user, READERS, SCHOOL))
        | Q(pk__in=_members_today(person__user=user.pk).values("community"))
    )


def visible_communities(user):
    """Return the opened communities and those to which people of one's own school belong today."""
    own = people_of(user, READERS, SCHOOL).values("pk")
    return opened_communities(user) | Community.objects.filter(
        pk__in=_members_today(person__in=own).values("community")
    )


def groups_to_choose(user, municipality, day):
    """Return the communities of a municipality that go on, for narrowing by their members."""
    return visible_communities(user).filter(municipality=municipality).on(day)


def editable_communities(user):
    """Return the communities ``user`` founds, staffs and closes: an authority all of its own, a school its own."""
    if user.is_superuser:
        return Community.objects.all()
    return Community.objects.filter(
        Q(municipality__in=municipalities_where(user, EDITORS))
        | Q(organization__in=editable_organizations(user))
    )


def led_communities(user):
    """Return the communities whose meetings ``user`` keeps: those one edits, and those one leads today."""
    led = _members_today(person__user=user.pk, role=MemberRole.LEADER)
    return editable_communities(user) | Community.objects.filter(pk__in=led.values("community"))


def kept_communities(user):
    """Return the communities whose minutes ``user`` keeps: those one leads, and those whose secretary one is today."""
    kept = _members_today(person__user=user.pk, role=MemberRole.SECRETARY)
    return led_communities(user) | Community.objects.filter(pk__in=kept.values("community"))


def overseen_communities(user):
    """Return the communities of which ``user`` takes lists away and reads what changed: who keeps them, and their curators of today."""
    curated = _members_today(person__user=user.pk, role=MemberRole.CURATOR)
    return kept_communities(user) | Community.objects.filter(pk__in=curated.values("community"))


# --- What belongs to them -------------------------------------------------------------------------------------------
def visible_members(user):
    """Return the memberships ``user`` may read: all of an opened community; of another one those of own people and its leaders.

    To whom a teacher of the school may turn is no secret; who else goes there from other schools is not the school's matter.
    """
    return CommunityMember.objects.filter(
        Q(community__in=opened_communities(user))
        | Q(person__in=visible_people(user).values("pk"))
        | Q(community__in=visible_communities(user), role__in=[MemberRole.LEADER, MemberRole.CURATOR])
    )


def editable_members(user):
    return CommunityMember.objects.filter(community__in=editable_communities(user))


def visible_meetings(user):
    return Meeting.objects.filter(community__in=opened_communities(user))


def led_meetings(user):
    return Meeting.objects.filter(community__in=led_communities(user))


def visible_decisions(user):
    """Return the decisions of opened communities, and those that people of one's own answer for."""
    return Decision.objects.filter(
        Q(meeting__community__in=opened_communities(user)) | Q(person__in=visible_people(user).values("pk"))
    )


def kept_meetings(user):
    return Meeting.objects.filter(community__in=kept_communities(user))


def kept_decisions(user):
    return Decision.objects.filter(meeting__community__in=kept_communities(user))


def own_decisions(user):
    """Return the decisions ``user`` may note as done: one's own, and of the communities whose minutes one keeps."""
    return Decision.objects.filter(
        Q(person__in=Person.objects.filter(user=user.pk)) | Q(meeting__community__in=kept_communities(user))
    )


def visible_materials(user):
    return Material.objects.filter(meeting__community__in=opened_communities(user))


def kept_materials(user):
    return Material.objects.filter(meeting__community__in=kept_communities(user))


add_view("communities.view_community", visible_communities, reads)
rules.add_perm("communities.open_community", within(opened_communities, rules.is_authenticated))
rules.add_perm("communities.change_community", within(editable_communities, edits_own) | rules.is_superuser)
rules.add_perm(
    "communities.lead_community", within(led_communities, rules.is_authenticated) | rules.is_superuser
)
rules.add_perm(
    "communities.keep_community", within(kept_communities, rules.is_authenticated) | rules.is_superuser
)
rules.add_perm(
    "communities.oversee_community", within(overseen_communities, rules.is_authenticated) | rules.is_superuser
)
rules.add_perm("communities.rate_community", has_role(READERS) | rules.is_superuser)
rules.add_perm("communities.view_my_communities", rules.is_authenticated)
add_view("communities.view_communitymember", visible_members, reads)
rules.add_perm("communities.change_communitymember", within(editable_members, edits_own) | rules.is_superuser)
add_view("communities.view_meeting", visible_meetings, reads)
rules.add_perm("communities.keep_meeting", within(kept_meetings, rules.is_authenticated) | rules.is_superuser)
rules.add_perm("communities.lead_meeting", within(led_meetings, rules.is_authenticated) | rules.is_superuser)
add_view("communities.view_decision", visible_decisions, reads)
rules.add_perm(
    "communities.keep_decision", within(kept_decisions, rules.is_authenticated) | rules.is_superuser
)
rules.add_perm(
    "communities.finish_decision", within(own_decisions, rules.is_authenticated) | rules.is_superuser
)
add_view("communities.view_material", visible_materials, reads)
rules.add_perm(
    "communities.keep_material", within(kept_materials, rules.is_authenticated) | rules.is_superuser
)
