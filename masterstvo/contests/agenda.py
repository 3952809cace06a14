"""What contests bring to calendars: the phases of ours, and until which day one applies to those that are recommended."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.choices import ContestState, PhaseKind
from masterstvo.contests.models import Entry, Phase, RecommendedContest
from masterstvo.contests.rules import places_of, visible_contests
from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry as Line
from masterstvo.people.agenda import Source, Wanted


def phase_entries(wanted: Wanted) -> Iterator[Line]:
    """Yield the phases of contests: of those that one has entered, or of those that a municipality or school sees. Queries: one."""
    rows = Phase.objects.filter(wanted.within("starts_on", "ends_on")).select_related("contest")
    rows = rows.exclude(contest__state__in=(ContestState.DRAFT, ContestState.CANCELLED))
    if wanted.is_mine:
        entered = Entry.objects.filter(person__user=wanted.user.pk)
        rows = rows.filter(contest__in=entered.values("contest"))
    elif wanted.school:
        entered = Entry.objects.filter(organization=wanted.school)
        rows = rows.filter(contest__in=entered.values("contest"))
    else:
        rows = rows.filter(contest__municipality=wanted.municipality)
    today = timezone.localdate()
    for phase in rows.filter(contest__in=visible_contests(wanted.user).values("pk")):
        yield Line(
            key=f"contests.phase-{phase.pk}",
            title=f"{phase.contest.title}: {phase.get_kind_display()}",
            starts_on=phase.starts_on,
            ends_on=phase.ends_on,
            url=phase.contest.get_absolute_url(),
            status=EntryStatus.DONE if phase.ends_on and phase.ends_on <= today else EntryStatus.COMING,
            changed_at=phase.contest.updated_at,
            takes_time=phase.kind == PhaseKind.FINAL,
        )


def deadline_entries(wanted: Wanted) -> Iterator[Line]:
    """Yield the last days of applications to recommended contests of others; a school's are those of its municipality. Queries: one."""
    rows = RecommendedContest.objects.filter(wanted.on("apply_by"), places_of(wanted.user))
    if wanted.school:
        rows = rows.filter(municipality__organizations=wanted.school)
    elif not wanted.is_mine:
        rows = rows.filter(municipality=wanted.municipality)
    today = timezone.localdate()
    for row in rows.select_related("contest"):
        yield Line(
            key=f"contests.recommended-{row.pk}",
            title=f"Последний день заявок: {row.contest.title}",
            starts_on=row.apply_by,
            link=row.url,
            url=reverse("contests:contest_own" if wanted.is_mine else "contests:contest_list"),
            status=EntryStatus.DONE if row.apply_by < today else EntryStatus.COMING,
            changed_at=row.updated_at,
        )


SOURCES = (
    Source("contests", "Конкурсы", order=55, rows=phase_entries, icon="award"),
    Source("contest_deadlines", "Сроки заявок на конкурсы", order=56, rows=deadline_entries, icon="award"),
)
