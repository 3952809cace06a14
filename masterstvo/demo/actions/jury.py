"""The jury of the fictional contest that is being marked: five experts, one sterner than the rest, half of the works marked."""

import datetime as dt
import itertools

from django.db.models import Count
from django.utils import timezone

from masterstvo.contests.actions.assigning import assign_entries
from masterstvo.contests.actions.jury import set_jury_rules
from masterstvo.contests.actions.marking import keep_marks
from masterstvo.contests.choices import (
    AppealState,
    AssignmentState,
    ContestState,
    JuryRole,
    MarkCorrection,
    PhaseKind,
)
from masterstvo.contests.models import Assignment, Contest, JuryMember
from masterstvo.contests.queries.jury import finished_assignments
from masterstvo.experts.models import ExpertAppointment, Recusal
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person

JURORS, PER_ENTRY, STERN = 5, 3, 2
MARKED = 0.7


def make_jury(contest: Contest, *, today: dt.date, by: object, marked: float = MARKED) -> None:
    """Call experts of the register into the jury, give out the works, and mark most of them; one juror declared an interest."""
    people = contest.entries.values("person")
    appointed = ExpertAppointment.objects.on(today).filter(kind="jury").exclude(person__in=people)
    chosen = list(appointed.order_by("pk")[:JURORS])
    if len(chosen) < JURORS:
        return
    members = JuryMember.objects.bulk_create(
        JuryMember(contest=contest, appointment=each, role=JuryRole.MEMBER if number else JuryRole.CHAIR)
        for number, each in enumerate(chosen)
    )
    first = contest.entries.select_related("person").order_by("code")[0]
    Recusal.objects.create(
        expert=chosen[-1].person, person=first.person, ground="interest", reason="Вместе готовили пособие",
        starts_on=today - dt.timedelta(days=60),
    )  # fmt: skip
    set_jury_rules(
        contest, jurors_per_entry=PER_ENTRY, correction=MarkCorrection.ADDITIVE, threshold=40,
        tie_breaks=["part:practice", "chair"], n_finalists=3, by=by,
    )  # fmt: skip
    assign_entries(contest, phase="marking", today=today, by=by)
    rows = Assignment.objects.filter(entry__contest=contest).order_by("entry__code", "pk")
    given = list(rows.prefetch_related("sheets"))
    moment = timezone.now() - dt.timedelta(days=1)
    for number, each in enumerate(given[: round(len(given) * marked)]):
        _mark(
            each,
            worth=int(each.entry.code) % 3,
            stern=each.member_id == members[STERN].pk,
            seed=number,
            moment=moment,
        )


def juror_with_work(municipality: Municipality) -> Person | None:
    """Return who of the jury at work has most left to mark and no sign-in yet."""
    waiting = Assignment.objects.filter(
        state=AssignmentState.GIVEN, phase=PhaseKind.MARKING, entry__contest__municipality=municipality,
        entry__contest__state=ContestState.RUNNING, member__appointment__person__user=None,
    ).exclude(pk__in=finished_assignments())  # fmt: skip
    counted = waiting.filter(entry__pending_result="").order_by().values("member__appointment__person")
    most = counted.annotate(n=Count("pk")).order_by("-n", "member__appointment__person").first()
    return Person.objects.get(pk=most["member__appointment__person"]) if most else None


def jurors_of_appeals(municipality: Municipality) -> list[Person]:
    """Return who marked the works to which somebody objects and has no sign-in yet: the commission will ask them first."""
    marked = Assignment.objects.filter(
        entry__contest__municipality=municipality, entry__appeal__state=AppealState.FILED,
        member__appointment__person__user=None,
    )  # fmt: skip
    return list(Person.objects.filter(pk__in=marked.values("member__appointment__person")).order_by("pk"))


def _mark(each: Assignment, *, worth: int, stern: bool, seed: int, moment: dt.datetime) -> None:
    turns = itertools.count(seed)
    for sheet in each.sheets.all():
        sent = {}
        for criterion in sheet.version.parts.criteria():
            points = worth + next(turns) % 2 - (1 if stern else 0)
            sent[criterion.key] = [str(min(3, max(0, points)))]
        keep_marks(sheet, sent=sent, by=None, now=moment)
