"""Both sides of a pair are asked how it goes, and answer or do not (ADR 0047)."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction

from masterstvo.assessments.actions.answering import (
    ANSWERS,
    SCORES,
    check_complete,
    keep_answers,
    score_answers,
)
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.mentoring.choices import Side, Stage
from masterstvo.mentoring.counting import ANSWERED_AFTER_END, ANSWERED_WITHIN, windows
from masterstvo.mentoring.models import Mentorship, PairSheet
from masterstvo.mentoring.queries.asking import pairs_to_ask, questionnaires


class SheetIsOver(DomainError):
    pass


def ask_pairs(day: dt.date) -> int:
    """Ask both sides of every pair whose day has come; return how many pairs were asked. Each pair in a transaction of its own."""
    n_asked = 0
    for pair in pairs_to_ask(day):
        for stage, (first, end) in windows(pair.starts_on, pair.ends_on).items():
            n_sides = sum(each.stage == stage for each in pair.sheets.all())
            if first <= day < end and n_sides < len(Side):
                ends_on = end if stage == Stage.FINAL else min(end, day + ANSWERED_WITHIN)
                n_asked += bool(ask_sides(pair, stage=stage, today=day, ends_on=ends_on, by=None))
    return n_asked


@transaction.atomic
def ask_sides(
    pair: Mentorship, *, stage: Stage, today: dt.date, ends_on: dt.date, by: Any
) -> list[PairSheet]:
    """Ask those sides that were not asked yet, and tell who signs in. Nobody is asked where no questionnaire is published."""
    lock(pair)
    asked = set(pair.sheets.filter(stage=stage).values_list("side", flat=True))
    versions = questionnaires(pair.mentee.municipality_id)
    new = []
    for side, person in ((Side.MENTOR, pair.mentor), (Side.MENTEE, pair.mentee)):
        version = versions.get((stage, side))
        if version is None or side in asked or person.erased_on:
            continue
        sheet = PairSheet(
            mentorship=pair,
            person=person,
            side=side,
            stage=stage,
            version=version,
            starts_on=today,
            ends_on=ends_on,
        )
        new.append(add(sheet, by=by, action="mentoring.ask_side"))
    for sheet in new:
        _tell(sheet)
    return new


@transaction.atomic
def ask_at_the_end(pair: Mentorship, *, today: dt.date, by: Any) -> None:
    """Ask about the result of a pair that is closed now, or leave those who were asked more time. Queries: four, and those of the notices."""
    ends_on = today + ANSWERED_AFTER_END
    waiting = pair.sheets.filter(stage=Stage.FINAL, finished_on=None, ends_on__lt=ends_on)
    for sheet in waiting.order_by("pk"):
        change(sheet, {"ends_on": ends_on}, by=by, action="mentoring.ask_side")
    ask_sides(pair, stage=Stage.FINAL, today=today, ends_on=ends_on, by=by)


def forget_waiting(pair: Mentorship, sides: Collection[Side], *, by: Any) -> None:
    """Take back what was asked of somebody who turned out not to be in the pair; who is there instead is asked in turn."""
    for sheet in pair.sheets.filter(side__in=sides, finished_on=None) if sides else ():
        remove(sheet, by=by, action="mentoring.forget_sheet", reason="")


@transaction.atomic
def answer_sheet(
    sheet: PairSheet, *, sent: dict[str, list[str]], is_finished: bool, by: Any, today: dt.date
) -> PairSheet:
    """Keep what one side has answered so far; once finished, it does not change.

    Raises: Gone, SheetIsOver, AnswerIsWrong, AnswerIsMissing.
    """
    if not lock(sheet).is_open(today):
        raise SheetIsOver("Эта анкета закончена или её время прошло: ответ уже не меняется.")
    content = sheet.version.parts
    keep_answers(sheet, content, sent=sent)
    if is_finished:
        check_complete(sheet, content)
        score_answers(sheet, content)
        sheet.finished_on = today
    sheet.save(update_fields=[*ANSWERS, *SCORES, "finished_on", "updated_at"])
    record(by, "mentoring.answer_sheet" if is_finished else "mentoring.keep_sheet", sheet)
    return sheet


def _tell(sheet: PairSheet) -> None:
    if user := sheet.person.user_id:
        notify(
            [user],
            kind=NoticeKind.ASSIGNMENT,
            text=f"Как работает пара {sheet.mentorship}? Анкета ждёт вас по {short_date(sheet.last_day)}. Отвечать не обязательно.",
            url=sheet.get_absolute_url(),
            key=f"mentoring.sheet:{sheet.pk}",
        )
