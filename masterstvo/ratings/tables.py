"""The list of ratings, and the panels of communities' pages."""

from operator import attrgetter

from django.urls import reverse

from masterstvo.core.listing import Column, Panel, Table, by_choice, search
from masterstvo.ratings.choices import RatingKind, RatingState
from masterstvo.ratings.models import Rating, Standing
from masterstvo.ratings.rules import visible_ratings, visible_standings
from masterstvo.search.panels import Kind

LOOK = {
    RatingState.DRAFT: "not_started",
    RatingState.PUBLISHED: "going_on",
    RatingState.DECIDED: "done",
    RatingState.CANCELLED: "not_held",
}
RATINGS = Table(
    title="Рейтинги",
    columns=(
        Column("Рейтинг", attrgetter("title"), 50, url=Rating.get_absolute_url),
        Column("Кого сравнивают", Rating.get_kind_display, 18),
        Column("С", attrgetter("starts_on"), 12),
        Column("По", attrgetter("last_day"), 12),
        Column("Участников", attrgetter("n_standings"), 12, is_number=True),
        Column("Состояние", Rating.get_state_display, 24, state=lambda row: LOOK[row.state]),
    ),
    filters=(
        search("title"),
        by_choice("kind", "kind", RatingKind.choices, "Кого сравнивают"),
        by_choice("state", "state", RatingState.choices, "Состояние"),
    ),
)


def community_panel(user, community):
    """Where the community was rated; nothing until it was, and nothing to those who may not open the calculation."""
    rows = visible_standings(user).filter(community=community, rating__state__in=("published", "decided"))
    found = list(rows.select_related("rating").order_by("-rating__starts_on", "pk")[:5])
    if not found:
        return None
    return Panel(
        title="Рейтинги",
        columns=(
            Column("Рейтинг", attrgetter("rating"), url=Standing.get_absolute_url),
            Column("Место", attrgetter("place"), is_number=True),
            Column("Итог", attrgetter("total"), is_number=True),
        ),
        rows=found,
    )


def ratings_panel(user, municipality):
    """The ratings of communities in ``municipality``, the latest first: there places are given, beside mere scores they are not."""
    rows = visible_ratings(user).filter(municipality=municipality, kind=RatingKind.COMMUNITY)
    name, _, first, last, _, state = RATINGS.columns
    return Panel(
        title="Рейтинги: кто лучший",
        columns=(name, first, last, state),
        rows=list(rows.order_by("-starts_on", "title", "pk")[:5]),
        empty="Рейтинга сообществ ещё не составляли.",
        all_url=reverse("ratings:rating_list"),
    )


FOUND = Kind(
    model="ratings.Rating",
    title="Рейтинги",
    visible=visible_ratings,
    texts=lambda rating: (rating.title,),
    told=lambda rating: f"{rating.starts_on:%d.%m.%Y} – {rating.last_day:%d.%m.%Y}",
    order=46,
)
