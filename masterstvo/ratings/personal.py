"""What ratings hold about persons: the keys of those who were counted."""

from django.db.models import Q

from masterstvo.people.models import Person
from masterstvo.people.personal import Holding, declare
from masterstvo.ratings.models import Line


def _counts(person: Person) -> Q:
    """Return the lines in whose lists ``person`` stands; SQLite cannot look into a list, so they are read."""
    lists = Line.objects.exclude(counted=[], others=[]).values_list("pk", "counted", "others")
    return Q(pk__in=[pk for pk, counted, others in lists if person.pk in counted or person.pk in others])


def declare_personal() -> None:
    declare(
        Holding(
            "ratings.Line",
            "Расчёты рейтингов",
            "report",
            paths=(),
            also=_counts,
            secret=("counted", "others"),
            joined=("standing__rating",),
            why="подведённые итоги не меняются; в расчёте номера записей, а не имена",
        )
    )
