"""What routes bring to calendars: the steps of one's own route. Steps tell what is weak, so no other calendar has them (ADR 0016)."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from masterstvo.core.choices import EntryStatus
from masterstvo.core.ical import Entry
from masterstvo.people.agenda import Source, Wanted
from masterstvo.routes.choices import RouteState, StepState
from masterstvo.routes.models import RouteStep


def step_entries(wanted: Wanted) -> Iterator[Entry]:
    """Yield the steps that were proposed to the person and are not called off. Queries: one."""
    if not wanted.is_mine:
        return
    rows = RouteStep.objects.filter(
        wanted.within("starts_on", "ends_on"), route__person__user=wanted.user.pk
    ).exclude(Q(route__state__in=[RouteState.DRAFT, RouteState.STOPPED]) | Q(state=StepState.SKIPPED))
    today = timezone.localdate()
    for step in rows.select_related("route", "offer"):
        late = EntryStatus.OVERDUE if step.ends_on <= today else EntryStatus.COMING
        yield Entry(
            key=f"routes.step-{step.pk}",
            title=step.title,
            starts_on=step.starts_on,
            ends_on=step.ends_on,
            place=step.offer.place if step.offer else "",
            url=step.route.get_absolute_url(),
            note="Шаг моего маршрута",
            status=EntryStatus.DONE if step.state == StepState.DONE else late,
            changed_at=step.updated_at,
        )


SOURCES = (Source("steps", "Маршрут", order=40, rows=step_entries, icon="route"),)
