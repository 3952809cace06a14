"""What can be found: each app says it of its own tables, in ``apps.py: ready()``."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Kind:
    """One table whose rows can be found.

    ``visible``: callable(user) -> the rows that ``user`` may see, in the order in which they are shown; ``texts``: callable(row) -> by what
    words it is found; ``told``: callable(row) -> a second line. ``related``: what these need besides the row.
    ``many``: what they need of many rows; ``words``: {column: vocabulary} of columns whose titles it is found by as well.
    ``kin``: {label of another model: how a row leads to it}: a record about that changes what is found of these.
    ``url``: callable(row) -> where it leads; ``list_url``: name of the list that takes the same words.
    """

    model: str
    title: str
    visible: Callable[[Any], QuerySet]
    texts: Callable[[Any], Iterable[str]]
    order: int
    told: Callable[[Any], str] = lambda row: ""
    url: Callable[[Any], str] = lambda row: row.get_absolute_url()
    related: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    kin: Mapping[str, str] = field(default_factory=dict)
    list_url: str = ""

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def key(self) -> str:
        return self.table._meta.label_lower


_kinds: dict[str, Kind] = {}


def add_kind(kind: Kind) -> None:
    """Let rows of one table be found."""
    _kinds[kind.model] = kind


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda each: each.order)
