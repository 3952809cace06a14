"""What documents hold about persons: evidence laid to their records."""

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
        )
    )
