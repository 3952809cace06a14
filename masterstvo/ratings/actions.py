"""The life of a rating: its formula written, published, counted, decided, handed over to a contest."""

import copy
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from masterstvo.contests.actions.ranked import Ranked, found_ranked_contest
from masterstvo.contests.choices import Entrant
from masterstvo.contests.models import Contest
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError, NeedsReason, NotReady
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.documents.actions import draft_document, redraft_document
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality
from masterstvo.people.queries import main_job
from masterstvo.ratings.choices import Better, RatingState, ScaleKind
from masterstvo.ratings.counting import standings
from masterstvo.ratings.models import Line, Part, Rating, Standing
from masterstvo.ratings.queries import (
    NOTHING,
    accounts_of,
    clauses_of,
    definition_of,
    gather,
    leaders_of,
    unfit_because,
    winners,
    with_lines,
)
from masterstvo.ratings.word import paragraphs, title_of

KEPT = (
    "municipality",
    "title",
    "kind",
    "circle",
    "about",
    "n_prizes",
)  # what the next period's rating begins with


class NotADraft(DomainError):
    pass


class NotNow(DomainError):
    pass


class DoesNotFit(DomainError):
    field = "indicator"


class NeedsPoints(DomainError):
    field = "points"


class NeedsLimit(DomainError):
    field = "most"


class NeedsBands(DomainError):
    field = "bands"


# --- The formula ----------------------------------------------------------------------------------------------------------
def create_rating(*, municipality: Municipality, title: str, by: Any, **values: Any) -> Rating:
    """Begin a rating. ``values``: kind, circle, about, n_prizes, document, starts_on, ends_on."""
    rating = Rating(municipality=municipality, title=clean(title), **values)
    return add(rating, by=by, action="ratings.create_rating")


@transaction.atomic
def edit_rating(rating: Rating, *, by: Any, **values: Any) -> Rating:
    """Change the terms of a draft; whom it compares stays. Raises: Stale, Gone, NotADraft."""
    _draft(rating)
    return change(rating, values, by=by, action="ratings.edit_rating")


@transaction.atomic
def remove_rating(rating: Rating, *, by: Any) -> None:
    """Throw a draft away. Raises: NotADraft."""
    remove(_draft(rating), by=by, action="ratings.remove_rating", reason="")


@transaction.atomic
def add_part(rating: Rating, *, by: Any, **values: Any) -> Part:
    """Add a part of the formula. Raises: NotADraft, DoesNotFit, NeedsPoints, NeedsLimit, NeedsBands."""
    _draft(rating)
    last = rating.parts.aggregate(last=Max("position"))["last"] or 0
    part = Part(rating=rating, position=last + 1, **values)
    _check(part)
    return add(part, by=by, action="ratings.add_part")


@transaction.atomic
def edit_part(part: Part, *, by: Any, **values: Any) -> Part:
    """Change a part of a draft's formula. Raises: Stale, Gone, NotADraft, DoesNotFit, NeedsPoints, NeedsLimit, NeedsBands."""
    _draft(part.rating)
    changed = change(part, values, by=by, action="ratings.edit_part")
    _check(changed)
    return changed


@transaction.atomic
def remove_part(part: Part, *, by: Any) -> None:
    """Raises: NotADraft."""
    _draft(part.rating)
    remove(part, by=by, action="ratings.remove_part", reason="")


def _draft(rating: Rating) -> Rating:
    """Return the rating, locked, while its formula may be written. Raises: NotADraft."""
    rating = lock(copy.copy(rating))
    if not rating.is_draft:
        raise NotADraft("Формула опубликована и больше не меняется. На новый период составьте новый рейтинг.")
    return rating


