"""Contests and entries as pages and actions need them."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from masterstvo.assessments.queries.circle import Circle
from masterstvo.contests.choices import EDITABLE, ContestState, EntryState, PhaseKind
from masterstvo.contests.models import Contest, Entry, EntryCopy, EntryFile, JuryMember
from masterstvo.contests.queries.phases import phases_on
from masterstvo.experts.choices import SHOWN, CopyState
from masterstvo.experts.queries import secrets_about
from masterstvo.experts.redacting import Secrets
from masterstvo.people.models import Person

LIVE = (EntryState.SENT, EntryState.RETURNED, EntryState.ADMITTED)


def outside_contests() -> QuerySet[Contest]:
    """Return the contests that others hold: facts are entered for these alone."""
    return Contest.objects.filter(municipality=None)


def applications(contest: Contest) -> QuerySet[Entry]:
    """Return what was sent to ``contest``: one row for an entry, not one for each member of a team."""
    rows = contest.entries.filter(team=None).exclude(state=EntryState.DRAFT)
    rows = rows.annotate(n_members=Count("members"))
    return rows.select_related("person", "organization", "nomination").order_by("sent_at", "pk")


def entries_for_jury(contest: Contest) -> QuerySet[Entry]:
    """Return the admitted entries, in the order of their codes, which tells nothing."""
    rows = contest.entries.filter(team=None, state=EntryState.ADMITTED).exclude(code="")
    return rows.select_related("nomination").order_by("code")


def doubtful_copies(contest: Contest) -> QuerySet[EntryCopy]:
    """Return the copies that an organizer has to look at before the jury gets them."""
    rows = EntryCopy.objects.filter(source__entry__contest=contest, state=CopyState.DOUBTFUL)
    return rows.filter(source__entry__state=EntryState.ADMITTED)


def copies_for_jury(entry: Entry) -> QuerySet[EntryCopy]:
    """Return the copies of an admitted entry that a juror may open."""
    return EntryCopy.objects.filter(
        source__entry=entry,
        source__entry__state=EntryState.ADMITTED,
        state__in=SHOWN,
    ).order_by("pk")


def entrants(entry: Entry) -> list[Person]:
    """Return whoever takes part: the one whose entry it is, then the others of the team. Queries: two."""
    members = Person.objects.filter(contest_entries__team=entry).order_by("last_name", "first_name", "pk")
    return [*([entry.person] if entry.person else []), *members]


def parts_of(contest: Contest, people: Iterable[Person]) -> QuerySet[Entry]:
    """Return by what ``people`` take part in ``contest``: entries of their own, and teams to which they agreed."""
    rows = contest.entries.filter(person__in=list(people)).exclude(
        state__in=(EntryState.WITHDRAWN, EntryState.REJECTED)
    )
    return rows.filter(Q(team=None) | Q(agreed_at__isnull=False))


def entered_elsewhere(entry: Entry, people: Iterable[Person]) -> str:
    """Return who of ``people`` takes part in the contest by another entry, "" when nobody does. Queries: one."""
    rows = parts_of(entry.contest, people).exclude(pk=entry.pk).filter(Q(team=None) | ~Q(team=entry.pk))
    return ", ".join(sorted({str(each.person) for each in rows.select_related("person")}))


def may_withdraw(entry: Entry, day: dt.date) -> bool:
    """Tell whether an entry may be taken back on ``day``: what was admitted, only while nobody marks it. Queries: one at most."""
    if entry.state == EntryState.ADMITTED:
        return bool({PhaseKind.APPLICATIONS, PhaseKind.CHECK} & phases_on(entry.contest, day).keys())
    return entry.state in {*LIVE, *EDITABLE}


def sent_by(entry: Entry, day: dt.date) -> dt.date | None:
    """Return the last day on which a draft, or an entry that was given back, may be sent; None when that is over. Queries: as ``phases_on``."""
    kinds = {
        EntryState.DRAFT: {PhaseKind.APPLICATIONS},
        EntryState.RETURNED: {PhaseKind.APPLICATIONS, PhaseKind.CHECK},
    }.get(EntryState(entry.state), set())
    lasting = phases_on(entry.contest, day)
    return max((lasting[each].last_day for each in kinds & lasting.keys()), default=None)


def n_people(contest: Contest) -> int:
    """Return how many persons take part, each once however many teams they are in. Queries: one."""
    taken = contest.entries.filter(state=EntryState.ADMITTED, person__isnull=False)
    return taken.values("person").distinct().order_by().count()


def secrets_of(entry: Entry) -> Secrets:
    """Return what the jury must not learn of ``entry``: its people, and every organization where they ever worked. Queries: four."""
    of_members = entry.members.values_list("organization", flat=True)
    return secrets_about(entrants(entry), entry.organization_id, *of_members)


def doubtful_words(entry: Entry) -> list[str]:
    """Return what the words for the jury still say that may tell of a school. Queries: four in a blind contest, none elsewhere."""
    if not (entry.contest.is_blind and entry.title_for_jury):
        return []
    found = secrets_of(entry)
    return list(dict.fromkeys(found.doubtful(entry.title_for_jury) + found.doubtful(entry.about_for_jury)))


@dataclass(frozen=True)
class FileRow:
    """A file of an entry beside its copy for the jury."""

    file: EntryFile
    copy: EntryCopy | None


def files_with_copies(entry: Entry) -> list[FileRow]:
    """Queries: one."""
    rows = entry.files.select_related("copy").order_by("pk")
    return [FileRow(each, getattr(each, "copy", None)) for each in rows]


def is_open_to(contest: Contest, person: Person, day: dt.date) -> bool:
    """Tell whether ``person`` is among those for whom the contest is held. Queries: one."""
    return not shut_out(contest, [person], day)


def shut_out(contest: Contest, people: Collection[Person], day: dt.date) -> list[Person]:
    """Return those of ``people`` for whom the contest is not held. Queries: one."""
    allowed = Circle.read(contest.circle).people(contest.municipality_id or 0, day)
    keys = set(allowed.filter(pk__in=[each.pk for each in people]).values_list("pk", flat=True))
    return [each for each in people if each.pk not in keys]


def takes_part() -> Q:
    """Return the column that tells whether a user has a part in a contest or sits in a jury, whatever other role there is."""
    entered = Entry.objects.filter(person__user=OuterRef("pk")).order_by()
    return Exists(entered) | Exists(
        JuryMember.objects.filter(appointment__person__user=OuterRef("pk")).order_by()
    )


def judges_now() -> Exists:
    """Return the column that tells whether a user sits in a jury that is at work."""
    rows = JuryMember.objects.filter(
        appointment__person__user=OuterRef("pk"), contest__state=ContestState.RUNNING
    )
    return Exists(rows.order_by())
