"""What contests ask of schools: the days of finals."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from masterstvo.contests.choices import ContestState, EntryState, PhaseKind
from masterstvo.contests.models import Entry, Phase
from masterstvo.people.asked import Request


def asked_by_finals(municipality: int, first: dt.date, last: dt.date) -> Iterator[Request]:
    """Yield the finals of contests between two days, with everybody admitted: who of them is in the final is nobody's matter yet. Queries: two at most."""
    rows = Phase.objects.filter(
        contest__municipality=municipality, kind=PhaseKind.FINAL, starts_on__lte=last, ends_on__gt=first
    ).exclude(contest__state__in=(ContestState.DRAFT, ContestState.CANCELLED))
    finals = list(rows.select_related("contest").order_by("starts_on", "pk"))
    people = defaultdict(set)
    if finals:
        admitted = Entry.objects.filter(
            contest__in={each.contest_id for each in finals}, state=EntryState.ADMITTED, person__isnull=False
        )
        for contest, person in admitted.order_by().values_list("contest", "person"):
            people[contest].add(person)
    for each in finals:
        yield Request(
            key=f"contests.phase:{each.pk}",
            kind="финал конкурса",
            title=each.contest.title,
            first=each.starts_on,
            last=each.last_day or each.starts_on,
            url=each.contest.get_absolute_url(),
            permission="contests.list_contests",
            people=frozenset(people[each.contest_id]),
            takes_time=True,
        )
