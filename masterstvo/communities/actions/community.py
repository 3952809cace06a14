"""Everything that changes communities and who belongs to them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from masterstvo.communities.choices import MeetingState, MemberRole
from masterstvo.communities.models import Community, CommunityMember, Meeting
from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.models import Term
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.organizations.models import Municipality
from masterstvo.people.load import check_load
from masterstvo.people.models import Person


class AlreadyMember(DomainError):
    field = "person"


class DayOutOfOrder(DomainError):
    pass


def create_community(
    *,
    municipality: Municipality,
    title: str,
    kind: str,
    starts_on: dt.date,
    by: Any,
    subjects: Iterable[Term] = (),
    **values: Any,
) -> Community:
    """Found a community. ``values``: organization, ends_on, basis, goal."""
    community = Community(
        municipality=municipality, title=clean(title), kind=kind, starts_on=starts_on, **values
    )
    return add(community, by=by, action="communities.create_community", subjects=subjects)


@transaction.atomic
def edit_community(community: Community, *, by: Any, reason: str = "", **values: Any) -> Community:
    """Correct a community; one that closes ends the memberships that are still open. Raises: DayOutOfOrder, Stale."""
    change(community, values, by=by, action="communities.edit_community", reason=reason)
    if community.ends_on:
        longer = community.members.filter(Q(ends_on=None) | Q(ends_on__gt=community.ends_on))
        for member in longer:
            if member.starts_on >= community.ends_on:
                raise DayOutOfOrder(
                    f"{member.person} вступает позже, чем закрывается сообщество. Удалите сначала эту запись об участии."
                )
            values = {"ends_on": community.ends_on}
            change(member, values, by=by, action="communities.end_member", reason=reason)
    return community


# --- Members --------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_member(
    *,
    community: Community,
    person: Person,
    starts_on: dt.date,
    by: Any,
    role: str = MemberRole.MEMBER,
    ends_on: dt.date | None = None,
    reason: str = "",
) -> CommunityMember:
    """Take a person in. ``reason``: why a week may become too full. Raises: AlreadyMember, DayOutOfOrder, TooMuchAtOnce."""
    lock(community)
    member = CommunityMember(
        community=community, person=person, role=role, starts_on=starts_on, ends_on=ends_on
    )
    add(member, by=by, action="communities.add_member")
    _check_interval(member)
    _check_load(member, by, reason)
    return member


@transaction.atomic
def edit_member(member: CommunityMember, *, by: Any, reason: str = "", **values: Any) -> CommunityMember:
    """Change the role or the days, or say on which day somebody left. Raises: AlreadyMember, DayOutOfOrder, TooMuchAtOnce, Stale."""
    lock(member.community)
    change(member, values, by=by, action="communities.edit_member", reason=reason)
    _check_interval(member)
    _check_load(member, by, reason)
    return member


def remove_member(member: CommunityMember, *, by: Any, reason: str) -> None:
    remove(member, by=by, action="communities.remove_member", reason=reason)


def _check_load(member: CommunityMember, by: Any, reason: str) -> None:
    """Ask only where meetings are planned: whoever leaves, or joins before there is a plan, fills no week."""
    planned = Meeting.objects.filter(
        community=member.community_id, state=MeetingState.PLANNED, held_on__gte=timezone.localdate()
    )
    if any(member.holds_on(day) for day in planned.values_list("held_on", flat=True)):
        check_load([member.person_id], by=by, about=member, reason=reason)


def _check_interval(member: CommunityMember) -> None:
    community, ends_on = member.community, member.ends_on
    if member.starts_on < community.starts_on:
        raise DayOutOfOrder(f"Сообщество работает с {community.starts_on:%d.%m.%Y}.")
    if community.ends_on and (ends_on is None or ends_on > community.ends_on):
        raise DayOutOfOrder(
            f"Последний день сообщества – {community.last_day:%d.%m.%Y}. Укажите его или более ранний."
        )
    others = CommunityMember.objects.filter(community=community, person=member.person).exclude(pk=member.pk)
    others = others.filter(Q(ends_on=None) | Q(ends_on__gt=member.starts_on))
    if ends_on:
        others = others.filter(starts_on__lt=ends_on)
    if other := others.first():
        raise AlreadyMember(
            f"Этот человек уже в сообществе: {other.get_role_display()} с {other.starts_on:%d.%m.%Y}. "
            "Чтобы сменить роль, исправьте ту запись или укажите в ней последний день."
        )
