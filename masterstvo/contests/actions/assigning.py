"""Which juror gets which entry: by the shared solver, without conflicts of interest, under the limits, as evenly as can be."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction

from masterstvo.contests.actions.finalist import decide_finalists_by_line
from masterstvo.contests.actions.result import check_line
from masterstvo.contests.actions.sheets import store_assignments
from masterstvo.contests.actions.telling import tell_jurors
from masterstvo.contests.choices import AppealState, AssignmentState, PhaseKind, SheetState
from masterstvo.contests.models import Appeal, Assignment, Contest, Entry, JuryMember
from masterstvo.contests.queries.board import Board, board_of
from masterstvo.contests.queries.jury import jury_conflicts, room_of
from masterstvo.core.assignment import Ban, Item, Partner, Problem, assign, judged
from masterstvo.core.assignment.solution import IMPOSSIBLE, NOBODY, Unserved
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.experts.conflicts import Conflict

# What every allowed pair is worth, what mixes who marks with whom, and the price of one more work for who has more already.
FIT, MIXED, EVENNESS = 100, 20, 10
OTHER_NOMINATION, SAID_NO = "другая номинация", "уже был назначен"


class NobodyToAssign(DomainError):
    pass


class LeastLoadIsTooMuch(DomainError):
    pass


@dataclass(frozen=True)
class Outcome:
    """What an assignment came to. ``unserved``: [(entry, how many jurors are lacking, why)]; ``conflicts``: pairs that were not made."""

    n_given: int
    unserved: list[tuple[Entry, int, str]]
    conflicts: dict[tuple[int, int], list[Conflict]]


@transaction.atomic
def assign_entries(contest: Contest, *, phase: str, today: dt.date, by: Any) -> Outcome:
    """Give each admitted entry the jurors that it still lacks, without conflicts, under the limits, as evenly as can be.

    What was given stays. Into the final comes whoever stands above the line, unless the organizer has decided already.
    Raises: NobodyToAssign, LeastLoadIsTooMuch, NobodyInFinal, FinalHasMoved.
    """
    lock(Contest(pk=contest.pk))
    if phase == PhaseKind.FINAL:
        decide_finalists_by_line(contest, by=by)
        check_line(contest)
    board = board_of(contest, phase)
    needs = {each.pk: board.rules.jurors_per_entry for each in board.entries}
    return _assign(board, board.entries, needs, is_third=False, today=today, by=by)


@transaction.atomic
def call_thirds(contest: Contest, *, phase: str, today: dt.date, by: Any) -> Outcome:
    """Give each entry whose marks lie too far apart one juror more. Raises: NobodyToAssign."""
    lock(Contest(pk=contest.pk))
    board = board_of(contest, phase)
    torn = {row.entry for _, ranking in board.rankings() for row in ranking.rows if row.calls_third}
    waiting = {
        each.entry_id for each in board.assignments if each.is_third and each.state == AssignmentState.GIVEN
    }
    entries = [each for each in board.entries if each.pk in torn - waiting]
    if not entries:
        raise NobodyToAssign("Работ, которым нужен ещё один эксперт, сейчас нет.")
    needs = {each.pk: len(_holding(board, each)) + 1 for each in entries}
    return _assign(board, entries, needs, is_third=True, today=today, by=by)


def _holding(board: Board, entry: Entry) -> list[Assignment]:
    """Return the assignments that fill a place: given ones, and those of a member who left whose mark counts or may count."""
    return [
        each
        for each in board.of_entry(entry)
        if each.state == AssignmentState.GIVEN
        or (each.state == AssignmentState.REPLACED and board.is_done(each) and not _is_left_out(each))
    ]


def _is_left_out(each: Assignment) -> bool:
    return any(sheet.state == SheetState.LEFT_OUT for sheet in each.sheets.all())


def _assign(
    board: Board, entries: Sequence[Entry], needs: dict[int, int], *, is_third: bool, today: dt.date, by: Any
) -> Outcome:
    members = [each for each in board.members if each.judges]
    if not entries:
        raise NobodyToAssign("Допущенных работ на этом этапе пока нет.")
    if not members:
        raise NobodyToAssign("В жюри пока никого нет: внесите экспертов.")
    conflicts = jury_conflicts(members, entries, day=today)
    solution = assign(_problem(board, members, entries, needs, conflicts))
    if solution.status == IMPOSSIBLE:
        raise LeastLoadIsTooMuch(_short(members, solution.shortfalls))
    by_member, by_entry = {each.pk: each for each in members}, {each.pk: each for each in entries}
    # Whoever takes a place in a work that is marked anew marks it for the same appeal.
    remarked = Appeal.objects.filter(entry__contest=board.contest, phase=board.phase)
    appeals = {each.entry_id: each for each in remarked.filter(state=AppealState.REMARKING)}
    given = [
        Assignment(
            member=by_member[int(pair.partner)],
            entry=by_entry[int(pair.item)],
            phase=board.phase,
            is_third=is_third,
            appeal=appeals.get(int(pair.item)),
        )
        for pair in solution.new
    ]
    store_assignments(given)
    record(by, "contests.assign_entries", board.contest, changes={"n_given": (0, len(given))})
    tell_jurors(board.contest, given, by)
    unserved = [(by_entry[int(each.item)], each.lacking, _why(each)) for each in solution.unserved]
    return Outcome(len(given), unserved, conflicts)


def _problem(
    board: Board,
    members: Sequence[JuryMember],
    entries: Sequence[Entry],
    needs: dict[int, int],
    conflicts: dict[tuple[int, int], list[Conflict]],
) -> Problem:
    wanted = {each.pk for each in entries}
    held = [(each, each.member) for entry in board.entries for each in _holding(board, entry)]
    there = {(each.entry_id, each.member_id) for each in board.assignments}
    busy = Counter(member.pk for each, member in held if each.entry_id not in wanted)
    nominations = {each.pk: {one.pk for one in each.nominations.all()} for each in members}
    by_entry = {each.pk: each for each in entries}

    def judge(item: Item, partner: Partner) -> int | Ban:
        entry, member = int(item.key), int(partner.key)
        if (entry, member) in there:
            return Ban(SAID_NO)
        if found := conflicts.get((member, entry)):
            return Ban(str(found[0].ground))
        own = nominations[member]
        if own and by_entry[entry].nomination_id not in own:
            return Ban(OTHER_NOMINATION)
        return FIT + _mixing(board.contest.pk, entry, member)

    room = room_of(members)
    partners = [
        Partner(
            each.pk,
            least=max(0, each.load_min - busy[each.pk]),
            most=None if (most := room[each.pk]) is None else max(0, most - busy[each.pk]),
        )
        for each in members
    ]
    judging = {each.pk for each in members}
    fixed = [(each.entry_id, each.member_id) for each, _ in held if each.entry_id in wanted]
    gone = Counter(entry for entry, member in fixed if member not in judging)
    items = [Item(each.pk, max(1, needs[each.pk] - gone[each.pk])) for each in entries]
    full = {each.pk for each in entries if needs[each.pk] <= gone[each.pk]}
    return judged(
        [each for each in items if each.key not in full],
        partners,
        judge,
        fixed=[(entry, member) for entry, member in fixed if member in judging and entry not in full],
        evenness=EVENNESS,
    )


def _mixing(contest: int, entry: int, member: int) -> int:
    """Return a number that is always the same for a pair and looks like chance: so jurors share entries with many others.

    Otherwise the same three would always mark together, and no one could tell how kind they are.
    """
    return sha256(f"{contest}:{entry}:{member}".encode()).digest()[0] % MIXED


def _short(members: Sequence[JuryMember], shortfalls: Mapping[Any, int]) -> str:
    names = {each.pk: str(each) for each in members}
    short = "; ".join(f"{names[int(key)]} – на {lacking}" for key, lacking in shortfalls.items())
    return f"Наименьшее число работ не набирается: {short}. Уменьшите его или допустите эксперта к другим номинациям."


def _why(unserved: Unserved) -> str:
    """Return in words why an entry has too few jurors."""
    refused = ", ".join(f"{reason}: {number}" for reason, number in unserved.refused.items())
    if unserved.kind == NOBODY:
        return refused or "в жюри больше никого нет"
    return f"остальные заняты{f' ({refused})' if refused else ''}"
