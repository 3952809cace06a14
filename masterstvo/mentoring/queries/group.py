"""Groups: pairs of one mentor that meet together. A group is its mentor and its name (ADR 0056)."""

from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum

from masterstvo.core.words import clean, fold
from masterstvo.mentoring.choices import BEFORE_WORK, NOTED, PairState
from masterstvo.mentoring.models import Conversation, Mentorship
from masterstvo.mentoring.models.pair import MentorshipQuerySet
from masterstvo.people.models import Person
from masterstvo.people.panels import NAME

OFFERED_AT_MOST = 100
LIVE = (*BEFORE_WORK, PairState.ACTIVE)


@dataclass(frozen=True)
class Held:
    """Meetings that were: one of a whole group is one, and its minutes are the mentor's once."""

    meetings: int
    minutes: int

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)


def group_as_written(title: str, mentor: Person, *, without: Mentorship | None = None) -> str:
    """Return the name of a group as the other pairs of the mentor have it, whatever case, spaces and quotes ``title`` came with. Queries: one."""
    rows = Mentorship.objects.filter(mentor=mentor).exclude(group="")
    rows = rows.exclude(pk=without.pk) if without else rows
    known = {fold(each): each for each in rows.order_by("-pk").values_list("group", flat=True)}
    return known.get(fold(title), clean(title))


def groups_to_offer(people: QuerySet[Person]) -> list[tuple[str, str]]:
    """Return (group, mentor) of the groups that mentors among ``people`` lead. Queries: one."""
    rows = Mentorship.objects.filter(mentor__in=people.values("pk"), state__in=LIVE).exclude(group="")
    columns = ("group", *(f"mentor__{name}" for name in NAME))
    found = rows.order_by(*columns).values_list(*columns).distinct()[:OFFERED_AT_MOST]
    return [(group, " ".join(filter(None, name))) for group, *name in found]


def others_of_group(pair: Mentorship) -> MentorshipQuerySet:
    """Return the other pairs of the mentor in the same group that are not over; none where the pair is in no group."""
    if not pair.group:
        return Mentorship.objects.none()
    rows = Mentorship.objects.filter(mentor=pair.mentor_id, group=pair.group, state__in=LIVE)
    return rows.exclude(pk=pair.pk).select_related("mentee").order_by("mentee", "pk")


def together_with(pair: Mentorship) -> MentorshipQuerySet:
    """Return the other pairs of the group whose diary is kept now."""
    return others_of_group(pair).filter(state__in=NOTED)


def held_in(conversations: QuerySet[Conversation]) -> Held:
    """Return how many meetings ``conversations`` tell of, and how long their mentors met somebody. Queries: one."""
    each = conversations.order_by().values("meeting").annotate(longest=Max("minutes"))
    found = each.aggregate(meetings=Count("meeting"), minutes=Sum("longest"))
    return Held(found["meetings"], found["minutes"] or 0)


def with_n_pairs(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Give each conversation ``n_pairs``, how many pairs met together."""
    same = Conversation.objects.filter(meeting=OuterRef("meeting")).order_by().values("meeting")
    return conversations.annotate(n_pairs=Subquery(same.annotate(n=Count("pk")).values("n")))
