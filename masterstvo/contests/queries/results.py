"""The announced results of a contest."""

from dataclasses import dataclass

from django.db.models import QuerySet

from masterstvo.contests.choices import PARTICIPANT, WINNER
from masterstvo.contests.models import Contest, Diploma, Entry
from masterstvo.core import terms


@dataclass(frozen=True)
class Line:
    """One entry with a result above taking part. ``who``: all of a team, ``place_of_work``: all of their schools."""

    entry: Entry
    who: str
    place_of_work: str
    result: str


def announced(contest: Contest) -> list[tuple[str, list[Line]]]:
    """Return the results by nomination, best places first. Shape: [(title of the nomination or "", lines)]. Queries: four."""
    titles, order = terms.titles("contest_result"), list(terms.titles("contest_result"))
    rows = contest.entries.filter(team=None).exclude(result__in=("", PARTICIPANT))
    rows = rows.select_related("person", "organization", "nomination").prefetch_related(
        "members__person", "members__organization"
    )
    found: dict[str, list[Line]] = {}
    ordered = sorted(
        rows,
        key=lambda each: (each.nomination_id or 0, each.place or 1000, -_rank(each.result, order), each.pk),
    )
    for each in ordered:
        people = [each.person, *(member.person for member in each.members.all())]
        line = Line(
            each,
            ", ".join(str(person) for person in people if person) or str(each.organization),
            ", ".join(
                dict.fromkeys(
                    str(one.organization) for one in (each, *each.members.all()) if one.organization
                )
            )
            if each.person
            else "",
            titles.get(each.result, each.result) + (f", {each.place} место" if each.place else ""),
        )
        found.setdefault(each.nomination.title if each.nomination else "", []).append(line)
    return list(found.items())


def without_diploma(contest: Contest) -> QuerySet[Entry]:
    """Return the entries, of teams each member's, with a result and no diploma in force. Queries: one."""
    given = Diploma.objects.filter(entry__contest=contest, revoked_on=None).values("entry")
    return contest.entries.exclude(result="").filter(person__erased_on=None).exclude(pk__in=given)


def unmoved_winners(contest: Contest) -> QuerySet[Entry]:
    """Return the entries that won and were not entered for the next level yet."""
    return contest.entries.filter(team=None, result=WINNER, moved_on=None)


def _rank(result: str, order: list[str]) -> int:
    """Later terms of the vocabulary are better results."""
    return order.index(result) if result in order else -1
