"""What a pair plans and does: its programme and its diary."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.mentoring.choices import NOTED, Side
from masterstvo.mentoring.models import Conversation, Mentorship, PairTask, ProgrammeTemplate
from masterstvo.mentoring.queries import together_with
from masterstvo.organizations.models import Municipality

SENT_TWICE_WITHIN = dt.timedelta(minutes=1)


class DayNotPossible(DomainError):
    field = "held_on"


class NotAtWorkYet(DomainError):
    pass


class IsNoted(DomainError):
    field = "topic"


# --- The programme --------------------------------------------------------------------------------------------------
@transaction.atomic
def add_task(pair: Mentorship, *, title: str, due_on: dt.date, by: Any) -> PairTask:
    """Plan one task. Raises: Gone, NotAtWorkYet."""
    _check_is_going(lock(pair))
    task = PairTask(mentorship=pair, title=clean(title), due_on=due_on)
    return add(task, by=by, action="mentoring.add_task")


@transaction.atomic
def apply_template(pair: Mentorship, *, template: ProgrammeTemplate, by: Any) -> int:
    """Add the tasks of a template that the pair does not have; return how many. Raises: Gone, NotAtWorkYet."""
    _check_is_going(lock(pair))
    there = set(pair.tasks.values_list("title", flat=True))
    tasks = [
        PairTask(
            mentorship=pair, title=each["title"], due_on=pair.starts_on + dt.timedelta(weeks=each["weeks"])
        )
        for each in template.tasks
        if each["title"] not in there
    ]
    PairTask.objects.bulk_create(tasks)
    record(by, "mentoring.apply_template", pair, reason=f"шаблон «{template}»")
    return len(tasks)


@transaction.atomic
def note_task(task: PairTask, *, done_on: dt.date | None, by: Any) -> None:
    """Say that a task is done, or that it is not after all. Raises: Gone."""
    change(lock(task), {"done_on": done_on}, by=by, action="mentoring.note_task")


def remove_task(task: PairTask, *, by: Any) -> None:
    remove(task, by=by, action="mentoring.remove_task", reason="")


def create_template(*, municipality: Municipality, by: Any, **values: Any) -> ProgrammeTemplate:
    template = ProgrammeTemplate(municipality=municipality, **values)
    return add(template, by=by, action="mentoring.create_template")


def edit_template(template: ProgrammeTemplate, *, by: Any, **values: Any) -> ProgrammeTemplate:
    """Change a template; programmes that were begun with it stay as they are."""
    return change(template, values, by=by, action="mentoring.edit_template")


def remove_template(template: ProgrammeTemplate, *, by: Any) -> None:
    """Take a template away; programmes that were begun with it stay as they are."""
    remove(template, by=by, action="mentoring.remove_template", reason="")


# --- The diary ------------------------------------------------------------------------------------------------------
@transaction.atomic
def note_conversation(
    pair: Mentorship,
    *,
    held_on: dt.date,
    topic: str,
    by: Any,
    today: dt.date,
    side: Side | str = "",
    **values: Any,
) -> Conversation:
    """Write down a meeting that was. ``values``: form, minutes, next_step. Raises: Gone, NotAtWorkYet, DayNotPossible, IsNoted."""
    _check_is_going(lock(pair))
    if held_on > today:
        raise DayNotPossible("Этот день ещё не наступил: в дневник пишут о встрече, которая была.")
    if held_on < pair.starts_on:
        raise DayNotPossible(f"Пара работает с {pair.starts_on:%d.%m.%Y}: встреча не может быть раньше.")
    just_now = timezone.now() - SENT_TWICE_WITHIN
    same = pair.conversations.filter(held_on=held_on, topic=topic, written_by=side, created_at__gt=just_now)
    if same.exists():
        told = "Эта встреча только что записана. Если была ещё одна, напишите, о чём она."
        whole = " Чтобы она стояла у всей группы, удалите запись и отметьте «Записать всем парам группы»."
        raise IsNoted(told + whole if pair.group else told)
    held = Conversation(mentorship=pair, held_on=held_on, topic=topic, written_by=side, **values)
    return add(held, by=by, action="mentoring.note_conversation")


@transaction.atomic
def note_group_conversation(
    pair: Mentorship, *, others: Collection[Mentorship], held_on: dt.date, **told: Any
) -> list[Conversation]:
    """Write one meeting of a group down for ``pair`` and for those of ``others`` that were in the same group on that day.

    ``told``: whatever ``note_conversation`` asks. Raises: Gone, NotAtWorkYet, DayNotPossible.
    """
    keys = [pair.pk, *(each.pk for each in others)]
    rows = Mentorship.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    there = {each.pk for each in rows}  # locked in one order, whichever page the meeting is written on
    together = together_with(pair).on(held_on).filter(pk__in=there)
    meeting = uuid4()
    return [note_conversation(each, held_on=held_on, meeting=meeting, **told) for each in (pair, *together)]


@transaction.atomic
def remove_conversation(
    held: Conversation, *, by: Any, reason: str, others: Iterable[Conversation] = ()
) -> None:
    """Take a meeting out of a diary. ``others``: the same meeting in the diaries of the group, taken out with it."""
    for each in (held, *others):
        remove(each, by=by, action="mentoring.remove_conversation", reason=reason)


def _check_is_going(pair: Mentorship) -> None:
    if pair.state not in NOTED:
        raise NotAtWorkYet("Программу и дневник ведут, пока пара утверждена или работает.")
