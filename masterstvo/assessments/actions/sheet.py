"""Answering: a sheet takes answers one by one, is finished once, and then keeps its scores."""

import datetime as dt
import random
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.accounts.queries import hash_of
from masterstvo.assessments.actions.answering import check_complete, keep_answer, keep_answers, score_answers
from masterstvo.assessments.content.flow import drawn
from masterstvo.assessments.content.parts import Content
from masterstvo.assessments.content.scoring import Result
from masterstvo.assessments.models import AnonymousSheet, Campaign, Sheet
from masterstvo.assessments.panels import takers
from masterstvo.core.actions import add, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person
from masterstvo.people.panels import workplace
from masterstvo.people.queries import with_work

GRACE = dt.timedelta(minutes=2)  # a slow line must not cost an answer


class SheetIsFinished(DomainError):
    pass


class CampaignDoesNotAsk(DomainError):
    pass


class TimeIsOver(DomainError):
    pass


# --- Named sheets -----------------------------------------------------------------------------------------------------
@transaction.atomic
def open_sheet(campaign: Campaign, *, person: Person, occasion: str, by: Any) -> Sheet:
    """Begin a card of one observed lesson; a sheet of the same occasion is returned as it is.

    Raises: CampaignDoesNotAsk.
    """
    _check_asks(campaign)
    there = Sheet.objects.filter(campaign=campaign, person=person, occasion=occasion).first()
    if there:
        return there
    content = campaign.version.parts
    return add(
        Sheet(
            campaign=campaign,
            person=person,
            organization=workplace(with_work(Person.objects.filter(pk=person.pk)).get()),
            occasion=occasion,
            respondent=by,
            form=drawn(content, random.SystemRandom()) if _is_drawn(content) else None,
        ),
        by=by,
        action="assessments.open_sheet",
    )


@transaction.atomic
def answer_question(sheet: Sheet, *, key: str, sent: list[str], by: Any) -> None:
    """Keep one answer, or take it away when nothing was ``sent``. The first answer starts the clock of a test.

    Raises: SheetIsFinished, CampaignDoesNotAsk, TimeIsOver, AnswerIsWrong.
    """
    lock(sheet)
    _check_takes(sheet)
    keep_answer(sheet, sheet.campaign.version.parts, key=key, sent=sent)
    sheet.at_question = key
    sheet.started_at = sheet.started_at or timezone.now()
    sheet.respondent = sheet.respondent or by
    sheet.save(update_fields=["answers", "at_question", "started_at", "respondent", "updated_at"])


@transaction.atomic
def begin_sheet(sheet: Sheet, *, by: Any) -> None:
    """Start the clock. Raises: SheetIsFinished, CampaignDoesNotAsk."""
    lock(sheet)
    _check_takes(sheet)
    if sheet.started_at is None:
        sheet.started_at, sheet.respondent = timezone.now(), sheet.respondent or by
        sheet.save(update_fields=["started_at", "respondent", "updated_at"])
        record(by, "assessments.begin_sheet", sheet)


@transaction.atomic
def finish_sheet(sheet: Sheet, *, by: Any) -> Result:
    """Score the answers and close the sheet; apps above take the result in the same transaction.

    Raises: SheetIsFinished, CampaignDoesNotAsk, AnswerIsMissing.
    """
    lock(sheet)
    if sheet.finished_at:
        raise SheetIsFinished("Этот лист уже закончен.")
    is_late = time_is_over(sheet)
    if not is_late:
        _check_asks(sheet.campaign)
    content = sheet.campaign.version.parts
    if not is_late:
        check_complete(sheet, content)
    result = score_answers(sheet, content)
    sheet.finished_at = timezone.now()
    sheet.save(update_fields=["percent", "level", "finished_at", "updated_at"])
    record(by, "assessments.finish_sheet", sheet)
    for take in takers():
        take(sheet, result, by)
    return result


