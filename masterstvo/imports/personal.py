"""What imports hold about persons: the rows of files that became their records, and who loaded them."""

from django.db.models import Q

from masterstvo.imports.models import ImportRow
from masterstvo.people.choices import Fate
from masterstvo.people.models import Person
from masterstvo.people.personal import Holding, declare, named_by_type, named_in


def _rows(person: Person) -> Q:
    """Return the rows that became records of ``person``, and those that became nothing and name the person."""
    unused = ImportRow.objects.filter(object_id=None, batch__municipality=person.municipality_id)
    return named_by_type(person) | Q(object_id=None) & named_in(person, unused, "cells")


def declare_personal() -> None:
    declare(
        Holding(
            "imports.ImportRow",
            "Строки загруженных файлов",
            "imports",
            paths=(),
            also=_rows,
            personal=("cells", "fixes", "refusals", "warnings", "changes", "records"),
            own=("cells", "fixes", "refusals", "warnings", "changes", "records"),
            fate=Fate.CLEARED,
            why="по ней видно, откуда взялась запись",
        ),
        Holding(
            "imports.ImportBatch",
            "Загрузки, которые провёл человек",
            "imports",
            paths=(),
            made=("by__person",),
            why="по ней видно, откуда взялись записи",
        ),
    )