def _check(part: Part) -> None:
    if part.indicator and (why := unfit_because(part.indicator, part.rating.kind)):
        raise DoesNotFit(why)
    if part.rule and not part.rating.is_of_communities:
        raise DoesNotFit("Правила сообществ считают заседания и поручения: у организаций их нет.")
    if part.campaign and part.rating.is_of_communities:
        raise DoesNotFit("Листы инструментов говорят об организациях: для сообщества их не заполняют.")
    if part.scale == ScaleKind.BANDS and not part.bands:
        raise NeedsBands("Напишите ступени: с какого значения сколько баллов, каждая с новой строки.")
    if part.scale == ScaleKind.BANDS and not part.as_rule.is_steady:
        raise NeedsBands(
            "По этим ступеням лучшее значение даёт меньше баллов. Исправьте ступени или направление."
        )
    if part.scale == ScaleKind.UNIT and not part.points:
        raise NeedsPoints("Напишите, сколько баллов.")
    if part.scale == ScaleKind.UNIT and part.better == Better.LESS and part.most is None:
        raise NeedsLimit("Чем меньше, тем лучше: напишите, из скольких баллов вычитать.")


# --- Its way ----------------------------------------------------------------------------------------------------------------
@transaction.atomic
def publish_rating(rating: Rating, *, by: Any) -> Rating:
    """Open the formula to its participants; from now on it never changes. Raises: NotADraft, NotReady.

    Before the period begins there is nothing to count: the daily job counts from its first day.
    """
    rating = _draft(rating)
    missing = [] if rating.document_id else ["документ, которым утверждена формула"]
    if not rating.parts.exists():
        missing.append("хотя бы одну часть формулы")
    if missing:
        raise NotReady(f"Чтобы опубликовать, добавьте: {' и '.join(missing)}.")
    for part in rating.parts.select_related("indicator__parent", "rating"):
        _check(part)
        if part.indicator:
            part.definition = definition_of(part.indicator)
            part.save(update_fields=["definition", "updated_at"])
    today = timezone.localdate()
    values = {"state": RatingState.PUBLISHED, "published_on": today}
    change(rating, values, by=by, action="ratings.publish_rating")
    if today < rating.starts_on:
        to_come = f"Период начинается {rating.starts_on:%d.%m.%Y}, места появятся тогда"
        _tell(rating, f"Опубликована формула: «{rating}». {to_come}.", by=by)
        return rating
    count_rating(rating, by=by)
    rating.refresh_from_db(fields=["counted_at"])
    _tell(rating, f"Опубликована формула: «{rating}». Откройте свой расчёт.", by=by)
    return rating


@transaction.atomic
def count_rating(rating: Rating, *, by: Any, today: dt.date | None = None) -> int:
    """Count the places anew from what is known today; return of how many participants. Raises: NotNow, NotReady."""
    rating = lock(copy.copy(rating))
    if rating.state not in (RatingState.DRAFT, RatingState.PUBLISHED):
        raise NotNow("Итоги подведены: этот рейтинг больше не пересчитывают.")
    today = today or timezone.localdate()
    if today < rating.starts_on:
        raise NotReady(f"Считать пока нечего: период начинается {rating.starts_on:%d.%m.%Y}.")
    n_counted = _keep(rating, today)
    values = {"counted_at": timezone.now(), "counted_to": rating.day_of(today)}
    for name, value in values.items():
        setattr(rating, name, value)
    rating.save(update_fields=[*values, "updated_at"])
    record(by, "ratings.count_rating", rating)
    return n_counted


