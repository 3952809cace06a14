"""What entrants are told through the inbox. Organizers are told numbers, never names: a juror may sit beside them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.models import Assignment, Contest, Entry
from masterstvo.core.numbers import counted
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind


def tell_entrants(
    contest: Contest, entries: QuerySet[Entry] | Iterable[Entry], text: str, *, by: Any
) -> None:
    """Tell those whose entries they are, all of a team, and whoever sent them; not the one who did it. Queries: three at most."""
    keys = [each.pk for each in entries]
    rows = Entry.objects.filter(Q(pk__in=keys) | Q(team__in=keys)).values_list("person__user", "applicant")
    users = {user for row in rows for user in row if user and user != (by and by.pk)}
    if users:
        notify(
            sorted(users),
            kind=NoticeKind.DECISION,
            text=text,
            url=reverse("contests:contest_own"),
            key=f"contest:{contest.pk}:{timezone.now().isoformat()}",
        )


def tell_jurors(contest: Contest, given: Sequence[Assignment], by: Any) -> None:
    """Tell each juror how many works came; whose they are stands nowhere."""
    counts = Counter(each.member.appointment.person.user_id for each in given)
    moment = timezone.now().isoformat()
    for user, number in counts.items():
        if user and user != getattr(by, "pk", None):
            notify(
                [user],
                kind=NoticeKind.INVITATION,
                text=f"{contest}: вам на оценку {counted(number, 'работа', 'работы', 'работ')}.",
                key=f"contests:jury:{contest.pk}:{moment}",
                url=reverse("contests:my_jury"),
            )
