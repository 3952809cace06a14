"""Everything that changes meetings, their attendance and materials."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Case, Max, When
from django.utils import timezone

from masterstvo.communities.actions.decision import add_decision
from masterstvo.communities.actions.telling import tell_changed, tell_planned
from masterstvo.communities.choices import MeetingState
from masterstvo.communities.models import Attendance, Community, Guest, Material, Meeting
from masterstvo.communities.queries import Invited, study_year
from masterstvo.communities.reading import Line
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.dates import russian_date
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.people.load import check_load
from masterstvo.people.models import Person
from masterstvo.plans.models import Activity


class WrongState(DomainError):
    pass


class DayOutOfOrder(DomainError):
    field = "held_on"


class TooEarly(DomainError):
    pass


class NothingToPlan(DomainError):
    field = "lines"


@transaction.atomic
def plan_meeting(*, community: Community, by: Any, **values: Any) -> Meeting:
    """Put a meeting into the plan and tell those who are expected. ``values``: of ``_plan``. Raises: DayOutOfOrder, TooMuchAtOnce."""
    meeting = _plan(community, by=by, **values)
    tell_planned([meeting], by=by)
    return meeting


@transaction.atomic
def plan_meetings(*, community: Community, lines: Iterable[Line], by: Any, **values: Any) -> list[Meeting]:
    """Put many meetings into the plan; what stands there already on that day is left alone. Members are told once of all.

    ``values``: of ``_plan``, the same for each. Raises: NothingToPlan, DayOutOfOrder, TooMuchAtOnce.
    """
    lock(community)
    known = set(community.meetings.values_list("held_on", "title"))
    wanted = [each for each in lines if (each.held_on, clean(each.title)) not in known]
    if not wanted:
        raise NothingToPlan("Всё это уже в плане.")
    made = [_plan(community, by=by, held_on=each.held_on, title=each.title, **values) for each in wanted]
    tell_planned(made, by=by)
    return made


def _plan(
    community: Community,
    *,
    title: str,
    held_on: dt.date,
    by: Any,
    activities: Iterable[Activity] = (),
    guests: Iterable[Invited] = (),
    reason: str = "",
    **values: Any,
) -> Meeting:
    """``values``: starts_at, hours, place, link, agenda; ``reason``: why a week may become too full."""
    meeting = Meeting(community=community, title=clean(title), held_on=held_on, **values)
    add(meeting, by=by, action="communities.plan_meeting", activities=activities)
    _invite(meeting, guests, by)
    _check_day(meeting)
    _check_load(meeting, by, reason)
    return meeting


@transaction.atomic
def edit_meeting(
    meeting: Meeting, *, by: Any, guests: Iterable[Invited] | None = None, reason: str = "", **values: Any
) -> Meeting:
    """Change a meeting, or put it to another day. ``guests``: who is invited from now on, None leaves them. Raises: DayOutOfOrder, TooMuchAtOnce, Stale."""
    day, hours = meeting.held_on, meeting.hours
    change(meeting, values, by=by, action="communities.edit_meeting", reason=reason)
    if guests is not None:
        _invite(meeting, guests, by)
    _check_day(meeting)
    if (meeting.held_on, meeting.hours) != (day, hours):
        _check_load(meeting, by, reason)
    if meeting.state == MeetingState.PLANNED and meeting.held_on != day:
        text = f"заседание «{meeting.title}» перенесено на {russian_date(meeting.held_on)}."
        tell_changed(meeting, text, by=by)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Any) -> Meeting:
    """Say that a planned meeting will not be. Raises: WrongState."""
    lock(meeting)
    if meeting.state != MeetingState.PLANNED:
        raise WrongState("Отменить можно только то, что ещё не проведено.")
    values = {"state": MeetingState.CANCELLED, "cancelled_because": reason}
    change(meeting, values, by=by, action="communities.cancel_meeting", reason=reason)
    day = russian_date(meeting.held_on)
    tell_changed(meeting, f"заседания «{meeting.title}» {day} не будет. {reason}", by=by)
    return meeting


@transaction.atomic
def hold_meeting(
    meeting: Meeting,
    *,
    present: Collection[Person],
    by: Any,
    guests: Collection[Guest] = (),
    minutes: str = "",
    decisions: Iterable[Mapping[str, Any]] = (),
    token: str | None = None,
) -> Meeting:
    """Note that a meeting was held: who was there, what was said and decided; a protocol gets its number. May be corrected later.

    ``present``, ``guests``: those of the members and of the invited who came; ``decisions``: new ones, of ``decision.add_decision``. Raises: WrongState, TooEarly, Stale.
    """
    lock(meeting.community)  # two meetings must not share a number
    lock(meeting, token)
    if meeting.state == MeetingState.CANCELLED:
        raise WrongState("Это заседание отменено. Запланируйте новое.")
    if meeting.held_on > timezone.localdate():
        raise TooEarly("Этот день ещё не наступил. Если заседание прошло раньше, сначала исправьте его день.")
    values = {"state": MeetingState.HELD, "minutes": minutes, "protocol_number": _number_of(meeting)}
    change(meeting, values, by=by, action="communities.hold_meeting")
    _mark_attendance(meeting, {each.pk for each in present}, by)
    _mark_guests(meeting, {each.pk for each in guests}, by)
    for each in decisions:
        add_decision(meeting=meeting, by=by, **each)
    return meeting


def _number_of(meeting: Meeting) -> int:
    """Return the protocol's number: one after another within a year of study."""
    if meeting.protocol_number:
        return meeting.protocol_number
    told = Meeting.objects.filter(
        community=meeting.community_id, held_on__range=study_year(meeting.held_on)
    ).aggregate(last=Max("protocol_number"))
    return (told["last"] or 0) + 1


