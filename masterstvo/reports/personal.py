"""What reports hold about persons: the keys of those who were counted, and who approved."""

from django.db.models import Q

from masterstvo.people.models import Person
from masterstvo.people.personal import Holding, declare
from masterstvo.reports.models import FrozenValue


def _counts(person: Person) -> Q:
    """Return the approved values in whose lists ``person`` stands; SQLite cannot look into a list, so they are read."""
    lists = FrozenValue.objects.filter(member_kind="person").values_list("pk", "included", "base")
    return Q(pk__in=[pk for pk, included, base in lists if person.pk in included or person.pk in base])


def declare_personal() -> None:
    declare(
        Holding(
            "reports.FrozenValue",
            "Показатели утверждённых отчётов",
            "report",
            paths=(),
            also=_counts,
            secret=("included", "base"),
            why="утверждённый отчёт не меняется; в нём номера записей, а не имена",
        ),
        Holding(
            "reports.Report",
            "Отчёты, которые человек утвердил",
            "report",
            paths=(),
            made=("approved_by__person",),
            secret=("content",),
            why="подпись под утверждённым отчётом",
        ),
    )
