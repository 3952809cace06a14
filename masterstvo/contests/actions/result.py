"""What came of a contest: decided row by row, published all at once, moved on to the next level, told by diplomas."""

import copy
import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from masterstvo.contests.actions.telling import tell_entrants
from masterstvo.contests.choices import ContestState, EntryState, PhaseKind
from masterstvo.contests.models import Contest, Diploma, Entry
from masterstvo.core import terms
from masterstvo.core.actions import add, change
from masterstvo.core.audit import record_many
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.organizations.models import Municipality

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another one when it is typed from paper
CODE_LENGTH = 20  # 99 bits
PARTICIPANT, WINNER = "participant", "winner"  # terms of «contest_result» that the program itself gives
Decisions = dict[int, tuple[str, int | None]]  # {key of an entry: (term of «contest_result», place)}


class NotYet(DomainError):
    pass


class NobodyToDecide(DomainError):
    pass


class NowhereToMove(DomainError):
    pass


class NeedsReason(DomainError):
    field = "reason"


@transaction.atomic
def propose_results(contest: Contest, *, decisions: Decisions, by: Any) -> None:
    """Note what is to be announced; nobody but the organizers sees it. Raises: NotYet."""
    contest = lock(copy.copy(contest))
    _check_decided(contest)
    rows = contest.entries.filter(pk__in=decisions, team=None, state=EntryState.ADMITTED)
    for each in rows.order_by("pk"):
        result, place = decisions[each.pk]
        values = {"pending_result": result, "pending_place": place}
        change(each, values, by=by, action="contests.propose_result")


@transaction.atomic
def publish_results(contest: Contest, *, by: Any, held_on: dt.date | None = None) -> int:
    """Announce all results at once and finish the contest; whoever has no other result took part. Return for how many.

    Raises: NotYet, NobodyToDecide.
    """
    contest = lock(copy.copy(contest))
    _check_decided(contest)
    day = held_on or timezone.localdate()
    rows = list(contest.entries.filter(team=None, state=EntryState.ADMITTED).order_by("pk"))
    if not rows:
        raise NobodyToDecide("Объявлять нечего: допущенных заявок нет.")
    if not any(each.pending_result for each in rows):
        raise NobodyToDecide("Сначала внесите решение: у кого какое место.")
    for each in rows:
        values = {
            "result": each.pending_result or PARTICIPANT,
            "place": each.pending_place,
            "held_on": day,
            "pending_result": "",
            "pending_place": None,
        }
        change(each, values, by=by, action="contests.publish_result")
        each.members.update(result=each.result, place=each.place, held_on=day)
    change(contest, {"state": ContestState.FINISHED}, by=by, action="contests.publish_results")
    tell_entrants(contest, rows, f"Объявлены итоги конкурса: {contest}.", by=by)
    return len(rows)


def _check_decided(contest: Contest) -> None:
    if contest.state != ContestState.RUNNING:
        raise NotYet("Решение вносят, пока конкурс идёт. Обновите страницу.")
    phase = contest.phases.filter(kind=PhaseKind.DECISION).first()
    if phase is None or timezone.localdate() < phase.starts_on:
        raise NotYet("Итоги подводят на этапе «подведение итогов»: он ещё не начался.")


# --- The next level -------------------------------------------------------------------------------------------------
@transaction.atomic
def move_on(contest: Contest, *, entries: Iterable[Entry], by: Any) -> list[Entry]:
    """Enter those who won for the contest of the next level; whoever is entered is passed over. Raises: NotYet, NowhereToMove."""
    contest = lock(copy.copy(contest))
    following = contest.moves_to
    if following is None:
        raise NowhereToMove(
            "Не указано, куда выходят победители: выберите следующий этап в условиях конкурса."
        )
    if contest.state != ContestState.FINISHED:
        raise NotYet("Сначала объявите итоги.")
    state = EntryState.DRAFT if following.is_own else EntryState.ADMITTED
    moved = [
        add(
            Entry(
                contest=following,
                person=each.person,
                organization=each.organization,
                moved_from=each,
                title=each.title,
                about=each.about,
                state=state,
                applicant=each.applicant,
            ),
            by=by,
            action="contests.move_on",
        )
        for each in entries
        if each.contest_id == contest.pk and not each.moved_on.exists()
    ]
    tell_entrants(following, moved, f"Вы вышли на следующий этап: {following}.", by=by)
    return moved


def winners(contest: Contest) -> list[Entry]:
    """Return the entries that won, in the order of nominations. Queries: one."""
    rows = contest.entries.filter(team=None, result=WINNER)
    return list(
        rows.select_related("person", "organization", "applicant", "nomination").order_by("nomination", "pk")
    )


# --- Diplomas -------------------------------------------------------------------------------------------------------
@transaction.atomic
def issue_diplomas(contest: Contest, *, by: Any) -> int:
    """Give a diploma to each who has a result and never had one for it. Raises: NotYet, NobodyToDecide."""
    contest = lock(copy.copy(contest))
    issuer = contest.municipality
    if contest.state != ContestState.FINISHED or issuer is None:
        raise NotYet("Дипломы выдают, когда итоги объявлены.")
    rows = contest.entries.exclude(result="").filter(diplomas=None, person__erased_on=None)
    waiting = list(
        rows.select_related("person", "organization", "nomination").order_by("nomination", "place", "pk")
    )
    if not waiting:
        raise NobodyToDecide("Выдавать некому: дипломы есть у всех.")
    today = timezone.localdate()
    Municipality.objects.select_for_update().get(pk=issuer.pk)  # whoever else gives numbers waits
    last = (
        Diploma.objects.filter(municipality=issuer, year=today.year).aggregate(last=Max("ordinal"))["last"]
        or 0
    )
    titles = terms.titles("contest_result")
    given = Diploma.objects.bulk_create(
        Diploma(
            entry=each,
            municipality=issuer,
            year=today.year,
            ordinal=number,
            issued_on=today,
            code="".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)),
            issuer=issuer.authority_title or issuer.title,
            name=str(each.person or each.organization),
            achievement=_achievement(each, titles),
            contest_title=str(contest),
            nomination=each.nomination.title if each.nomination else "",
        )
        for number, each in enumerate(waiting, start=last + 1)
    )
    record_many(
        by,
        "contests.issue_diploma",
        [(Diploma._meta.label, each.pk, {}) for each in given],
        place_id=issuer.pk,
    )
    tell_entrants(contest, waiting, f"Готов ваш диплом: {contest}.", by=by)
    return len(given)


def _achievement(entry: Entry, titles: dict[str, str]) -> str:
    place = f", {entry.place} место" if entry.place else ""
    return f"{titles.get(entry.result, entry.result)}{place}"


def revoke_diploma(diploma: Diploma, *, reason: str, by: Any) -> Diploma:
    """Take a diploma back: its page of verification says so from now on. Raises: NotYet, NeedsReason."""
    if not reason.strip():
        raise NeedsReason("Напишите, почему диплом отзывают: причина останется в журнале.")
    why = clean(reason)[:500]
    with transaction.atomic():
        diploma = lock(copy.copy(diploma))
        if diploma.revoked_on:
            raise NotYet(f"Диплом № {diploma.number} уже отозван. Обновите страницу.")
        values = {"revoked_on": timezone.localdate(), "revoke_reason": why}
        return change(diploma, values, by=by, action="contests.revoke_diploma", reason=why)
