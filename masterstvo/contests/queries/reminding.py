"""Whom contests tell of themselves: who may enter one that opens, and whose entry still waits to be sent."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.queries.circle import Circle
from masterstvo.contests.choices import EDITABLE, ContestState, Entrant, EntryState, PhaseKind
from masterstvo.contests.models import Contest, Entry
from masterstvo.core.words import quoted
from masterstvo.inbox.panels import Due
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant
from masterstvo.people.models import Employment, Person


def accounts_in_circle(contest: Contest, day: dt.date) -> list[int]:
    """Return the keys of the active users who may enter: people of the circle, or who answers for a school where those enter. Queries: one."""
    circle, here = Circle.read(contest.circle), contest.municipality_id or 0
    if contest.entrant != Entrant.ORGANIZATION:
        people = circle.people(here, day).filter(user__is_active=True)
        return list(people.order_by("user").values_list("user", flat=True).distinct())
    grants = Grant.objects.on(day).filter(
        role__in=(Role.ORGANIZATION, Role.CURATOR), organization__municipality=here, user__is_active=True
    )
    if circle.organizations:
        grants = grants.filter(organization__in=circle.organizations)
    return list(grants.order_by("user").values_list("user", flat=True).distinct())


def accounts_confirming(person: Person, day: dt.date) -> list[int]:
    """Return the keys of the users who confirm what ``person`` reports: of the school, or of the district where no school has any. Queries: two at most."""
    held = Grant.objects.on(day).filter(user__is_active=True).order_by("user")
    schools = Employment.objects.on(day).filter(person=person).values("organization")
    of_school = held.filter(role__in=(Role.ORGANIZATION, Role.CURATOR), organization__in=schools)
    of_district = held.filter(role__in=(Role.HEAD, Role.METHODIST), municipality=person.municipality_id)
    return sorted(set(of_school.values_list("user", flat=True))) or sorted(
        set(of_district.values_list("user", flat=True))
    )


def due_entries(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the drafts and returned entries that may still be sent, to whoever writes them. Queries: one.

    What is over is no longer told: nothing can be sent then.
    """
    is_last = Q(contest__phases__kind=PhaseKind.APPLICATIONS) | Q(
        contest__phases__kind=PhaseKind.CHECK, state=EntryState.RETURNED
    )
    rows = Entry.objects.filter(team=None, state__in=EDITABLE, contest__state=ContestState.RUNNING)
    rows = rows.annotate(over_on=Max("contest__phases__ends_on", filter=is_last)).filter(
        over_on__gt=max(first, timezone.localdate()), over_on__lte=last + dt.timedelta(days=1)
    )
    told = {EntryState.DRAFT: "отправить заявку", EntryState.RETURNED: "исправить и отправить заявку"}
    active = rows.annotate(writer=F("person__user"), writes=F("person__user__is_active")).order_by("pk")
    for entry in active.select_related("contest", "applicant"):
        users = {entry.writer} if entry.writes else set()
        if entry.applicant and entry.applicant.is_active:
            users.add(entry.applicant.pk)
        for user in sorted(users):
            yield Due(
                user,
                f"contests:entry:{entry.pk}:{entry.state}",
                f"{told[EntryState(entry.state)]} на конкурс {quoted(entry.contest.title)}",
                reverse("contests:entry_detail", args=[entry.pk]),
                entry.over_on - dt.timedelta(days=1),
            )
