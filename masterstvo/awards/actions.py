"""Everything that changes awards, who has them, and nominations."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.awards.choices import DECIDED, NEXT, UNDONE, NominationState
from masterstvo.awards.models import Award, GivenAward, Nomination
from masterstvo.awards.queries import conditions, named_in_protocol, waiting_for_protocol
from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.documents.actions import draft_document
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant, Municipality, Organization
from masterstvo.people.models import Person

DECIDE, NOMINATE = (Role.HEAD, Role.METHODIST), (Role.ORGANIZATION, Role.CURATOR)
TITLE = "Протокол заседания наградной комиссии"
BODY = """Повестка: рассмотрение выдвижений на награды.
Слушали: представления на педагогических и руководящих работников согласно списку.
Решили: по каждому представлению – согласно списку.
Председатель комиссии
Секретарь комиссии"""


class NotFitting(DomainError):
    pass


class NotNow(DomainError):
    field = "state"


class NothingToWrite(DomainError):
    pass


def add_award(*, municipality: Municipality, title: str, by: Any, **values: Any) -> Award:
    """Enter a kind of award. ``values``: level, starts_on, ends_on, criteria, years, after, papers, most, most_of_organization."""
    return add(
        Award(municipality=municipality, title=clean(title), **values), by=by, action="awards.add_award"
    )


def edit_award(award: Award, *, by: Any, reason: str = "", **values: Any) -> Award:
    return change(award, values, by=by, action="awards.edit_award", reason=reason)


def give_award(
    *,
    person: Person,
    title: str,
    level: str,
    given_on: dt.date,
    by: Any,
    award: Award | None = None,
    basis: str = "",
) -> GivenAward:
    """Write down an award that a person has."""
    given = GivenAward(
        person=person, award=award, title=clean(title), level=level, given_on=given_on, basis=clean(basis)
    )
    return add(given, by=by, action="awards.give_award")


def edit_given(given: GivenAward, *, by: Any, reason: str = "", **values: Any) -> GivenAward:
    """Correct an award that a person has. Raises: Stale."""
    return change(given, values, by=by, action="awards.edit_given", reason=reason)


@transaction.atomic
def remove_given(given: GivenAward, *, by: Any, reason: str) -> None:
    """Take out what was entered by mistake; a nomination that had granted it waits for its decision again."""
    nomination = Nomination.objects.filter(given=given).first()
    if nomination:
        back = {"state": NominationState.SUPPORTED, "given": None, "words": ""}
        change(nomination, back, by=by, action="awards.move_nomination", reason=reason)
    remove(given, by=by, action="awards.remove_given", reason=reason)


# --- Nominations --------------------------------------------------------------------------------------------------------
def nominate(
    *, award: Award, person: Person, organization: Organization | None, merits: str, year: int, by: Any
) -> Nomination:
    """Begin a nomination; what is missing may come later."""
    row = Nomination(award=award, person=person, organization=organization, merits=merits.strip(), year=year)
    return add(row, by=by, action="awards.nominate")


def set_papers(
    nomination: Nomination, *, merits: str, papers: list[str], by: Any, **token: Any
) -> Nomination:
    """Say for what, and which papers are there. Raises: NotNow, Stale."""
    if nomination.state != NominationState.DRAFT:
        raise NotNow("Представление уже у комиссии: менять его нельзя. Верните его в подготовку.")
    values = {
        "merits": merits.strip(),
        "papers": [line for line in nomination.award.paper_lines if line in papers],
    }
    return change(nomination, values | token, by=by, action="awards.set_papers")


@transaction.atomic
def move_nomination(
    nomination: Nomination,
    *,
    state: str,
    words: str = "",
    given_on: dt.date | None = None,
    by: Any,
    today: dt.date | None = None,
) -> Nomination:
    """Take a nomination one step on, or back from what was written down by mistake. Raises: NotNow, NotFitting.

    What is granted becomes an award of the person. ``given_on``: the day of the order; None: today.
    """
    lock(nomination.award)  # two that are sent at once share the last place
    lock(nomination)
    today = today or timezone.localdate()
    before = nomination.state
    if state not in NEXT[NominationState(nomination.state)]:
        raise NotNow("Сейчас так нельзя: обновите страницу.")
    is_undone = UNDONE.get(NominationState(nomination.state)) == state
    if is_undone:
        _check_undone(nomination, words)
    if state == NominationState.SENT and nomination.state != NominationState.SUPPORTED:
        failing = [
            f"{each.title}: {each.known}" for each in conditions(nomination, today) if each.holds is False
        ]
        if failing:
            raise NotFitting(f"Отправить нельзя. {'. '.join(failing)}.")
    if state in (NominationState.DECLINED, NominationState.REFUSED) and not words.strip():
        raise NotNow("Напишите, почему: это прочтёт тот, кто выдвигал.")
    values: dict[str, Any] = {"state": state, "words": words.strip()[:500]}
    if is_undone and nomination.document_id:
        values["document"] = None  # a cancelled protocol
    if not (is_undone and state in DECIDED):
        values["decided_on"] = today if state in DECIDED else None
    if state == NominationState.GRANTED:
        award = nomination.award
        values["given"] = give_award(
            person=nomination.person,
            title=award.title,
            level=award.level,
            given_on=given_on or today,
            award=award,
            basis=words,
            by=by,
        )
    change(nomination, values, by=by, action="awards.move_nomination")
    _tell_of_step(nomination, before, by=by)
    return nomination


def _check_undone(nomination: Nomination, words: str) -> None:
    """Raises: NotNow."""
    if not words.strip():
        raise NotNow("Напишите, почему решение отменяется: это прочтёт тот, кто выдвигал.")
    protocol = nomination.document
    if protocol and protocol.state != DocumentState.CANCELLED and nomination.state != NominationState.REFUSED:
        raise NotNow(
            f"Решение уже в протоколе «{protocol}». Сначала удалите черновик протокола или отмените подписанный."
        )


def _tell_of_step(nomination: Nomination, before: str, *, by: Any) -> None:
    """Tell the authority of what was sent to it, and the school that nominates of every answer. A step taken again is told again."""
    held = Grant.objects.on(timezone.localdate()).filter(user__is_active=True)
    is_undone = UNDONE.get(NominationState(before)) == nomination.state
    is_sent = nomination.state == NominationState.SENT and not is_undone
    if is_sent:
        held = held.filter(role__in=DECIDE, municipality=nomination.award.municipality_id)
    elif nomination.organization_id:
        held = held.filter(role__in=NOMINATE, organization=nomination.organization_id)
    else:
        return
    is_back = nomination.state == NominationState.DRAFT
    step = "возвращено в подготовку" if is_back else nomination.get_state_display()
    step = f"прежнее решение отменено, {step}" if is_undone else step
    words = f". {nomination.words}" if nomination.words else ""
    notify(
        held.exclude(user=getattr(by, "pk", None)).values_list("user", flat=True),
        kind=NoticeKind.ASSIGNMENT if is_sent else NoticeKind.DECISION,
        text=f"{nomination.person}, «{nomination.award}»: {step}{words}",
        key=f"awards.nomination:{nomination.pk}:{nomination.state}:{nomination.updated_at.isoformat()}",
        url=nomination.get_absolute_url(),
    )


@transaction.atomic
def draft_protocol(*, municipality: Municipality, year: int, by: Any) -> Document:
    """Begin the commission's protocol on all that it has decided and no protocol names. Raises: NothingToWrite."""
    rows = list(waiting_for_protocol(municipality.pk, year).select_for_update(of=("self",)))
    if not rows:
        raise NothingToWrite("Все решения комиссии уже в протоколах: составлять пока нечего.")
    protocol = draft_document(
        kind="protocol",
        title=TITLE,
        body=BODY,
        municipality=municipality,
        persons=named_in_protocol(rows),
        by=by,
    )
    for row in rows:
        change(row, {"document": protocol}, by=by, action="awards.draft_protocol")
    return protocol
