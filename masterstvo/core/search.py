"""Search by words as people type them: «семенова» finds «Семёнова», on both databases.

LOWER knows no Cyrillic in SQLite, and in PostgreSQL only under some collations, so both use one alphabet written here.
"""

from typing import Any

from django.db.models import CharField, F, Func, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from masterstvo.core.words import clean

MOST_SIGNS, MOST_WORDS = 200, 12  # SQLite refuses longer patterns, and nobody looks for more words

_CAPITALS = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FROM = _CAPITALS + "Ёё«»„“”\"'"
_TO = _CAPITALS.lower() + "ее"  # what has no pair is dropped, in Python as in PostgreSQL
_TABLE = {ord(sign): _TO[place] if place < len(_TO) else None for place, sign in enumerate(_FROM)}


def fold_for_search(text: str | None) -> str | None:
    """Return ``text`` without case, with ё as е and without quotes."""
    return None if text is None else text.translate(_TABLE)


def teach_sqlite(connection: Any, **_: Any) -> None:
    """Give each new SQLite connection the function that PostgreSQL has as TRANSLATE."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("fold_for_search", 1, fold_for_search, deterministic=True)


class Folded(Func):
    """A text column in its search form."""

    function = "fold_for_search"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            function="TRANSLATE",
            template="%(function)s(%(expressions)s, '" + _FROM.replace("'", "''") + "', '" + _TO + "')",
            **context,
        )


def matching(rows: Any, text: str, *fields: str) -> Any:
    """Keep the rows of a QuerySet in whose ``fields`` every word of ``text`` stands. To-many relations would repeat rows: not for them."""
    parts: list[Any] = []
    for field in fields:
        parts += [Coalesce(Cast(F(field), CharField()), Value("")), Value(" ")]
    condition = Q()
    for word in clean(fold_for_search(text[:MOST_SIGNS])).split()[:MOST_WORDS]:
        condition &= Q(searched__contains=word)
    return rows.alias(searched=Folded(Concat(*parts, output_field=TextField()))).filter(condition)
