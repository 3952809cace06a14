"""What came of a contest: decided row by row, published all at once, moved on to the next level, told by diplomas."""

import copy
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from masterstvo.contests.actions.telling import tell_entrants
from masterstvo.contests.choices import PAPER, PARTICIPANT, WINNER, ContestState, EntryState, PhaseKind
from masterstvo.contests.models import Contest, Diploma, Entry, EntryFile, Letter
from masterstvo.contests.queries.appeals import unsettled
from masterstvo.contests.queries.entries import parts_of
from masterstvo.contests.queries.finalists import final_of
from masterstvo.contests.queries.results import without_diploma
from masterstvo.core import terms
from masterstvo.core.actions import add, change
from masterstvo.core.audit import record_many
from masterstvo.core.errors import DomainError, NeedsReason
from masterstvo.core.proofs import MEGABYTE
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.documents.actions.issuing import numbered
from masterstvo.documents.models import IssuedPaper

Decisions = dict[int, tuple[str, int | None]]  # {key of an entry: (term of «contest_result», place)}


class NotYet(DomainError):
    pass


class PlaceWithoutPrize(DomainError):
    field = "place"


class FinalHasMoved(DomainError):
    pass


class NobodyToDecide(DomainError):
    pass


class NowhereToMove(DomainError):
    pass


@transaction.atomic
def propose_results(contest: Contest, *, decisions: Decisions, by: Any) -> None:
    """Note what is to be announced; nobody but the organizers sees it. Raises: NotYet, PlaceWithoutPrize."""
    contest = lock(copy.copy(contest))
    _check_decided(contest)
    for result, place in decisions.values():
        _check_place(result, place)
    rows = contest.entries.filter(pk__in=decisions, team=None, state=EntryState.ADMITTED)
    for each in rows.order_by("pk"):
        result, place = decisions[each.pk]
        values = {"pending_result": result, "pending_place": place}
        change(each, values, by=by, action="contests.propose_result")


@transaction.atomic
def publish_results(contest: Contest, *, by: Any, held_on: dt.date | None = None) -> int:
    """Announce all results at once and finish the contest; whoever has no other result took part. Return for how many.

    Raises: NotYet, NobodyToDecide, FinalHasMoved.
    """
    contest = lock(copy.copy(contest))
    _check_decided(contest)
    _check_appeals(contest)
    _check_final(contest)
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


@transaction.atomic
def correct_result(entry: Entry, *, result: str, reason: str, by: Any, place: int | None = None) -> Entry:
    """Put an announced result right, for all of a team; they are told. Raises: NotYet, NeedsReason, PlaceWithoutPrize."""
    contest = lock(Contest(pk=entry.contest_id))
    entry = lock(copy.copy(entry))
    if not reason.strip():
        raise NeedsReason(
            "Напишите, почему итог исправлен: причину увидит участник, она останется в журнале."
        )
    if contest.state != ContestState.FINISHED or entry.team_id or not entry.result:
        raise NotYet("Исправить можно только объявленный итог. Обновите страницу.")
    if result not in terms.titles("contest_result"):
        raise NotYet("Выберите результат из списка.")
    _check_place(result, place)
    if listed := ", ".join(_papers_of(entry, result)):
        raise NotYet(f"По этому итогу выданы бумаги: {listed}. Сначала отзовите их, потом исправьте итог.")
    if result != WINNER and entry.moved_on.exclude(state=EntryState.WITHDRAWN).exists():
        raise NotYet("Работа уже вышла на следующий этап: сначала отзовите её заявку там.")
    why = clean(reason)[:500]
    change(entry, {"result": result, "place": place}, by=by, action="contests.correct_result", reason=why)
    entry.members.update(result=result, place=place)
    tell_entrants(contest, [entry], f"Итог конкурса исправлен: {contest}. {why}", by=by)
    return entry


def _check_place(result: str, place: int | None) -> None:
    """Raises: PlaceWithoutPrize."""
    if place is not None and result in ("", PARTICIPANT):
        raise PlaceWithoutPrize(
            f"Место {place} бывает у победителя, призёра или лауреата: выберите такой результат или уберите место."
        )


