"""Everything that changes the register of experts."""

import copy
import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from masterstvo.core.actions import add, change, remove
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.documents.actions import draft_document
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document
from masterstvo.experts.models import ExpertAppointment, Recusal
from masterstvo.experts.queries import named_in_order, without_ground
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person
from masterstvo.people.queries import people_of_municipality

ORDER_TITLE = "О назначении экспертов"
ORDER_BODY = """В целях организации экспертной работы
ПРИКАЗЫВАЮ:
1. Назначить экспертами педагогических и руководящих работников согласно списку.
2. Экспертам при оценке работ руководствоваться положениями о соответствующих процедурах, о личной заинтересованности сообщать до начала оценки.
3. Контроль за исполнением приказа оставляю за собой."""


class NothingToOrder(DomainError):
    pass


class StillSits(DomainError):
    pass


class Overlaps(DomainError):
    field = "starts_on"


@transaction.atomic
def add_appointment(
    *,
    person: Person,
    kind: str,
    level: str,
    starts_on: dt.date,
    by: Any,
    subjects: Any = (),
    **values: Any,
) -> ExpertAppointment:
    """Call ``person`` to expert work. ``values``: ends_on, basis, max_works. Raises: Overlaps."""
    appointment = ExpertAppointment(person=person, kind=kind, level=level, starts_on=starts_on, **values)
    _refuse_second(appointment)
    return add(appointment, by=by, action="experts.add_appointment", subjects=subjects)


@transaction.atomic
def edit_appointment(
    appointment: ExpertAppointment, *, by: Any, reason: str = "", **values: Any
) -> ExpertAppointment:
    """Correct an appointment. Raises: Overlaps, Stale."""
    wanted = copy.copy(appointment)
    for name in values.keys() & {"person", "kind", "level", "starts_on", "ends_on"}:
        setattr(wanted, name, values[name])
    _refuse_second(wanted)
    return change(appointment, values, by=by, action="experts.edit_appointment", reason=reason)


def remove_appointment(appointment: ExpertAppointment, *, by: Any, reason: str) -> None:
    """Take out what was entered by mistake. Raises: StillSits."""
    try:
        remove(appointment, by=by, action="experts.remove_appointment", reason=reason)
    except ProtectedError as used:
        where = ", ".join(sorted({str(each._meta.verbose_name_plural) for each in used.protected_objects}))
        raise StillSits(
            f"По этому назначению эксперт уже работает ({where}): удалить его нельзя. "
            "Исправьте назначение и поставьте последний день."
        ) from used


def _refuse_second(appointment: ExpertAppointment) -> None:
    """Refuse a second appointment of one kind and level at one time: whoever sat twice would have two votes. Raises: Overlaps."""
    # Two that are entered at once wait for each other here.
    Person.objects.select_for_update().get(pk=appointment.person_id)
    others = ExpertAppointment.objects.overlapping(
        appointment.starts_on, appointment.last_day or dt.date.max
    ).filter(person=appointment.person_id, kind=appointment.kind, level=appointment.level)
    if second := others.exclude(pk=appointment.pk).order_by("starts_on", "pk").first():
        until = f" по {short_date(second.last_day)}" if second.last_day else ", без последнего дня"
        raise Overlaps(
            f"В эти дни такое назначение уже есть: с {short_date(second.starts_on)}{until}. "
            "Исправьте его или поставьте ему последний день."
        )


@transaction.atomic
def draft_order(*, municipality: Municipality, today: dt.date, by: Any) -> Document:
    """Begin an order on all appointments of ``municipality`` that no paper fixes yet. Its number at signing becomes their basis.

    Raises: NothingToOrder.
    """
    own = ExpertAppointment.objects.filter(person__in=people_of_municipality(municipality.pk))
    waiting = list(
        without_ground(own, today)
        .filter(person__erased_on=None)
        .select_for_update(of=("self",))
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "person__pk", "pk")
    )
    if not waiting:
        raise NothingToOrder("У всех действующих назначений уже есть основание: назначать приказом некого.")
    order = draft_document(
        kind="order",
        title=ORDER_TITLE,
        body=ORDER_BODY,
        municipality=municipality,
        persons=named_in_order(waiting),
        by=by,
    )
    for appointment in waiting:
        change(appointment, {"document": order}, by=by, action="experts.draft_order")
    return order


@transaction.atomic
def follow_document(document: Document, *, by: Any) -> None:
    """Take a cancelled order away from the appointments that rested on it: they wait for an order again."""
    if document.state == DocumentState.CANCELLED:
        for appointment in (
            ExpertAppointment.objects.select_for_update().filter(document=document).order_by("pk")
        ):
            change(
                appointment,
                {"document": None},
                by=by,
                action="experts.lose_order",
                reason=document.cancelled_reason,
            )


def declare_recusal(*, expert: Person, starts_on: dt.date, by: Any, **values: Any) -> Recusal:
    """Write down whom ``expert`` should not judge. ``values``: ground, person or organization, reason, ends_on."""
    recusal = Recusal(expert=expert, starts_on=starts_on, **values)
    return add(recusal, by=by, action="experts.declare_recusal")


def edit_recusal(recusal: Recusal, *, by: Any, **values: Any) -> Recusal:
    return change(recusal, values, by=by, action="experts.edit_recusal")