@transaction.atomic
def enter_paper(sheet: Sheet, *, answers: dict[str, list[str]], by: Any) -> Result:
    """Enter a filled paper form as a whole, in place of what was begun on the screen. ``answers``: {key: what the form brought}.

    Raises: SheetIsFinished, CampaignDoesNotAsk, AnswerIsWrong, AnswerIsMissing.
    """
    lock(sheet)
    _check_takes(sheet)
    keep_answers(sheet, sheet.campaign.version.parts, sent=answers)
    sheet.is_on_paper, sheet.respondent = True, by
    sheet.started_at = sheet.started_at or timezone.now()
    sheet.save(update_fields=["answers", "is_on_paper", "respondent", "started_at", "updated_at"])
    return finish_sheet(sheet, by=by)


@transaction.atomic
def withdraw_sheet(sheet: Sheet, *, by: Any, reason: str) -> None:
    """Take one person out of a campaign. Raises: SheetIsFinished."""
    lock(sheet)
    if sheet.finished_at:
        raise SheetIsFinished("Человек уже ответил: ответы остаются.")
    remove(sheet, by=by, action="assessments.withdraw_sheet", reason=reason)


# --- Sheets of nobody -------------------------------------------------------------------------------------------------
@transaction.atomic
def open_anonymous(campaign: Campaign, *, organization: Organization | None) -> str:
    """Begin a sheet of nobody; return the key with which the same phone goes on. Raises: CampaignDoesNotAsk."""
    _check_asks(campaign)
    key = secrets.token_urlsafe(24)
    content = campaign.version.parts
    AnonymousSheet.objects.create(
        campaign=campaign,
        organization=organization,
        key_hash=hash_of(key),
        form=drawn(content, random.SystemRandom()) if _is_drawn(content) else None,
    )
    return key


@transaction.atomic
def answer_anonymous(sheet: AnonymousSheet, *, key: str, sent: list[str]) -> None:
    """Keep one answer of nobody. Raises: SheetIsFinished, CampaignDoesNotAsk, AnswerIsWrong."""
    lock(sheet)
    _check_asks(sheet.campaign)
    if sheet.is_finished:
        raise SheetIsFinished("Этот лист уже закончен.")
    keep_answer(sheet, sheet.campaign.version.parts, key=key, sent=sent)
    sheet.save(update_fields=["answers"])


@transaction.atomic
def finish_anonymous(sheet: AnonymousSheet) -> None:
    """Score the answers and forget the key: nothing leads back. Raises: SheetIsFinished, AnswerIsMissing."""
    lock(sheet)
    if sheet.is_finished:
        raise SheetIsFinished("Этот лист уже закончен.")
    _check_asks(sheet.campaign)
    content = sheet.campaign.version.parts
    check_complete(sheet, content)
    score_answers(sheet, content)
    sheet.is_finished, sheet.key_hash = True, None
    sheet.save(update_fields=["percent", "level", "is_finished", "key_hash"])


# --- What both need ---------------------------------------------------------------------------------------------------
def time_is_over(sheet: Sheet) -> bool:
    """Tell whether the time limit of a test has passed, the grace for a slow line included."""
    ends = deadline(sheet)
    return ends is not None and timezone.now() > ends + GRACE


def deadline(sheet: Sheet) -> dt.datetime | None:
    """Return until when answers are taken, or None without a limit or before the first answer."""
    minutes = sheet.campaign.version.parts.minutes
    return sheet.started_at + dt.timedelta(minutes=minutes) if minutes and sheet.started_at else None


def _is_drawn(content: Content) -> bool:
    return any(section.draw for section in content.sections)


def _check_asks(campaign: Campaign) -> None:
    today = timezone.localdate()
    if campaign.starts_on > today:
        raise CampaignDoesNotAsk(f"Ответы принимают с {campaign.starts_on:%d.%m.%Y}.")
    if not campaign.is_open(today):
        raise CampaignDoesNotAsk("Ответы больше не принимают. Спросите методиста, если хотели ответить.")


def _check_takes(sheet: Sheet) -> None:
    if sheet.finished_at:
        raise SheetIsFinished("Этот лист уже закончен: ответы не меняются.")
    _check_asks(sheet.campaign)
    if time_is_over(sheet):
        raise TimeIsOver("Время вышло. Ответы, которые вы дали, сохранены.")
