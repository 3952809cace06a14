"""Pairs: proposed, agreed by both, approved, at work. The mentor's hours are taken from the mentor's own agreement on."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import counted
from masterstvo.core.versions import TOKEN, lock
from masterstvo.mentoring.actions.asking import forget_waiting
from masterstvo.mentoring.actions.base import check_consent
from masterstvo.mentoring.actions.order import take_off_order
from masterstvo.mentoring.actions.telling import ask_mentor, tell_heads, tell_people, tell_removed
from masterstvo.mentoring.choices import (
    BEFORE_WORK,
    COUNTED_BY_LOAD,
    HOLDING,
    Agreement,
    NeedState,
    PairState,
    Side,
)
from masterstvo.mentoring.counting import NOTICE_DAYS, earliest_end
from masterstvo.mentoring.matching import WHY
from masterstvo.mentoring.models import MenteeNeed, MentorProfile, Mentorship
from masterstvo.mentoring.panels import followers
from masterstvo.mentoring.queries import (
    agreement_of,
    group_as_written,
    hard_ban,
    taken_beside,
    unapproved_sides,
)
from masterstvo.people.load import check_load
from masterstvo.people.models import Person

NEXT = {  # whose turn it is, and what the answer makes of the pair
    Side.MENTOR: (PairState.PROPOSED, PairState.MENTOR_AGREED),
    Side.MENTEE: (PairState.MENTOR_AGREED, PairState.MENTEE_AGREED),
}
WEIGHTY = frozenset(
    {"hours_month", "starts_on", "ends_on", "mentor", "group"}
)  # what may fill the mentor's hours

LIFTED = ("manages",)  # bans that a reason lifts: a deputy teaches beside the others, and often well
LIFTED_AT_WORK = ("manages", "head")  # such a pair is a fact: refusing to write it down would hide it


class OutOfTurn(DomainError):
    pass


class NoHoursLeft(DomainError):
    field = "hours_month"


class EndsWithNotice(DomainError):
    field = "ends_on"


class PairIsThere(DomainError):
    field = "mentee"


class MayNeverBeAPair(DomainError):
    field = "mentor"


class NeedsGoodReason(DomainError):
    field = "reason"


class PeopleAreSettled(DomainError):
    field = "mentor"


class PairIsOnRecord(DomainError):
    pass


@transaction.atomic
def propose_mentorship(
    *, mentor: Person, mentee: Person, starts_on: dt.date, by: Any, reason: str = "", **values: Any
) -> Mentorship:
    """Propose a pair: the mentor is asked first. ``values``: any other columns. Raises: PairIsThere, MayNeverBeAPair, NeedsGoodReason."""
    _check_new(mentor, mentee, starts_on)
    _check_ban(mentor, mentee, starts_on, reason=reason)
    values["agreement"] = agreement_of(mentor, mentee, starts_on)
    _spell_group(values, mentor)
    pair = Mentorship(mentor=mentor, mentee=mentee, starts_on=starts_on, state=PairState.PROPOSED, **values)
    add(pair, by=by, action="mentoring.propose_mentorship", reason=reason)
    ask_mentor(pair)
    return pair


@transaction.atomic
def add_mentorship(
    *, mentor: Person, mentee: Person, starts_on: dt.date, by: Any, reason: str = "", **values: Any
) -> Mentorship:
    """Enter a pair that works already. Raises: MayNeverBeAPair, NeedsGoodReason, NoHoursLeft, TooMuchAtOnce."""
    _check_ban(mentor, mentee, starts_on, reason=reason, lifted=LIFTED_AT_WORK)
    values["agreement"] = agreement_of(mentor, mentee, starts_on)
    _spell_group(values, mentor)
    pair = Mentorship(mentor=mentor, mentee=mentee, starts_on=starts_on, state=PairState.ACTIVE, **values)
    _hold_hours(pair)
    add(pair, by=by, action="mentoring.add_mentorship", reason=reason)
    _answer_need(pair, by=by)
    _check_weeks(pair, by=by, reason=reason)
    return pair


@transaction.atomic
def edit_mentorship(pair: Mentorship, *, by: Any, reason: str = "", **values: Any) -> Mentorship:
    """Correct a pair; who is in it, only while nobody has agreed to anything and nothing was written about it.

    Raises: Stale, Gone, PeopleAreSettled, MayNeverBeAPair, NeedsGoodReason, ConsentIsAhead, EndsWithNotice, NoHoursLeft, TooMuchAtOnce.
    """
    check_consent(values.get("consent_on"))
    _check_end(pair, values)
    _check_people(pair, values, reason)
    values["agreement"] = _walls(pair, values)
    _spell_group(values, values.get("mentor", pair.mentor), without=pair)
    before = {name: getattr(pair, name) for name in WEIGHTY}
    sides = {side: getattr(pair, f"{side}_id") for side in Side}
    change(pair, values, by=by, action="mentoring.edit_mentorship", reason=reason)
    others = [side for side, was in sides.items() if getattr(pair, f"{side}_id") != was]
    forget_waiting(pair, others, by=by)
    if Side.MENTOR in others and pair.state == PairState.PROPOSED:
        ask_mentor(pair)
    if pair.state in HOLDING and any(getattr(pair, name) != each for name, each in before.items()):
        _hold_hours(pair)
        _check_weeks(pair, by=by, reason=reason)
    return pair


@transaction.atomic
def remove_mentorship(pair: Mentorship, *, by: Any, reason: str) -> None:
    """Take out a pair that was entered by mistake, and tell the two. Raises: Gone, PairIsOnRecord."""
    lock(pair)
    if on_record := _on_record(pair):
        raise PairIsOnRecord(
            f"Эту пару не удаляют: у неё есть {on_record}. Если работа окончена, завершите пару. {_undoing(pair)}".strip()
        )
    tell_removed(pair)
    for follower in followers():
        follower.removed(pair, by)
    remove(pair, by=by, action="mentoring.remove_mentorship", reason=reason)


# --- From a proposal to work -------------------------------------------------------------------------------------------
@transaction.atomic
def agree(
    pair: Mentorship, *, side: Side, by: Any, today: dt.date, consent_on: dt.date | None = None
) -> None:
    """Say that one side agrees, the mentor before the mentee. ``consent_on``: day of the mentor's written consent, where there is one.

    Raises: Gone, ConsentIsAhead, OutOfTurn, NoHoursLeft.
    """
    check_consent(consent_on)
    was, becomes = NEXT[side]
    if lock(pair).state != was:
        raise OutOfTurn(f"Сейчас пара «{pair.get_state_display()}»: этот ответ уже не нужен или ещё не ждут.")
    values: dict[str, Any] = {"state": becomes, f"{side}_agreed_on": today}
    if side == Side.MENTOR:
        _hold_hours(pair)
        values |= {"consent_on": consent_on or pair.consent_on}
    change(pair, values, by=by, action=f"mentoring.agree_{side}")
    if side == Side.MENTOR:
        tell_people(
            pair, [pair.mentee], f"Вам предложили наставника: {pair.mentor}. Ответьте на странице пары."
        )
    else:
        tell_heads(pair, f"Пара ждёт утверждения: {pair}.")


@transaction.atomic
def approve_mentorship(
    pair: Mentorship, *, by: Any, today: dt.date, sides: Collection[Side] = tuple(Side), reason: str = ""
) -> None:
    """Say that the heads approve what both agreed to. ``sides``: for whose employer ``by`` answers; the pair is approved when both have.

    Raises: Gone, OutOfTurn, MayNeverBeAPair, TooMuchAtOnce.
    """
    if lock(pair).state != PairState.MENTEE_AGREED:
        raise OutOfTurn("Утвердить можно пару, на которую согласились оба.")
    new = [each for each in unapproved_sides(pair) if each in sides]
    if not new:
        raise OutOfTurn("С вашей стороны пара уже утверждена: ждём ответа другой организации.")
    _check_ban(pair.mentor, pair.mentee, today, reason=None)  # a conflict may have been declared meanwhile
    values: dict[str, Any] = {f"{each}_approved_on": today for each in new}
    is_last = len(new) == len(unapproved_sides(pair))
    if is_last:
        values |= {"state": PairState.APPROVED, "approved_on": today}
    change(pair, values, by=by, action="mentoring.approve_mentorship", reason=reason)
    if not is_last:
        return
    _answer_need(pair, by=by)
    _check_weeks(pair, by=by, reason=reason)
    tell_people(pair, [pair.mentor, pair.mentee], f"Пара утверждена: {pair}. Дальше – приказ о закреплении.")


@transaction.atomic
def begin_mentorship(pair: Mentorship, *, by: Any, reason: str = "") -> None:
    """Let an approved pair work. Without an act it is informal, and is counted apart. Raises: Gone, OutOfTurn."""
    if lock(pair).state != PairState.APPROVED:
        raise OutOfTurn("Начать может пара, которую утвердил руководитель.")
    change(pair, {"state": PairState.ACTIVE}, by=by, action="mentoring.begin_mentorship", reason=reason)
    tell_people(pair, [pair.mentor, pair.mentee], f"Пара начала работу без приказа: {pair}.")


@transaction.atomic
def refuse_mentorship(pair: Mentorship, *, by: Any, reason: str) -> None:
    """Say, before the work began, that the pair does not come about; the same two are not proposed again. Raises: Gone, OutOfTurn, StillNeeded."""
    if pair.act:
        lock(pair.act)  # an order before its pairs, as at its signing
    if (was := lock(pair).state) not in BEFORE_WORK:
        raise OutOfTurn("Пара уже работает или закрыта: её можно только завершить.")
    values = {"state": PairState.REFUSED, "refused_because": reason}
    change(pair, values, by=by, action="mentoring.refuse_mentorship", reason=reason)
    was_named = take_off_order(pair, because="пара не состоялась", by=by)
    order = " Проект приказа составлен заново без этой пары." if was_named else ""
    tell_heads(pair, f"Пара не состоялась: {pair}. Наставляемому нужен другой наставник.{order}")
    asked = [pair.mentor] if was == PairState.PROPOSED else [pair.mentor, pair.mentee]
    others = [each for each in asked if by is None or each.user_id != by.pk]
    tell_people(pair, others, f"Пара не состоялась: {pair}. Причина – на странице пары.")


def _check_end(pair: Mentorship, values: dict[str, Any]) -> None:
    """Refuse to bring the end of a formal pair nearer by a correction, past the notice that the law asks for."""
    ends_on = values.get("ends_on")
    if not (pair.state == PairState.ACTIVE and pair.is_formal and pair.ends_on and ends_on):
        return
    if ends_on < pair.ends_on and ends_on < earliest_end(timezone.localdate()) < pair.ends_on:
        raise EndsWithNotice(
            f"Оформленную пару раньше срока завершают кнопкой «Завершить»: нужно предупреждение за {NOTICE_DAYS} рабочих дня (ТК РФ, ст. 351.8)."
        )


# --- What stands in the way ---------------------------------------------------------------------------------------------
def _check_new(mentor: Person, mentee: Person, starts_on: dt.date) -> None:
    live = Mentorship.objects.filter(mentor=mentor, mentee=mentee).exclude(
        state__in=[PairState.CLOSED, PairState.REFUSED]
    )
    if live.exists():
        raise PairIsThere("Эти двое уже пара или им её предложили: откройте её в списке.")
    if Mentorship.objects.filter(mentor=mentor, mentee=mentee, starts_on=starts_on).exists():
        raise PairIsThere("Эта пара с этой даты уже внесена. Выберите другой день или другого наставника.")


def _check_ban(
    mentor: Person, mentee: Person, day: dt.date, *, reason: str | None, lifted: Collection[str] = LIFTED
) -> None:
    """Refuse what matching never proposes, however the two were chosen.

    ``lifted``: the bans that a reason lifts; ``reason``: None where it was asked for before.
    """
    if mentor.pk == mentee.pk:
        raise MayNeverBeAPair("Человек не может быть наставником самому себе. Выберите другого наставника.")
    told = hard_ban(mentor, mentee, day)
    if told in lifted and reason == "":
        raise NeedsGoodReason(f"Так обычно не делают: {WHY[told][0]}. Напишите, почему здесь так нужно.")
    if told and told not in lifted:
        raise MayNeverBeAPair(f"Эти двое не могут быть парой: {WHY[told][0]}. Выберите другого наставника.")


def _check_people(pair: Mentorship, values: dict[str, Any], reason: str) -> None:
    """Refuse another mentor or mentee once there is what was said and written about these two; else judge the two anew."""
    was = {side: getattr(pair, f"{side}_id") for side in Side}
    now = {side: values.get(side, getattr(pair, side)) for side in Side}
    if all(now[side].pk == was[side] for side in Side):
        return
    if on_record := _agreed(lock(pair, values.get(TOKEN))) or _on_record(pair):
        how = (
            "завершите эту пару кнопкой «Завершить» и назовите там следующего наставника"
            if pair.state == PairState.ACTIVE
            else "откажитесь от этой пары и предложите новую"
        )
        raise PeopleAreSettled(
            f"Людей в паре уже не меняют: у неё есть {on_record}. Чтобы история осталась, {how}."
        )
    day = values.get("starts_on") or pair.starts_on
    lifted = LIFTED_AT_WORK if pair.state == PairState.ACTIVE else LIFTED
    _check_ban(now[Side.MENTOR], now[Side.MENTEE], day, reason=reason, lifted=lifted)
    values["proposed_because"] = ""  # it told of the two before
    if now[Side.MENTEE].pk != was[Side.MENTEE]:
        values["need"] = None


def _walls(pair: Mentorship, values: dict[str, Any]) -> Agreement:
    """Return within which walls the corrected pair works: computed, for whoever would type it could type the contract away."""
    if pair.state in (PairState.CLOSED, PairState.REFUSED):
        return Agreement(pair.agreement)
    mentor, mentee = (values.get(side, getattr(pair, side)) for side in Side)
    is_same = (mentor.pk, mentee.pk) == (pair.mentor_id, pair.mentee_id)
    unknown = Agreement(pair.agreement) if is_same else Agreement.INSIDE
    return agreement_of(mentor, mentee, values.get("starts_on") or pair.starts_on, unknown=unknown)


def _agreed(pair: Mentorship) -> str:
    if pair.mentor_agreed_on or pair.consent_on:
        return "согласие наставника"
    return "договор организаций" if pair.contract_id else ""


def _on_record(pair: Mentorship) -> str:
    """Return in words what was written about a pair and would be lost with it, "" while there is nothing. Queries: two at most."""
    if pair.act_number or pair.act_id:
        return "приказ"
    if pair.conversations.exists():
        return "дневник встреч"
    return "заполненная анкета" if pair.sheets.exclude(finished_on=None).exists() else ""


def _undoing(pair: Mentorship) -> str:
    """Return how to take out what keeps a pair from being removed, where that was a mistake too."""
    if pair.act_id:
        return "Если внесли по ошибке, сначала отмените приказ, а его проект удалите среди документов."
    if pair.act_number:
        return "Если внесли по ошибке, сначала уберите номер и дату приказа через «Изменить»."
    return "Если внесли по ошибке, сначала удалите записи дневника." if pair.conversations.exists() else ""


def _spell_group(values: dict[str, Any], mentor: Person, *, without: Mentorship | None = None) -> None:
    """Write the group as the other pairs of the mentor have it: two spellings would be two groups, and count the mentor's hours twice."""
    if values.get("group"):
        if without:
            lock(without)  # a pair before its people, as everywhere
        lock(mentor)  # two pairs entered at once must not spell one new group in two ways
        values["group"] = group_as_written(values["group"], mentor, without=without)


