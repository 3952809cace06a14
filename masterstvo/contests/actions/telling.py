"""What entrants are told through the inbox. Organizers are told numbers, never names: a juror may sit beside them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.choices import PhaseKind
from masterstvo.contests.models import Assignment, Contest, Entry
from masterstvo.contests.queries.reminding import accounts_confirming, accounts_in_circle
from masterstvo.core.dates import russian_date
from masterstvo.core.numbers import counted
from masterstvo.core.words import quoted
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


def tell_reported(entry: Entry, *, by: Any) -> None:
    """Tell those who confirm it of a result that a person has reported. Queries: three at most."""
    assert entry.person is not None  # an organization's own result is entered, not reported
    users = accounts_confirming(entry.person, timezone.localdate())
    notify(
        [user for user in users if user != getattr(by, "pk", None)],
        kind=NoticeKind.ASSIGNMENT,
        text=f"{entry.person.short_name} сообщает о результате: {quoted(entry.contest.title)}. Посмотрите документ и подтвердите.",
        key=f"contests:reported:{entry.pk}",
        url=reverse("contests:entry_edit", args=[entry.pk]),
    )


def tell_opened(contest: Contest, *, by: Any) -> int:
    """Tell those who may enter a contest that opens, each once; return how many. Queries: four at most."""
    users = accounts_in_circle(contest, timezone.localdate())
    phase = contest.phases.filter(kind=PhaseKind.APPLICATIONS).first()
    days = ""
    if phase and phase.last_day:
        days = f": заявки с {russian_date(phase.starts_on)} по {russian_date(phase.last_day, with_year=True)}"
    return notify(
        [user for user in users if user != getattr(by, "pk", None)],
        kind=NoticeKind.INVITATION,
        text=f"Открыт конкурс {quoted(contest.title)}{days}.",
        url=contest.get_absolute_url(),
        key=f"contests:opened:{contest.pk}",
    )


def tell_jurors(contest: Contest, given: Sequence[Assignment], by: Any) -> None:
    """Tell each juror how many works came; whose they are stands nowhere."""
    counts = Counter(each.member.appointment.person.user_id for each in given)
    anew = Counter(each.member.appointment.person.user_id for each in given if each.appeal_id)
    moment = timezone.now().isoformat()
    for user, number in counts.items():
        if user and user != getattr(by, "pk", None):
            notify(
                [user],
                kind=NoticeKind.INVITATION,
                text=f"{contest}: вам на оценку {counted(number, 'работа', 'работы', 'работ')}{_anew(anew[user], number)}.",
                key=f"contests:jury:{contest.pk}:{moment}",
                url=reverse("contests:my_jury"),
            )


def _anew(n_anew: int, number: int) -> str:
    if not n_anew:
        return ""
    return ", заново по апелляции" if n_anew == number else f", из них заново по апелляции: {n_anew}"