def _mark_attendance(meeting: Meeting, present: Collection[int], by: Any) -> None:
    known = {each.person_id: each for each in meeting.attendances.all()}
    expected = {each.person_id for each in meeting.expected()} | known.keys()
    new = [
        Attendance(meeting=meeting, person_id=person, was_present=person in present)
        for person in sorted(expected - known.keys())
    ]
    wrong = [each.pk for each in known.values() if each.was_present != (each.person_id in present)]
    n_before = sum(each.was_present for each in known.values())
    Attendance.objects.bulk_create(new)
    rows = meeting.attendances.filter(pk__in=wrong)
    rows.update(was_present=Case(When(was_present=True, then=False), default=True), updated_at=timezone.now())
    if new or wrong:
        n_after = len(expected & set(present))
        record(by, "communities.mark_attendance", meeting, changes={"n_present": (n_before, n_after)})


def _invite(meeting: Meeting, guests: Iterable[Invited], by: Any) -> None:
    """Leave invited exactly ``guests``: who is there already stays as they are."""
    wanted = {each.name: each.person for each in guests}
    known = {each.name: each for each in meeting.guests.all()}
    gone = [guest for name, guest in known.items() if name and name not in wanted]
    new = [
        Guest(meeting=meeting, name=name, person=person)
        for name, person in wanted.items()
        if name not in known
    ]
    meeting.guests.filter(pk__in=[each.pk for each in gone]).delete()
    Guest.objects.bulk_create(new)
    if new or gone:
        changes = {"guests": (sorted(known), sorted(wanted))}
        record(by, "communities.invite_guests", meeting, changes=changes)


def _mark_guests(meeting: Meeting, present: Collection[int], by: Any) -> None:
    wrong = [each for each in meeting.guests.all() if each.was_present != (each.pk in present)]
    if wrong:
        came = [each.pk for each in wrong if each.pk in present]
        keys = [each.pk for each in wrong]
        meeting.guests.filter(pk__in=keys).update(
            was_present=Case(When(pk__in=came, then=True), default=False), updated_at=timezone.now()
        )
        n_before = sum(each.was_present for each in wrong)
        record(by, "communities.mark_guests", meeting, changes={"n_guests": (n_before, len(came))})


def _check_day(meeting: Meeting) -> None:
    if not meeting.community.holds_on(meeting.held_on):
        raise DayOutOfOrder("В этот день сообщество не работает. Проверьте год или срок сообщества.")
    if meeting.state == MeetingState.HELD and meeting.held_on > timezone.localdate():
        raise DayOutOfOrder("Заседание уже проведено, а этот день ещё не наступил.")


def _check_load(meeting: Meeting, by: Any, reason: str) -> None:
    if meeting.state == MeetingState.PLANNED:
        people = [each.person_id for each in meeting.expected()]
        days = (meeting.held_on, meeting.held_on + dt.timedelta(days=1))
        check_load(people, by=by, about=meeting, within=days, reason=reason)


# --- Materials ------------------------------------------------------------------------------------------------------
def add_material(
    *, meeting: Meeting, title: str, by: Any, link: str = "", file: UploadedFile | None = None
) -> Material:
    """Add a file or a link. Raises: Infected."""
    material = Material(meeting=meeting, title=clean(title), link=link)
    if file:
        refuse_infected_upload(file)
        material.file = file
    return add(material, by=by, action="communities.add_material")


@transaction.atomic
def remove_material(material: Material, *, by: Any, reason: str) -> None:
    """Remove a material together with its file: what was shown by mistake must not stay on the disk."""
    name = material.file.name
    remove(material, by=by, action="communities.remove_material", reason=reason)
    remove_files([name] if name else [])
