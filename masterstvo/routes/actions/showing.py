"""What an event gives to routes, and which practices it shows; whoever saw one is asked to repeat it."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.audit import record
from masterstvo.core.versions import lock
from masterstvo.diagnostics.models import Competence
from masterstvo.events.models import Event, Participation
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.people.models import Person
from masterstvo.practices.models import Authorship, Practice, Repeat
from masterstvo.routes.actions.gain import set_event_gains
from masterstvo.routes.models import Showing


@transaction.atomic
def describe_event(
    event: Event,
    *,
    competences: Collection[Competence],
    levels: int,
    practices: Collection[Practice],
    by: Any,
) -> None:
    """Say which competences an event gives and which practices it shows, instead of what was said."""
    set_event_gains(event, competences=competences, levels=levels, by=by)
    set_showings(event, practices, by=by)


@transaction.atomic
def set_showings(event: Event, practices: Collection[Practice], *, by: Any) -> None:
    """Say which practices an event shows. Those who were there already are asked to repeat the new ones."""
    lock(event)
    before = {each.practice_id: each for each in event.showings.select_related("practice")}
    wanted = {each.pk: each for each in practices}
    told = tuple(
        sorted(map(str, each)) for each in ((row.practice for row in before.values()), wanted.values())
    )
    if told[0] == told[1]:
        return
    event.showings.exclude(practice__in=wanted).delete()
    new = [Showing(event=event, practice=each) for key, each in wanted.items() if key not in before]
    Showing.objects.bulk_create(new)
    record(by, "routes.set_showings", event, changes={"showings": told})
    invite_to_repeat(list(event.participations.filter(was_present=True)), by)


def invite_to_repeat(rows: Collection[Participation], by: Any) -> None:
    """Ask those who were at an event to do in their own class what it showed; each is asked once. Queries: one where nothing is shown."""
    there = {row.event_id for row in rows if row.was_present}
    shown = list(Showing.objects.filter(event__in=there).select_related("practice")) if there else []
    if not shown:
        return
    banked = set(
        Practice.objects.in_bank(timezone.localdate())
        .filter(pk__in=[each.practice_id for each in shown])
        .values_list("pk", flat=True)
    )
    for each in shown:
        if each.practice_id in banked:
            people = [row.person_id for row in rows if row.was_present and row.event_id == each.event_id]
            _invite(each.practice, people)


def _invite(practice: Practice, people: Iterable[int]) -> None:
    wrote = Authorship.objects.filter(practice=practice).values("person")
    repeated = Repeat.objects.filter(practice=practice).values("person")
    saw = Person.objects.filter(pk__in=list(people), user__isnull=False)
    users = saw.exclude(pk__in=wrote).exclude(pk__in=repeated).order_by("pk").values_list("user", flat=True)
    notify(
        [user for user in users if user],
        kind=NoticeKind.INVITATION,
        text=f"Вы видели практику «{practice}» вживую. Попробуйте у себя и расскажите, что получилось.",
        key=f"routes.shown:{practice.pk}",
        url=reverse("practices:practice_repeat", args=[practice.pk]),
    )