def _papers_of(entry: Entry, result: str) -> list[str]:
    """Return the papers in force that say otherwise: diplomas, and the letter of a school whose people would no more have won."""
    own = Q(entry=entry) | Q(entry__team=entry)
    found = [each.number for each in Diploma.objects.filter(own, revoked_on=None).order_by("pk")]
    if entry.result != WINNER or result == WINNER:
        return found
    taken = Entry.objects.filter(Q(pk=entry.pk) | Q(team=entry.pk))
    left = Entry.objects.filter(
        contest=entry.contest_id, result=WINNER, person__isnull=False, organization__isnull=False
    )
    letters = Letter.objects.filter(
        contest=entry.contest_id,
        revoked_on=None,
        organization__in=taken.filter(organization__isnull=False).values("organization"),
    ).exclude(organization__in=left.exclude(pk__in=taken.values("pk")).values("organization"))
    return found + [f"письмо {each.number} ({each.name})" for each in letters.order_by("pk")]


def _check_decided(contest: Contest) -> None:
    if contest.state != ContestState.RUNNING:
        raise NotYet("Решение вносят, пока конкурс идёт. Обновите страницу.")
    phase = contest.phases.filter(kind=PhaseKind.DECISION).first()
    if phase is None or timezone.localdate() < phase.starts_on:
        raise NotYet("Итоги подводят на этапе «подведение итогов»: он ещё не начался.")


def _check_appeals(contest: Contest) -> None:
    """Let nobody lose the declared days of appeals, nor hear the results before their day. Raises: NotYet."""
    today = timezone.localdate()
    declared = {each.kind: each for each in contest.phases.all()}
    appeals, publication = declared.get(PhaseKind.APPEAL), declared.get(PhaseKind.PUBLICATION)
    if appeals is not None and appeals.ends_on is not None and today < appeals.ends_on:
        since = "" if appeals.starts_on <= today else f"с {appeals.starts_on:%d.%m.%Y} "
        raise NotYet(
            f"Апелляции принимают {since}до {appeals.last_day:%d.%m.%Y} включительно: объявить итоги можно после."
        )
    if publication is not None and today < publication.starts_on:
        raise NotYet(
            f"Публикация итогов начинается {publication.starts_on:%d.%m.%Y}: дождитесь этого дня или измените дни этапов."
        )
    if waiting := unsettled(contest):
        raise NotYet(f"Апелляций без решения: {waiting}. Сначала решите о них.")


def check_line(contest: Contest) -> None:
    """Raises: FinalHasMoved."""
    final = final_of(contest)
    if final is not None and final.is_stale:
        raise FinalHasMoved(
            f"Черта финала сдвинулась: {final.said}. Сначала решите заново, кто в финале: «Жюри», «Места», этап «оценка работ»."
        )


def _check_final(contest: Contest) -> None:
    """Raises: FinalHasMoved, NotYet."""
    check_line(contest)
    late = contest.entries.filter(is_finalist=True, pending_result="", state=EntryState.ADMITTED, team=None)
    if listed := ", ".join(each.code or str(each.pk) for each in late.order_by("code", "pk")):
        raise NotYet(f"Нет решения о финалистах: {listed}. Подведите итоги финала или внесите результат.")


# --- The next level -------------------------------------------------------------------------------------------------
@transaction.atomic
def move_on(contest: Contest, *, entries: Iterable[Entry], by: Any) -> list[Entry]:
    """Enter those who won for the contest of the next level; whoever is entered is passed over, an entry of one's own is taken as it is.

    Raises: NotYet, NowhereToMove.
    """
    contest = lock(copy.copy(contest))
    following = contest.moves_to
    if following is None:
        raise NowhereToMove(
            "Не указано, куда выходят победители: выберите следующий этап в условиях конкурса."
        )
    if contest.state != ContestState.FINISHED:
        raise NotYet("Сначала объявите итоги.")
    chosen = [each for each in entries if each.contest_id == contest.pk]
    gone = set(Entry.objects.filter(moved_from__in=chosen).values_list("moved_from", flat=True))
    moved = [_moved(each, following, by=by) for each in chosen if each.pk not in gone]
    tell_entrants(following, moved, f"Вы вышли на следующий этап: {following}.", by=by)
    return moved


