"""The bank: what is in it, in what order words find it, what readers made of it, and what a collection takes."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from masterstvo.core.dates import short_date
from masterstvo.core.models import Term
from masterstvo.people.models import Person
from masterstvo.practices.choices import PracticeKind
from masterstvo.practices.models import Authorship, Mark, Practice, Repeat, Review
from masterstvo.search.queries import Ranked, ranked

KIND = "practices.practice"
PARTS = ((PracticeKind.PRACTICE, "Практики"), (PracticeKind.LESSON, "Лучшие уроки"))  # of a collection


def with_words(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    """Give each practice its version, ``named`` (the authors whose names may be shown), ``n_useful`` and ``n_repeats``. Queries: five more for all."""
    named = Authorship.objects.consenting().select_related("person").order_by("position", "pk")
    return (
        rows.select_related("shown", "organization", "municipality")
        .prefetch_related(
            Prefetch("authors", named, to_attr="named"),
            *(Prefetch(f"shown__{name}", Term.objects.all()) for name in ("audience", "subjects", "topics")),
        )
        .annotate(n_useful=_n(Mark), n_repeats=_n(Repeat))
    )


def _n(model: Any) -> Any:
    counted = model.objects.filter(practice=OuterRef("pk")).order_by().values("practice")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


def found(rows: QuerySet[Practice], text: str) -> Ranked:
    """Return how ``text`` finds ``rows``, the best first: by forms of words, in the other layout, then with one mistake in each word."""
    return ranked(KIND, rows, text)


def in_order(rows: QuerySet[Practice], keys: Collection[int]) -> QuerySet[Practice]:
    """Keep the rows of ``keys``, in their order."""
    places = [When(pk=key, then=place) for place, key in enumerate(keys)]
    if not places:
        return rows.none()
    ordered = rows.filter(pk__in=keys).annotate(place=Case(*places, output_field=IntegerField()))
    return ordered.order_by("place")


def counts(rows: QuerySet[Practice], path: str) -> dict[str, int]:
    """Return {word: how many of ``rows``} for a facet. Queries: one."""
    told = rows.order_by().exclude(**{path: None}).values_list(path).annotate(n=Count("pk", distinct=True))
    return {key: n for key, n in told if key}


def practices_of(person: Person) -> QuerySet[Practice]:
    """Return what ``person`` made, the latest first, each with its ``latest`` version in a list. Queries: one more for all."""
    rows = Practice.objects.filter(authors__person=person).prefetch_related("versions")
    return rows.annotate(n_useful=_n(Mark), n_repeats=_n(Repeat)).order_by("-updated_at", "pk")


def years_of(rows: QuerySet[Practice]) -> list[int]:
    """Return the years in which ``rows`` came into the bank, the latest first. Queries: one."""
    return [day.year for day in rows.order_by().dates("banked_on", "year", order="DESC")]


def lines_of(practice: Practice) -> list[tuple[str, str]]:
    """Return what is told of a practice beside its steps: [(heading, text)], without what is empty."""
    version: Any = practice.shown
    told = (
        ("Какую задачу решает", version.problem),
        ("Для кого", ", ".join(each.title for each in version.audience.all())),
        ("Что понадобится", version.resources),
        ("Что изменилось", version.effect),
        ("Чем подтверждается", version.evidence),
        ("При каких условиях работает", version.conditions),
    )
    return [(heading, text) for heading, text in told if text]


def names(practice: Practice) -> str:
    """Return the authors who consent, of ``with_words``, with the place where it works."""
    people = ", ".join(each.person.short_name for each in practice.named)  # type: ignore[attr-defined]
    return "; ".join(filter(None, (people, str(practice.organization or ""))))


def of_year(rows: QuerySet[Practice], year: int) -> QuerySet[Practice]:
    """Keep what came into the bank in ``year``, by kind and title: the order of a collection."""
    return rows.filter(banked_on__year=year).order_by("-kind", "title", "pk")


def foot(practice: Practice, words: Mapping[str, Mapping[str, str]]) -> str:
    """Return where it is, since when and under which terms it may be repeated."""
    version = practice.shown
    assert version is not None  # the bank holds nothing else
    assert practice.banked_on
    licence = words["practice_licence"].get(version.licence, version.licence)
    link = f" Материалы: {version.link}" if version.link else ""
    return f"В банке с {short_date(practice.banked_on)}. Условия: {licence}.{link}"


def has_practices() -> Q:
    """Return the column that tells whether a user is an author of a practice or was asked to review one, whatever other role there is."""
    wrote = Authorship.objects.filter(person__user=OuterRef("pk")).order_by()
    return Exists(wrote) | Exists(Review.objects.filter(person__user=OuterRef("pk")).order_by())