def _keep(rating: Rating, today: dt.date) -> int:
    """Write what each participant comes to; whoever was there before keeps the address of the calculation."""
    gathered = gather(rating, today)
    rules = [each.as_rule for each in rating.parts.select_related("indicator").order_by("position", "pk")]
    found = standings(rules, gathered.participants())
    names = {each.pk: str(each)[:400] for each in gathered.rows}
    whose = "community_id" if rating.is_of_communities else "organization_id"
    there: dict[Any, Standing] = {getattr(each, whose): each for each in rating.standings.all()}
    rating.standings.exclude(**{f"{whose}__in": list(names)}).delete()
    Line.objects.filter(standing__in=rating.standings.values("pk")).delete()
    kept = []
    for each in found:
        key: Any = each.participant.key
        row = there.get(key) or Standing(rating=rating, **{whose: key})
        row.title, row.size, row.total, row.place = names[key], each.participant.size, each.total, each.place
        kept.append(row)
    known, new = [row for row in kept if row.pk], [row for row in kept if row.pk is None]
    Standing.objects.bulk_create(new)
    Standing.objects.bulk_update(
        known,
        ["title", "size", "total", "place"],
        batch_size=500,
    )
    Line.objects.bulk_create(_lines(kept, found, gathered.sets), batch_size=500)
    return len(kept)


def _lines(kept: Iterable[Standing], found: Iterable[Any], sets: Any) -> Iterable[Line]:
    for standing, counted_one in zip(kept, found, strict=True):
        behind_all = sets[counted_one.participant.key]
        for line in counted_one.lines:
            behind = behind_all.get(line.rule.key, NOTHING)
            yield Line(
                standing=standing,
                part_id=line.rule.key,
                points=line.points,
                calculation=line.calculation[:400],
                counted=sorted(behind.included),
                others=sorted(behind.others),
            )


@transaction.atomic
def decide_rating(rating: Rating, *, by: Any) -> Rating:
    """Count once more and keep that for good. Raises: NotNow, NotReady."""
    rating = lock(copy.copy(rating))
    if rating.state != RatingState.PUBLISHED:
        raise NotNow("Итоги подводят, пока формула опубликована и итогов ещё нет. Обновите страницу.")
    today = timezone.localdate()
    if today < rating.last_day:
        raise NotNow(f"Период ещё идёт: итоги подводят с {rating.last_day:%d.%m.%Y}.")
    count_rating(rating, by=by)
    rating.refresh_from_db()
    if not winners(rating):
        raise NotReady("Мест пока ни у кого нет: ни об одном участнике не известно всё, что требует формула.")
    values = {"state": RatingState.DECIDED, "decided_on": today}
    change(rating, values, by=by, action="ratings.decide_rating")
    _tell(rating, f"Подведены итоги: «{rating}». Откройте свой расчёт.", by=by)
    return rating


@transaction.atomic
def cancel_rating(rating: Rating, *, reason: str, by: Any) -> Rating:
    """Call a published rating off; its participants are told why. Raises: NotNow, NeedsReason."""
    if not clean(reason):
        raise NeedsReason("Напишите, почему рейтинг отменён: это увидят участники.")
    rating = lock(copy.copy(rating))
    if rating.state != RatingState.PUBLISHED:
        raise NotNow("Отменить можно рейтинг с опубликованной формулой, пока итогов нет. Обновите страницу.")
    why = clean(reason)[:500]
    values = {"state": RatingState.CANCELLED}
    change(rating, values, by=by, action="ratings.cancel_rating", reason=why)
    _tell(rating, f"Рейтинг отменён: «{rating}». {why}", by=by)
    return rating


@transaction.atomic
def repeat_rating(rating: Rating, *, by: Any) -> Rating:
    """Begin the next period's rating with the same formula, as a draft: a new year is a new version."""
    first, begins = rating.starts_on, rating.last_day + dt.timedelta(days=1)
    is_year = (begins.month, begins.day) == (first.month, first.day)
    ends_on = begins.replace(year=2 * begins.year - first.year) if is_year else begins + (begins - first)
    kept = {name: getattr(rating, name) for name in KEPT}
    if Rating.objects.filter(municipality=rating.municipality, title=rating.title, starts_on=begins).exists():
        raise NotNow("Рейтинг на следующий период уже есть.")
    following = create_rating(**kept, starts_on=begins, ends_on=ends_on, by=by)
    for part in rating.parts.order_by("position", "pk"):
        part.pk, part.rating, part.definition, part._state.adding = None, following, {}, True
        add(part, by=by, action="ratings.add_part")
    return following


