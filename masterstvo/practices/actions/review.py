"""Review of a sent version: experts are asked, answer or step aside; the organizer decides."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.assessments.content.flow import NotAnAnswer, answer_of, asked, unanswered
from masterstvo.assessments.content.scoring import score
from masterstvo.assessments.models import Version as InstrumentVersion
from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.people.models import Person
from masterstvo.practices.actions.blind import write_without_names
from masterstvo.practices.choices import Decision, VersionState
from masterstvo.practices.models import Practice, PracticeVersion, Review
from masterstvo.practices.queries.review import conflicts, decisions_open, term_from

ANSWERS = {
    Decision.ACCEPT: (VersionState.ACCEPTED, "practices.accept_version"),
    Decision.RETURN: (VersionState.RETURNED, "practices.return_version"),
    Decision.DECLINE: (VersionState.DECLINED, "practices.decline_version"),
}
IN_BANK = {
    Decision.RECOMMEND: "practices.recommend_practice",
    Decision.RENEW: "practices.renew_practice",
    Decision.HIDE: "practices.hide_practice",
    Decision.SHOW: "practices.show_practice",
}
WORDS = {
    Decision.HIDE: "Напишите, почему практику убирают: это увидят её авторы.",
    Decision.RECOMMEND: "Напишите, чем оформлена рекомендация: например, протокол совета.",
}


class NotUnderReview(DomainError):
    pass


class HasConflict(DomainError):
    field = "people"


class IsKnown(DomainError):
    field = "is_blind"


class ReviewIsOver(DomainError):
    pass


class AnswerIsMissing(DomainError):
    pass


class NotNow(DomainError):
    field = "decision"


class TermIsOver(DomainError):
    field = "ends_on"


@transaction.atomic
def appoint_reviewers(
    version: PracticeVersion,
    *,
    people: Iterable[Person],
    instrument: InstrumentVersion,
    due_on: dt.date,
    is_blind: bool,
    by: Any,
) -> list[Review]:
    """Ask experts about a version and tell them; where they see no names, make copies without. Raises: NotUnderReview, HasConflict, IsKnown."""
    lock(version)
    if version.state != VersionState.SENT:
        raise NotUnderReview("Эта версия не на экспертизе.")
    chosen = list(people)
    barred = conflicts(version.practice, chosen)
    if told := [f"{each.short_name} – {barred[each.pk]}" for each in chosen if each.pk in barred]:
        raise HasConflict(f"Конфликт интересов: {'; '.join(told)}. Выберите других.")
    if is_blind:
        _check_unknown(version, chosen, by)
    change(version, {"is_blind": is_blind}, by=by, action="practices.set_blind")
    if is_blind:
        write_without_names(version)
    new = []
    for person in chosen:
        review = Review(version=version, person=person, instrument=instrument, due_on=due_on)
        new.append(add(review, by=by, action="practices.appoint_reviewer"))
    for review in new:
        if review.person.user_id:
            notify(
                [review.person.user_id],
                kind=NoticeKind.ASSIGNMENT,
                text=f"Просим оценить практику «{version.told_title}» до {due_on:%d.%m.%Y}.",
                key=f"practices.review:{review.pk}",
                url=review.get_absolute_url(),
            )
    return new


def _check_unknown(version: PracticeVersion, chosen: list[Person], by: Any) -> None:
    """Refuse a review without names that would hide nothing, or that would take the practice from whoever asks."""
    if Practice.objects.in_bank(timezone.localdate()).filter(pk=version.practice_id).exists():
        raise IsKnown(
            "Прежняя версия этой практики стоит в банке с именами авторов, и экспертиза без имён ничего не скроет. "
            "Спросите экспертов открыто или уберите практику из банка на это время."
        )
    if by is not None and any(each.user_id == by.pk for each in chosen):
        raise IsKnown("Авторов вы уже видели: без имён эту практику оценит кто-то другой.")


@transaction.atomic
def save_review(
    review: Review,
    *,
    sent: Mapping[str, list[str]],
    verdict: str,
    comment: str,
    is_finished: bool,
    by: Any,
) -> Review:
    """Keep what an expert has answered so far; when finished, its score. Raises: ReviewIsOver, AnswerIsMissing."""
    _check_open(lock(review))
    content = review.instrument.parts
    try:
        told = {each.key: answer_of(each, sent.get(each.key, [])) for each in content.criteria()}
    except NotAnAnswer as refusal:
        raise AnswerIsMissing(str(refusal)) from None
    answers = {key: value for key, value in told.items() if value is not None}
    values: dict[str, Any] = {"verdict": verdict, "comment": comment.strip()}
    if is_finished:
        if waiting := unanswered(asked(content, answers), answers):
            raise AnswerIsMissing(f"Ответьте ещё: {'; '.join(each.text for each in waiting)}.")
        if not verdict:
            raise AnswerIsMissing("Скажите, что вы советуете: принять, доработать или не принимать.")
        total = score(content, answers).total
        values |= {"percent": total.percent, "level": total.level, "finished_on": timezone.localdate()}
    change(review, {"answers": answers} | values, by=by, action="practices.save_review")
    return review


@transaction.atomic
def recuse(review: Review, *, reason: str, by: Any) -> Review:
    """Step aside with a reason that the organizer reads. Raises: ReviewIsOver."""
    _check_open(lock(review))
    values = {"recused_on": timezone.localdate(), "recused_because": reason.strip()}
    return change(review, values, by=by, action="practices.recuse_reviewer")


def _check_open(review: Review) -> None:
    if not review.is_open:
        raise ReviewIsOver("Эта экспертиза уже закончена.")
    if review.version.state != VersionState.SENT:
        raise ReviewIsOver("По этой версии уже решили, экспертиза больше не нужна.")


# --- The organizer ----------------------------------------------------------------------------------------------------
@transaction.atomic
def decide(
    practice: Practice,
    *,
    decision: str,
    by: Any,
    words: str = "",
    ends_on: dt.date | None = None,
    today: dt.date | None = None,
) -> Practice:
    """Accept, return or decline what is under review; recommend, renew, hide or show what is in the bank.

    ``words``: the answer to the authors, the basis of a recommendation, or why it is hidden. ``ends_on``: the first day out of the bank;
    None takes the term of the dictionary. Raises: NotNow, TermIsOver.
    """
    lock(practice)
    today = today or timezone.localdate()
    if decision not in decisions_open(practice, today):
        raise NotNow("Сейчас так решить нельзя: обновите страницу.")
    if ends_on and ends_on <= today:
        raise TermIsOver("Последний день уже прошёл.")
    if decision in ANSWERS:
        _answer(practice, Decision(decision), words, ends_on or term_from(today), by, today)
    else:
        bank: dict[str, dict[str, Any]] = {
            Decision.RECOMMEND: {"recommended_on": today, "recommended_by": words.strip()[:200]},
            Decision.RENEW: {"ends_on": ends_on or term_from(today)},
            Decision.HIDE: {"is_hidden": True, "hidden_because": words.strip()[:500]},
            Decision.SHOW: {"is_hidden": False, "hidden_because": ""},
        }
        if decision in WORDS and not words.strip():
            raise NotNow(WORDS[Decision(decision)])
        change(practice, bank[Decision(decision)], by=by, action=IN_BANK[Decision(decision)])
    _tell_authors(practice, Decision(decision), words)
    return practice


def _answer(
    practice: Practice, decision: Decision, words: str, ends_on: dt.date, by: Any, today: dt.date
) -> None:
    version = practice.versions.get(state=VersionState.SENT)
    if decision != Decision.ACCEPT and not words.strip():
        raise NotNow("Напишите авторам, почему так решили и что сделать.")
    state, action = ANSWERS[decision]
    change(version, {"state": state, "decided_on": today, "answer": words.strip()}, by=by, action=action)
    if decision == Decision.ACCEPT:
        values = {
            "shown": version,
            "title": version.title,
            "banked_on": practice.banked_on or today,
            "ends_on": ends_on,
        }
        change(practice, values, by=by, action="practices.accept_practice")
        for gone in practice.authors.filter(is_leaving=True):
            remove(gone, by=by, action="practices.remove_author", reason="")


def _tell_authors(practice: Practice, decision: Decision, words: str) -> None:
    users = practice.authors.exclude(person__user=None).values_list("person__user", flat=True)
    told = f"Практика «{practice}»: решили {decision.label}."
    version = practice.versions.order_by("-number").first()
    notify(
        users,
        kind=NoticeKind.DECISION,
        text=f"{told} {words}".strip(),
        key=f"practices.decision:{practice.pk}:{decision}:{version and version.pk}:{practice.ends_on}",
        url=practice.get_absolute_url(),
    )
