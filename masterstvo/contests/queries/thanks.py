"""Who is to be thanked once a contest is over: whoever marked, and the schools whose people won."""

from django.db.models import QuerySet

from masterstvo.contests.choices import WINNER, Entrant, SheetState
from masterstvo.contests.models import Contest, JuryMember, MarkSheet
from masterstvo.organizations.models import Organization


def unthanked_jurors(contest: Contest) -> QuerySet[JuryMember]:
    """Return the members with a mark that counts and without a letter, by name; who only sat there has marked nothing. Queries: one."""
    marked = MarkSheet.objects.filter(
        assignment__member__contest=contest, state=SheetState.COUNTED, finished_at__isnull=False
    )
    rows = JuryMember.objects.filter(contest=contest, pk__in=marked.values("assignment__member"))
    waiting = rows.filter(appointment__person__erased_on=None).exclude(
        appointment__person__in=contest.letters.filter(person__isnull=False).values("person")
    )
    return waiting.select_related("appointment__person").order_by(
        "appointment__person__last_name", "appointment__person__first_name", "pk"
    )


def unthanked_schools(contest: Contest) -> QuerySet[Organization]:
    """Return the schools of those who won, without a letter; a school that won itself has its diploma. Queries: one."""
    if contest.entrant == Entrant.ORGANIZATION:
        return Organization.objects.none()
    won = contest.entries.filter(result=WINNER, person__isnull=False, organization__isnull=False)
    thanked = contest.letters.filter(organization__isnull=False).values("organization")
    rows = Organization.objects.filter(pk__in=won.values("organization")).exclude(pk__in=thanked)
    return rows.order_by("title", "pk")
