"""What the inbox holds about persons: notices told to them, and how they want to be written to."""

from django.db.models import Q

from masterstvo.inbox.models import Notice
from masterstvo.people.choices import Fate
from masterstvo.people.models import Person
from masterstvo.people.personal import Holding, declare, named_in


def _naming(person: Person) -> Q:
    return named_in(person, Notice.objects.all(), "text")


def declare_personal() -> None:
    declare(
        Holding(
            "inbox.Notice",
            "Уведомления",
            "account",
            paths=("user__person",),
            also=_naming,  # a notice to somebody else may name the person
            secret=("user", "key"),
            personal=("text",),
            fate=Fate.REMOVED,
        ),
        Holding(
            "inbox.Preference",
            "Настройки уведомлений",
            "account",
            paths=("user__person",),
            fate=Fate.REMOVED,
        ),
    )
