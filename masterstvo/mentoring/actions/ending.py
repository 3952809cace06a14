"""The end of a pair: a notice, a result, and another mentor where there is one."""

import datetime as dt
from typing import Any

from django.db import transaction

from masterstvo.core.actions import change
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.mentoring.actions.asking import ask_at_the_end
from masterstvo.mentoring.actions.pair import propose_mentorship
from masterstvo.mentoring.actions.telling import tell_heads, tell_people
from masterstvo.mentoring.choices import Agreement, PairState
from masterstvo.mentoring.counting import NOTICE_DAYS, earliest_end
from masterstvo.mentoring.models import Mentorship
from masterstvo.mentoring.panels import followers
from masterstvo.people.models import Person


class DayOutOfOrder(DomainError):
    field = "last_day"


class TooSoon(DomainError):
    field = "last_day"


class NotAtWork(DomainError):
    pass


@transaction.atomic
def end_mentorship(
    pair: Mentorship,
    *,
    last_day: dt.date,
    by: Any,
    today: dt.date,
    noticed_on: dt.date | None = None,
    result: str = "",
    result_note: str = "",
    successor: Person | None = None,
    reason: str = "",
) -> Mentorship | None:
    """Say until which day, inclusive, the pair works; with a ``result`` it is closed, whether or not anybody has answered how it was. Return the pair with the next mentor, if there is one.

    A formal pair that ends before its term is ended with three working days' notice.
    Raises: Gone, NotAtWork, DayOutOfOrder, TooSoon, PairIsThere, MayNeverBeAPair, NeedsGoodReason.
    """
    if lock(pair).state != PairState.ACTIVE:
        raise NotAtWork("Завершить можно пару, которая работает.")
    if last_day < pair.starts_on:
        raise DayOutOfOrder("Окончание раньше начала.")
    if result and last_day > today:
        raise DayOutOfOrder(
            "Результат пишут, когда работа окончена: поставьте сегодняшний или прошедший день."
        )
    ends_on = last_day + dt.timedelta(days=1)
    _check_notice(pair, ends_on, noticed_on)
    planned = pair.ends_on
    values: dict[str, Any] = {"ends_on": ends_on, "noticed_on": noticed_on or pair.noticed_on}
    if result:
        values |= {"state": PairState.CLOSED, "result": result, "result_note": result_note}
    change(pair, values, by=by, action="mentoring.end_mentorship", reason=reason)
    if result:
        ask_at_the_end(pair, today=today, by=by)
    text = f"Пара завершает работу {last_day:%d.%m.%Y}: {pair}."
    about = f"{pair.state}:{last_day}"  # another last day is told anew
    tell_people(pair, [pair.mentor, pair.mentee], text, about=about)
    if pair.agreement == Agreement.NETWORK:
        tell_heads(pair, text, about=about)
    following = _begin_next(pair, successor, ends_on, planned, reason=reason, by=by) if successor else None
    if result or following:
        for follower in followers():
            follower.over(pair, following, by)
    return following


def _check_notice(pair: Mentorship, ends_on: dt.date, noticed_on: dt.date | None) -> None:
    is_early = pair.ends_on is not None and ends_on < pair.ends_on
    if not (pair.is_formal and is_early):
        return
    if noticed_on is None:
        raise TooSoon("Это раньше срока: укажите, какого числа предупредили об окончании (ТК РФ, ст. 351.8).")
    if ends_on < (first := earliest_end(noticed_on)):
        last = first - dt.timedelta(days=1)
        raise TooSoon(
            f"После предупреждения должно пройти не меньше {NOTICE_DAYS} рабочих дней: последний день – не раньше {last:%d.%m.%Y}."
        )


def _begin_next(
    pair: Mentorship, mentor: Person, starts_on: dt.date, planned: dt.date | None, *, reason: str, by: Any
) -> Mentorship:
    return propose_mentorship(
        mentor=mentor,
        mentee=pair.mentee,
        starts_on=starts_on,
        ends_on=planned if planned and planned > starts_on else None,
        model=pair.model,
        format=pair.format,
        group=pair.group,
        hours_month=pair.hours_month,
        content=pair.content,
        work_form=pair.work_form,
        predecessor=pair,
        reason=reason,
        by=by,
    )
