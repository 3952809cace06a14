"""Who of the jury may judge what, how much each can take, and what a juror is shown."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from masterstvo.contests.choices import (
    PARTICIPANT,
    PRIZE,
    WINNER,
    AppealState,
    AssignmentState,
    ContestState,
    PhaseKind,
    SheetState,
)
from masterstvo.contests.models import Assignment, Contest, Entry, EntryCopy, JuryMember, MarkSheet
from masterstvo.contests.queries.phases import phases_on
from masterstvo.core.numbers import counted
from masterstvo.experts.choices import SHOWN
from masterstvo.experts.conflicts import Conflict, Work
from masterstvo.experts.counting import Given
from masterstvo.experts.panels import works_at_hand
from masterstvo.experts.queries import conflicts_of
from masterstvo.inbox.panels import Due


# --- Conflicts and loads ------------------------------------------------------------------------------------------------
def works_of(entries: Collection[Entry]) -> list[Work]:
    """Return whose each entry is: of the entrant, of all members of the team, and of the organization. Queries: one."""
    people: dict[int, set[int]] = defaultdict(set)
    places: dict[int, set[int]] = defaultdict(set)
    rows = Entry.objects.filter(
        Q(pk__in=[each.pk for each in entries]) | Q(team__in=[each.pk for each in entries])
    )
    for pk, team, person, organization in rows.values_list("pk", "team", "person", "organization"):
        if person:
            people[team or pk].add(person)
        if organization:
            places[team or pk].add(organization)
    return [Work(each.pk, frozenset(people[each.pk]), frozenset(places[each.pk])) for each in entries]


def jury_conflicts(
    members: Iterable[JuryMember], entries: Collection[Entry], *, day: dt.date
) -> dict[tuple[int, int], list[Conflict]]:
    """Return {(member, entry): why not}. Queries: one, and those of ``experts.queries.conflicts_of``."""
    person_of = {each.pk: each.appointment.person_id for each in members}
    found = conflicts_of(list(person_of.values()), works_of(entries), day=day)
    return {
        (member, entry.pk): found[person, entry.pk]
        for member, person in person_of.items()
        for entry in entries
        if (person, entry.pk) in found
    }


def room_of(members: Collection[JuryMember]) -> dict[int, int | None]:
    """Return how many works each member may have in this contest, None without a limit. Queries: one a source of work, and one.

    Both limits count: the member's own here, and that of the register less what waits for the person elsewhere.
    """
    people = [each.appointment.person_id for each in members]
    at_hand = works_at_hand(people)
    contests = {each.contest_id for each in members}
    here = works_waiting(people, contests=contests)
    found: dict[int, int | None] = {}
    for each in members:
        person, limits = each.appointment.person_id, []
        if each.load_max is not None:
            limits.append(each.load_max)
        if each.appointment.max_works is not None:
            limits.append(max(0, each.appointment.max_works - at_hand[person] + here[person]))
        found[each.pk] = min(limits, default=None)
    return found


def works_waiting(people: Collection[int], *, contests: Collection[int] | None = None) -> Counter[int]:
    """Return how many works of running contests wait for each of ``people``; with ``contests``, of these alone. Queries: one."""
    rows = Assignment.objects.filter(
        member__appointment__person__in=people,
        state=AssignmentState.GIVEN,
        entry__contest__state=ContestState.RUNNING,
    )
    if contests is not None:
        rows = rows.filter(entry__contest__in=contests)
    unfinished = rows.exclude(pk__in=finished_assignments()).order_by()
    counted = unfinished.values("member__appointment__person").annotate(n=Count("pk"))
    return Counter({each["member__appointment__person"]: each["n"] for each in counted})


def finished_assignments() -> QuerySet:
    """Return the keys of the assignments all of whose sheets are finished; sheets are there from the first answer on."""
    begun = MarkSheet.objects.values("assignment").annotate(n_open=Count("pk", filter=Q(finished_at=None)))
    return begun.filter(n_open=0).values("assignment")


def due_between(first: dt.date, last: dt.date) -> list[Due]:
    """Return what jurors have to mark by a day from ``first`` to ``last``: one line a contest, without a word of whose works.

    What is marked anew is due by the last day of appeals. Queries: one.
    """
    rows = (
        Assignment.objects.filter(
            Q(appeal=None, entry__contest__phases__kind=F("phase"))
            | Q(appeal__isnull=False, entry__contest__phases__kind=PhaseKind.APPEAL),
            state=AssignmentState.GIVEN,
            entry__contest__state=ContestState.RUNNING,
            entry__contest__phases__ends_on__gt=first,
            entry__contest__phases__ends_on__lte=last + dt.timedelta(days=1),
            member__appointment__person__user__isnull=False,
        )
        .exclude(pk__in=finished_assignments())
        .order_by()
    )
    counts = rows.values_list(
        "member__appointment__person__user",
        "entry__contest",
        "entry__contest__title",
        "entry__contest__phases__kind",
        "entry__contest__phases__ends_on",
    ).annotate(n=Count("pk"))
    return [
        Due(
            user,
            f"contests:jury:{contest}:{phase}",
            f"Оценить {'заново ' if phase == PhaseKind.APPEAL else ''}{counted(n, 'работу', 'работы', 'работ')} конкурса «{title}»",
            reverse("contests:my_jury"),
            ends_on - dt.timedelta(days=1),
        )
        for user, contest, title, phase, ends_on, n in counts
    ]


# --- What experts hear ----------------------------------------------------------------------------------------------------
def marks_beside(person: int) -> list[Given]:
    """Return the finished marks of all jurors for the entries that ``person`` marked. Queries: one."""
    own = MarkSheet.objects.filter(assignment__member__appointment__person=person, finished_at__isnull=False)
    rows = MarkSheet.objects.filter(
        finished_at__isnull=False,
        assignment__entry__in=own.values("assignment__entry"),
        criteria__in=own.values("criteria"),
    ).exclude(Q(state=SheetState.LEFT_OUT) | Q(assignment__state=AssignmentState.APPEALED))
    return [
        Given(juror, year or 0, (entry, criteria), Fraction(percent or 0) / 100)
        for juror, year, entry, criteria, percent in rows.values_list(
            "assignment__member__appointment__person",
            "assignment__entry__contest__year",
            "assignment__entry",
            "criteria",
            "percent",
        )
    ]


# --- What a juror is shown ------------------------------------------------------------------------------------------------
BEFORE, OPEN, LATE, CLOSED = "before", "open", "late", "closed"


def window_of(assignment: Assignment, day: dt.date) -> str:
    """Tell whether marks are taken: not yet, now, late (they wait for the organizer), or no more. Queries: two at most.

    A work that is marked anew because of an appeal takes them until the commission has settled it.
    """
    contest, phase, appeal = assignment.entry.contest, assignment.phase, assignment.appeal
    if appeal is not None:
        is_open = appeal.state == AppealState.REMARKING and contest.state == ContestState.RUNNING
        return OPEN if is_open else CLOSED
    if contest.state != ContestState.RUNNING:
        return CLOSED
    if is_decided(contest):
        return OPEN if phase == PhaseKind.FINAL and is_late_finalist(assignment.entry) else CLOSED
    if phase in phases_on(contest, day):
        return OPEN
    own = [each for each in contest.phases.all() if each.kind == phase]
    return LATE if any(each.starts_on <= day for each in own) else BEFORE


def is_late_finalist(entry: Entry) -> bool:
    """Tell whether an entry was let into the final after the places were decided: nothing is decided about it yet."""
    return bool(entry.is_finalist) and not entry.pending_result


def is_decided(contest: Contest) -> bool:
    """Tell whether the jury has decided, announced or not. Queries: one."""
    decided = ~Q(pending_result="") | ~Q(result="")
    return Entry.objects.filter(decided, contest=contest, team=None).exists()


def has_marks(contest: Contest) -> bool:
    """Tell whether a jury has ever finished a mark here: places of a contest without any were entered, not counted. Queries: one."""
    return MarkSheet.objects.filter(assignment__entry__contest=contest, finished_at__isnull=False).exists()


@dataclass(frozen=True)
class Shown:
    """An entry as one juror may see it. ``files``: rows with ``title``, ``url`` and ``file``: copies where the contest is blind."""

    name: str
    title: str
    about: str
    files: list
    n_hidden: int = 0


def shown_to_jury(entry: Entry) -> Shown:
    """Return what a juror sees: in a blind contest the code, the words and the copies without names. Queries: one."""
    name = f"Работа {entry.code}" if entry.code else f"Работа № {entry.pk}"
    if not entry.contest.is_blind:
        whose = entry.person or entry.organization
        return Shown(f"{name}: {whose}", entry.title, entry.about, list(entry.files.all()))
    copies = list(EntryCopy.objects.filter(source__entry=entry).order_by("pk"))
    shown = [each for each in copies if each.state in SHOWN]
    return Shown(name, entry.title_for_jury, entry.about_for_jury, shown, len(copies) - len(shown))


def label_of(entry: Entry) -> str:
    """Return what an entry is called among jurors and in the protocol: its code, or its number while it has none."""
    return entry.code or f"№ {entry.pk}"


def result_of(place: int | None, n_prizes: int) -> str:
    """Return the word of the dictionary for a place: the first wins, the others up to ``n_prizes`` are prizes."""
    if place is None or place > n_prizes:
        return PARTICIPANT
    return WINNER if place == 1 else PRIZE