@transaction.atomic
def draft_protocol(rating: Rating, *, by: Any) -> Document:
    """Put the protocol among the documents to be agreed and signed; a draft that is there is written anew. Raises: NotNow, DocumentIsNoDraft."""
    rating = lock(copy.copy(rating))
    if rating.state != RatingState.DECIDED:
        raise NotNow("Протокол составляют, когда итоги рейтинга подведены.")
    parts = rating.parts.select_related("indicator__parent", "campaign", "contest").order_by("position", "pk")
    rows = list(with_lines(rating.standings.all()))
    title, body = title_of(rating), "\n".join(paragraphs(rating, clauses_of(parts), rows))
    if rating.protocol and rating.protocol.state != DocumentState.CANCELLED:
        return redraft_document(rating.protocol, title=title, body=body, persons=[], by=by)
    document = draft_document(
        kind="protocol", title=title, municipality=rating.municipality, body=body, by=by
    )
    change(rating, {"protocol": document}, by=by, action="ratings.draft_protocol")
    return document


# --- Winners into a contest -------------------------------------------------------------------------------------------------
@transaction.atomic
def hand_over(rating: Rating, *, by: Any) -> Contest:
    """Make the winners entries of a contest with their results proposed: orders and diplomas come from there. Raises: NotNow, AlreadyHeld."""
    rating = lock(copy.copy(rating))
    if rating.state != RatingState.DECIDED:
        raise NotNow("Сначала подведите итоги рейтинга.")
    if rating.contest:
        raise NotNow("Победители уже переданы в конкурс: откройте его.")
    contest = found_ranked_contest(
        municipality=rating.municipality,
        title=rating.title,
        year=rating.last_day.year,
        about=_told_to_contest(rating),
        entrant=Entrant.TEAM if rating.is_of_communities else Entrant.ORGANIZATION,
        n_prizes=rating.n_prizes,
        ranked=_ranked(rating),
        by=by,
    )
    change(rating, {"contest": contest}, by=by, action="ratings.hand_over")
    return contest


def _told_to_contest(rating: Rating) -> str:
    formula = "; ".join(f"{each.title}: {each.words}" for each in rating.parts.select_related("indicator"))
    return f"Места посчитаны по опубликованной формуле ({rating.document}). {formula}."[:4000]


def _ranked(rating: Rating) -> list[Ranked]:
    found = winners(rating)
    today = timezone.localdate()
    led = leaders_of([each.community_id for each in found if each.community_id], today)
    headless = [each.title for each in found if each.community_id and each.community_id not in led]
    if headless:
        raise NotNow(f"Некому вручить диплом: укажите руководителя – {'; '.join(headless)}.")
    return [_one(each, led, today) for each in found]


def _one(standing: Standing, led: dict[Any, Any], today: dt.date) -> Ranked:
    title = f"{standing.title}"[:300]
    place = standing.place or 0
    if standing.community is None:
        return Ranked(place, title, standing.organization)
    person = led[standing.community_id]
    job = main_job(person, today)
    return Ranked(
        place, title, standing.community.organization or (job.organization if job else None), person
    )


# --- Whom it concerns -------------------------------------------------------------------------------------------------------
def _tell(rating: Rating, text: str, *, by: Any) -> None:
    """Tell heads of the schools, or leaders of the communities, that were counted. Queries: three."""
    notify(
        [key for key in accounts_of(rating, timezone.localdate()) if key != (by and by.pk)],
        kind=NoticeKind.MESSAGE,
        text=text,
        url=rating.get_absolute_url(),
        key=f"rating:{rating.pk}:{rating.state}",
    )


def recount_running(today: dt.date) -> int:
    """Count anew every published rating whose period goes on; return how many. Nobody asked: the log names no one."""
    rows = Rating.objects.overlapping(today, today).filter(state=RatingState.PUBLISHED)
    for each in rows.order_by("pk"):
        count_rating(each, by=None, today=today)
    return len(rows)
