"""What imports hold about persons: the rows of files that became their records, and who loaded them."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import Holding, declare, named_by_type


def declare_personal() -> None:
    declare(
        Holding(
            "imports.ImportRow",
            "Строки загруженных файлов",
            "imports",
            paths=(),
            also=named_by_type,
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
