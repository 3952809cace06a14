"""What documents hold about persons: evidence laid to their records, and the tables that name them."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import Holding, declare, named_by_content_type


def declare_personal() -> None:
    declare(
        Holding(
            "documents.Attachment",
            "Приложенные документы",
            "development",
            paths=(),
            also=named_by_content_type,
            fate=Fate.REMOVED,
        ),
        Holding(
            "documents.DocumentFile",
            "Приложенные файлы документов",
            "development",
            paths=(),
            made=("added_by__person",),
            secret=("file", "sha256"),
            why="файл принадлежит документу; стирается вместе с документом, который больше ничего не подтверждает",
        ),
        Holding(
            "documents.DocumentPerson",
            "Назван в документах",
            "development",
            personal=("note",),
            fate=Fate.CLEARED,
            why="строка приказа остаётся безымянной; в подписанном файле слова приказа не меняются",
        ),
    )