def _moved(won: Entry, following: Contest, *, by: Any) -> Entry:
    """Enter a winner with the work and the whole team; whoever is in it agrees to the next contest anew."""
    state = EntryState.DRAFT if following.is_own else EntryState.ADMITTED
    if found := _own_entry(won, following):
        return change(found, {"moved_from": won}, by=by, action="contests.move_on")
    entry = Entry(
        contest=following,
        person=won.person,
        organization=won.organization,
        moved_from=won,
        title=won.title,
        about=won.about,
        state=state,
        applicant=won.applicant,
    )
    add(entry, by=by, action="contests.move_on")
    Entry.objects.bulk_create(
        Entry(
            contest=following,
            person_id=each.person_id,
            organization_id=each.organization_id,
            moved_from=each,
            team=entry,
            state=state,
            applicant=won.applicant,
        )
        for each in won.members.order_by("pk")
    )
    if following.is_own:
        _copy_work(won, entry)
    return entry


def _own_entry(won: Entry, following: Contest) -> Entry | None:
    """Return what whoever won has begun there on their own, so that nobody stands there twice."""
    if not following.is_own:
        return None
    if won.person:
        return parts_of(following, [won.person]).filter(team=None, moved_from=None).order_by("pk").first()
    there = following.entries.filter(organization=won.organization, person=None, moved_from=None)
    return there.exclude(state__in=(EntryState.WITHDRAWN, EntryState.REJECTED)).order_by("pk").first()


def _copy_work(won: Entry, entry: Entry) -> None:
    """Lay the files and links to the entry of the next level, as many and as large as are taken there."""
    most, largest = entry.contest.files_most, entry.contest.file_megabytes * MEGABYTE
    for each in won.files.filter(size__lte=largest).order_by("pk")[:most]:
        row = EntryFile(entry=entry, title=each.title, url=each.url, name=each.name, size=each.size)
        if each.file:
            with each.file.open("rb") as file:
                row.file.save(each.name or "work", ContentFile(file.read()), save=False)
        row.save()


def winners(contest: Contest) -> list[Entry]:
    """Return the entries that won, in the order of nominations. Queries: one."""
    rows = contest.entries.filter(team=None, result=WINNER)
    return list(
        rows.select_related("person", "organization", "applicant", "nomination").order_by("nomination", "pk")
    )


# --- Diplomas -------------------------------------------------------------------------------------------------------
@transaction.atomic
def issue_diplomas(contest: Contest, *, by: Any) -> int:
    """Give a diploma to each who has a result and no diploma in force for it. Raises: NotYet, NobodyToDecide."""
    contest = lock(copy.copy(contest))
    issuer = contest.municipality
    if contest.state != ContestState.FINISHED or issuer is None:
        raise NotYet("Дипломы выдают, когда итоги объявлены.")
    rows = without_diploma(contest).select_related("person", "organization", "nomination")
    waiting = list(rows.order_by("nomination", "place", "pk"))
    if not waiting:
        raise NobodyToDecide("Выдавать некому: дипломы есть у всех.")
    titles, papers = terms.titles("contest_result"), terms.titles("contest_paper")
    given = Diploma.objects.bulk_create(
        Diploma(
            entry=each,
            **own,
            name=str(each.person or each.organization),
            heading=papers.get(each.result, PAPER),
            achievement=_achievement(each, titles),
            contest_title=str(contest),
            nomination=each.nomination.title if each.nomination else "",
        )
        for each, own in zip(waiting, numbered(Diploma, issuer, len(waiting)), strict=True)
    )
    record_many(
        by,
        "contests.issue_diploma",
        [(Diploma._meta.label, each.pk, {}) for each in given],
        place_id=issuer.pk,
    )
    tell_entrants(contest, waiting, f"Готов ваш диплом или сертификат: {contest}.", by=by)
    return len(given)


def _achievement(entry: Entry, titles: dict[str, str]) -> str:
    place = f", {entry.place} место" if entry.place else ""
    return f"{titles.get(entry.result, entry.result)}{place}"


def revoke_paper(paper: IssuedPaper, *, reason: str, by: Any) -> IssuedPaper:
    """Take a diploma or a letter back: its page of verification says so from now on. Raises: NotYet, NeedsReason."""
    if not reason.strip():
        raise NeedsReason("Напишите, почему бумагу отзывают: причина останется в журнале.")
    why = clean(reason)[:500]
    with transaction.atomic():
        paper = lock(copy.copy(paper))
        if paper.revoked_on:
            raise NotYet(f"{paper}: уже отозвано. Обновите страницу.")
        values = {"revoked_on": timezone.localdate(), "revoke_reason": why}
        return change(paper, values, by=by, action="contests.revoke_paper", reason=why)
