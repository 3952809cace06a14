"""Pages of ratings: the list, one with its formula and places, the formula being written, one participant's calculation."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.rules import visible_campaigns
from masterstvo.contests.choices import Entrant
from masterstvo.contests.rules import editable_contests
from masterstvo.core import terms
from masterstvo.core.exports import tell_witnesses, xlsx_response
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.paging import paginate
from masterstvo.core.views import done, led, requires, show_form, tried
from masterstvo.core.word import docx_response
from masterstvo.documents.models import Document
from masterstvo.documents.rules import visible_documents
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality
from masterstvo.people.rules import visible_people
from masterstvo.ratings.actions import (
    add_part,
    cancel_rating,
    count_rating,
    create_rating,
    decide_rating,
    draft_protocol,
    edit_part,
    edit_rating,
    hand_over,
    publish_rating,
    remove_part,
    remove_rating,
    repeat_rating,
)
from masterstvo.ratings.choices import RatingKind, RatingState
from masterstvo.ratings.forms import CIRCLES, CommunityPartForm, OrganizationPartForm, RatingForm
from masterstvo.ratings.models import Part, Rating
from masterstvo.ratings.queries import clauses_of, indicators_for, with_lines
from masterstvo.ratings.rules import (
    draft_parts,
    draft_ratings,
    named_people,
    visible_ratings,
    visible_standings,
)
from masterstvo.ratings.tables import RATINGS
from masterstvo.ratings.word import points_by_part, protocol

LIST = "ratings:rating_list"


@requires("ratings.list_ratings")
def rating_list(request):
    rows = visible_ratings(request.user).filter(municipality=municipality_key(request.municipality))
    rows = rows.annotate(n_standings=Count("standings")).order_by("-starts_on", "title", "pk")
    return list_page(request, "ratings/rating_list.html", RATINGS, rows)


# --- The terms --------------------------------------------------------------------------------------------------------------
@requires("ratings.change_rating")
def rating_create(request):
    here = editable_municipality(request)
    asked = request.GET.get("kind")
    kind = RatingKind.COMMUNITY if asked == RatingKind.COMMUNITY else RatingKind.ORGANIZATION
    form = _rating_form(request, Rating(kind=kind, municipality=here))
    if rating := submit(form, create_rating, municipality=here, kind=kind, by=request.user):
        return done(request, "Рейтинг начат. Теперь составьте формулу: из чего складываются баллы.", rating)
    return show_form(request, "ratings/rating_create.html", form, kind=kind)


@requires("ratings.change_rating", among=draft_ratings)
def rating_edit(request, rating):
    form = _rating_form(request, rating)
    if submit(form, edit_rating, rating, by=request.user):
        return done(request, "Условия рейтинга сохранены.", rating)
    return show_form(request, "ratings/rating_edit.html", form, object=rating)


def _rating_form(request, rating):
    documents = visible_documents(request.user).filter(municipality=rating.municipality_id)
    return bind(RatingForm, request, instance=rating, among={"document": documents})


# --- One rating -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Row:
    """A participant in the table of places. ``points``: of each part in their order; ``url``: of the calculation, "" where it is not open."""

    standing: object
    points: list
    url: str


@requires("ratings.view_rating", among=visible_ratings)
def rating_detail(request, rating):
    """The formula and the places of all; to Excel and Word with ``as``."""
    user = request.user
    parts = list(
        rating.parts.select_related("indicator__parent", "campaign", "contest").order_by("position", "pk")
    )
    rows = with_lines(rating.standings.all())
    if request.GET.get("as") == "xlsx":
        return _sheet(request, rating, parts, rows)
    if request.GET.get("as") == "docx":
        return docx_response(f"Протокол – {rating}.docx", protocol(rating, clauses_of(parts), list(rows)))
    page = paginate(request, rows)
    keys = [each.pk for each in page.rows]
    opened = set(visible_standings(user).filter(pk__in=keys).values_list("pk", flat=True))
    points = [points_by_part(each) for each in page.rows]
    table = [
        Row(
            each,
            [(part, told.get(part.pk)) for part in parts],
            each.get_absolute_url() if each.pk in opened else "",
        )
        for each, told in zip(page.rows, points, strict=True)
    ]
    may_change = user.has_perm("ratings.change_rating", rating)
    titles = terms.titles(CIRCLES[RatingKind(rating.kind)])
    context = {
        "rating": rating,
        "clauses": clauses_of(parts),
        "page": page,
        "table": table,
        "mine": [each for each in table if each.url] if not may_change and len(opened) < len(table) else [],
        "circle": [titles.get(key, key) for key in rating.circle],
        "may_change": may_change,
        "ceiling": _ceiling(parts),
        "has_begun": timezone.localdate() >= rating.starts_on,
        "is_over": timezone.localdate() >= rating.last_day,
        "reads_documents": user.has_perm("documents.view_document", rating.document)
        if rating.document
        else False,
        "history": history(rating) if may_change else [],
    }
    return render(request, "ratings/rating_detail.html", context)


def _ceiling(parts):
    """Return the most that a participant can get, None where nothing limits it."""
    limits = [part.as_rule.ceiling for part in parts]
    return None if None in limits else sum(limits)


def _sheet(request, rating, parts, rows):
    tell_witnesses(rating.standings.all(), by=request.user, what=f"Рейтинг: {rating}"[:300], filters="")
    columns = [
        ("Место", 8),
        ("Участник", 50),
        ("Человек", 10),
        *((part.title, 16) for part in parts),
        ("Итог", 10),
    ]
    values = (
        (
            each.place,
            each.title,
            each.size,
            *(points_by_part(each).get(part.pk) for part in parts),
            each.total,
        )
        for each in rows
    )
    return xlsx_response(f"{rating}.xlsx", "Места", columns, values)


@require_POST
@requires("ratings.change_rating", among=visible_ratings)
def rating_act(request, rating):
    """One step of a rating, by the button that was pressed."""
    do = request.POST.get("do", "")
    if do == "cancel":
        reason = request.POST.get("reason", "")
        return tried(request, "Рейтинг отменён.", rating, cancel_rating, rating, reason=reason)
    if do in LEADING:
        action, to, text = LEADING[do]
        return led(request, text, rating, action, rating, to=to)
    if do.startswith("part-") and do[5:].isdigit():
        part = get_object_or_404(rating.parts.select_related("rating"), pk=int(do[5:]))
        return tried(request, "Часть формулы убрана.", rating, remove_part, part)
    if do not in STEPS:
        raise Http404
    step, told = STEPS[do]
    return tried(request, told, rating, step, rating)


LEADING: dict[str, tuple[Any, Any, str]] = {
    "remove": (remove_rating, lambda _: reverse(LIST), "Черновик удалён."),
    "repeat": (
        repeat_rating,
        Rating.get_absolute_url,
        "Формула перенесена на следующий период. Проверьте её и опубликуйте.",
    ),
    "protocol": (draft_protocol, Document.get_absolute_url, "Протокол лёг черновиком в документы."),
    "contest": (
        hand_over,
        lambda contest: reverse("contests:contest_results", args=[contest.pk]),
        "Победители внесены в конкурс. Проверьте решение и объявите итоги.",
    ),
}


def _counted(number):
    return f"Посчитано: {counted(number, 'участник', 'участника', 'участников')}."


def _published(rating):
    return f"Формула опубликована: участники видят её{' и свой расчёт' if rating.counted_at else ''}."


STEPS = {
    "count": (count_rating, _counted),
    "publish": (publish_rating, _published),
    "decide": (decide_rating, "Итоги подведены: места больше не меняются."),
}


# --- The formula ------------------------------------------------------------------------------------------------------------
@requires("ratings.change_rating", among=draft_ratings)
def part_create(request, rating):
    form = _part_form(request, rating, Part(rating=rating))
    if submit(form, add_part, rating, by=request.user):
        return done(request, "Часть формулы добавлена.", rating)
    return show_form(request, "ratings/part_create.html", form, rating=rating)


@requires("ratings.change_part", among=draft_parts)
def part_edit(request, part):
    form = _part_form(request, part.rating, part)
    if submit(form, edit_part, part, by=request.user):
        return done(request, "Часть формулы сохранена.", part.rating)
    return show_form(request, "ratings/part_edit.html", form, rating=part.rating, object=part)


def _part_form(request, rating, part):
    fitting = [each.pk for each in indicators_for(rating, timezone.localdate())]
    held = editable_contests(request.user).filter(municipality=rating.municipality_id)
    schools_enter = Q(entrant=Entrant.ORGANIZATION)
    among = {
        "indicator": Indicator.objects.filter(pk__in=fitting).order_by("position", "code", "pk"),
        "contest": held.filter(~schools_enter if rating.is_of_communities else schools_enter),
    }
    if rating.is_of_communities:
        return bind(CommunityPartForm, request, instance=part, among=among)
    campaigns = visible_campaigns(request.user).filter(
        municipality=rating.municipality_id, version__instrument__subject=Subject.ORGANIZATION
    )
    among["campaign"] = campaigns.order_by("-starts_on", "-pk")
    return bind(OrganizationPartForm, request, instance=part, among=among)


# --- One participant --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Told:
    """A line of a calculation with the people behind it. ``n_hidden``: their cards are not open to the reader."""

    line: object
    counted: list
    others: list
    n_hidden: int


@requires("ratings.view_standing", among=visible_standings)
def standing_detail(request, standing):
    """How the total came about: each part, its calculation, and the people who are the number."""
    rating = standing.rating
    lines = list(standing.lines.select_related("part__indicator").order_by("part__position", "part"))
    keys = set(chain.from_iterable((*line.counted, *line.others) for line in lines))
    people = {each.pk: each for each in named_people(request.user, standing).filter(pk__in=keys)}
    cards = set(visible_people(request.user).filter(pk__in=keys).values_list("pk", flat=True))
    context = {
        "rating": rating,
        "standing": standing,
        "told": [_told(line, people) for line in lines],
        "cards": cards,
        "n_ranked": rating.standings.exclude(place=None).count(),
        "is_decided": rating.state == RatingState.DECIDED,
    }
    return render(request, "ratings/standing_detail.html", context)


def _told(line, people):
    named, missing = ([people[key] for key in keys if key in people] for keys in (line.counted, line.others))
    n_hidden = len(line.counted) + len(line.others) - len(named) - len(missing)
    return Told(line, sorted(named, key=str), sorted(missing, key=str), n_hidden)
