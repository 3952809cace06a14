"""Who may see and change ratings: an authority all of its own; who takes part the published ones, and the own calculation to its lines."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.communities.choices import MemberRole
from masterstvo.communities.models import Community, CommunityMember
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    edits,
    municipalities_where,
    organizations_where,
    reads,
    visible_municipalities,
    within,
)
from masterstvo.people.models import Person
from masterstvo.people.rules import visible_people
from masterstvo.ratings.choices import RatingKind, RatingState
from masterstvo.ratings.models import Part, Rating, Standing


def communities_led_by(user):
    """Return the communities whose leader ``user`` is today."""
    led = CommunityMember.objects.on(timezone.localdate()).filter(
        person__user=user.pk, role=MemberRole.LEADER
    )
    return Community.objects.filter(pk__in=led.values("community"))


def visible_ratings(user):
    """Return the ratings ``user`` may open: an authority's own, drafts too; of others the published ones where they take part."""
    communities = communities_led_by(user)
    led = Standing.objects.filter(community__in=communities)
    published = Q(municipality__in=visible_municipalities(user)) | Q(pk__in=led.values("rating"))
    # Before the first count nobody stands in it yet, and the formula is open already.
    published |= Q(
        kind=RatingKind.COMMUNITY, counted_at=None, municipality__in=communities.values("municipality")
    )
    return Rating.objects.filter(
        Q(municipality__in=municipalities_where(user, READERS)) | (published & ~Q(state=RatingState.DRAFT))
    )


def editable_ratings(user):
    return Rating.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def draft_ratings(user):
    """Return the ratings whose formula ``user`` sees being written."""
    return visible_ratings(user).filter(state=RatingState.DRAFT)


def draft_parts(user):
    return Part.objects.filter(rating__in=draft_ratings(user))


def editable_parts(user):
    return Part.objects.filter(rating__in=editable_ratings(user))


def visible_standings(user):
    """Return the participants whose calculation ``user`` may open: an authority all, a school its own, a leader that of the community."""
    mine = Q(organization__in=organizations_where(user, frozenset(), SCHOOL)) | Q(
        community__in=communities_led_by(user)
    )
    return Standing.objects.filter(
        Q(rating__municipality__in=municipalities_where(user, READERS)) | mine,
        rating__in=visible_ratings(user),
    )


def named_people(user, standing):
    """Return the people whom a calculation may name to ``user``: those whose cards they open; to a leader the members of the community."""
    seen = Q(pk__in=visible_people(user).values("pk"))
    if standing.community_id:
        members = CommunityMember.objects.filter(
            community=standing.community_id, community__in=communities_led_by(user)
        )
        seen |= Q(pk__in=members.values("person"))
    return Person.objects.filter(seen)


add_view("ratings.view_rating", visible_ratings, rules.is_authenticated)
rules.add_perm("ratings.list_ratings", reads | rules.is_superuser)
rules.add_perm("ratings.change_rating", within(editable_ratings, edits) | rules.is_superuser)
rules.add_perm("ratings.change_part", within(editable_parts, edits) | rules.is_superuser)
add_view("ratings.view_standing", visible_standings, rules.is_authenticated)
