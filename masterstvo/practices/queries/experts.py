"""What practices tell of experts: who wrote together, how reviews were marked, what waits for them."""

from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from django.db.models import Count

from masterstvo.experts.conflicts import Ground, Tie
from masterstvo.experts.counting import Given
from masterstvo.practices.choices import VersionState
from masterstvo.practices.models import Authorship, Review


def ties_of_authors(people: Collection[int]) -> list[Tie]:
    """Return with whom ``people`` wrote a practice; it counts from the day it was begun and has no end. Queries: two."""
    own = dict(Authorship.objects.filter(person__in=people).values_list("practice", "practice__title"))
    by_practice: dict[int, list[int]] = {}
    rows = Authorship.objects.filter(practice__in=own).order_by("practice", "pk")
    for practice, person in rows.values_list("practice", "person"):
        by_practice.setdefault(practice, []).append(person)
    return [
        Tie(one, other, Ground.COAUTHOR, f"соавторы практики «{own[practice]}»")
        for practice, authors in by_practice.items()
        for one in authors
        if one in people
        for other in authors
        if other != one
    ]


def marks_beside(person: int) -> list[Given]:
    """Return the finished reviews of all experts for the versions that ``person`` reviewed. Queries: one."""
    own = Review.objects.filter(person=person, percent__isnull=False).values("version")
    rows = Review.objects.filter(version__in=own, percent__isnull=False, finished_on__isnull=False)
    return [
        Given(expert, day.year, ("practice", version), Fraction(percent) / 100)
        for expert, day, version, percent in rows.values_list("person", "finished_on", "version", "percent")
        if day is not None and percent is not None  # as the rows are filtered
    ]


def reviews_waiting(people: Collection[int]) -> Counter[int]:
    """Return how many reviews wait for each of ``people``. Queries: one."""
    rows = Review.objects.filter(
        person__in=people, finished_on=None, recused_on=None, version__state=VersionState.SENT
    )
    return Counter(dict(rows.order_by().values("person").annotate(n=Count("pk")).values_list("person", "n")))