def _hold_hours(pair: Mentorship) -> None:
    """Lock the mentor's profile, and refuse what it has no hours or no place for. Who has no profile promised no number."""
    profile = MentorProfile.objects.select_for_update().filter(person=pair.mentor_id).first()
    if profile is None:
        return
    others, all_ = taken_beside(pair)
    if all_.hours > profile.capacity_hours:
        left = counted(max(0, profile.capacity_hours - others.hours), "час", "часа", "часов")
        raise NoHoursLeft(
            f"У наставника осталось {left} в месяц из {profile.capacity_hours}, а паре нужно {pair.hours_month or 0}. "
            "Уменьшите часы пары или выберите другого наставника; если он встречается с несколькими сразу, укажите группу."
        )
    if all_.pairs > profile.max_mentees:
        raise NoHoursLeft(
            f"Наставник берёт не больше {profile.max_mentees} наставляемых одновременно, и столько у него уже есть."
        )


def _check_weeks(pair: Mentorship, *, by: Any, reason: str) -> None:
    if pair.state in COUNTED_BY_LOAD and pair.hours_month:
        people = [pair.mentor_id, pair.mentee_id]
        check_load(people, by=by, about=pair, within=(pair.starts_on, pair.ends_on), reason=reason)


def _answer_need(pair: Mentorship, *, by: Any) -> None:
    need = MenteeNeed.objects.filter(person=pair.mentee_id, state=NeedState.OPEN).first()
    if need:
        change(need, {"state": NeedState.MET}, by=by, action="mentoring.answer_need")
        if pair.need_id != need.pk:
            change(pair, {"need": need}, by=by, action="mentoring.edit_mentorship")
