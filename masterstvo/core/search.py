"""Search by words as people type them: «семенова» finds «Семёнова», on both databases.

LOWER knows no Cyrillic in SQLite, and in PostgreSQL only under some collations, so both use one alphabet written here.
"""

import re
from collections.abc import Iterable
from itertools import permutations
from typing import Any

from django.db.models import CharField, F, Func, JSONField, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from masterstvo.core.words import clean

MOST_SIGNS, MOST_WORDS = 200, 12  # SQLite refuses longer patterns, and nobody looks for more words

_CAPITALS = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FROM = _CAPITALS + "Ёё«»„“”\"'"
_TO = _CAPITALS.lower() + "ее"  # what has no pair is dropped, in Python as in PostgreSQL
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
_TABLE = {ord(sign): _TO[place] if place < len(_TO) else None for place, sign in enumerate(_FROM)}

_SPELLINGS = {
    sign: "".join(_FROM[place] for place, to in enumerate(_TO) if to == sign) + sign for sign in _TO
}


def fold_for_search(text: str | None) -> str | None:
    """Return ``text`` without case, with ё as е and without quotes."""
    return None if text is None else text.translate(_TABLE)


def teach_sqlite(connection: Any, **_: Any) -> None:
    """Give each new SQLite connection the function that PostgreSQL has as TRANSLATE."""
    if connection.vendor == "sqlite":
        make = connection.connection.create_function
        make("fold_for_search", 1, fold_for_search, deterministic=True)
        make("unescape_json", 1, _unescaped, deterministic=True)


def _unescaped(text: str | None) -> str | None:
    return None if text is None else _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


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


class Written(Func):
    """A column of JSON as the text that people would read: SQLite keeps Cyrillic in it as escapes."""

    function = "unescape_json"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", **context)


def mentioning(rows: Any, field: str, groups: Iterable[tuple[str, ...]]) -> Any:
    """Keep the rows in whose column ``field``, of text or JSON, all words of one of ``groups`` stand as parts of the text.

    One pass over the column: whole tables are read for a name, and folding each text first costs five times as much.
    """
    column = rows.model._meta.get_field(field)
    text: Any = Cast(F(field), TextField())
    if isinstance(column, JSONField):
        text = Written(text)
    wanted = "|".join(
        ".*".join(_any_spelling(word) for word in words) for group in groups for words in permutations(group)
    )
    return rows.alias(written=text).filter(written__regex=f"(?s){wanted}")


def _any_spelling(word: str) -> str:
    """Return the pattern of every text that is folded to the same: both databases understand it, whatever their collation."""
    return "".join(
        f"[{_SPELLINGS[sign]}]" if sign in _SPELLINGS else re.escape(sign)
        for sign in fold_for_search(word) or ""
    )


def matching(rows: Any, text: str, *fields: str) -> Any:
    """Keep the rows of a QuerySet in whose ``fields`` every word of ``text`` stands. To-many relations would repeat rows: not for them."""
    parts: list[Any] = []
    for field in fields:
        parts += [Coalesce(Cast(F(field), CharField()), Value("")), Value(" ")]
    return rows.alias(searched=Folded(Concat(*parts, output_field=TextField()))).filter(
        holding(text, "searched")
    )


def holding(text: str, alias: str) -> Q:
    """Return the condition that every word of ``text`` stands in an alias of ``Folded`` text."""
    condition = Q()
    for word in clean(fold_for_search(text[:MOST_SIGNS])).split()[:MOST_WORDS]:
        condition &= Q(**{f"{alias}__contains": word})
    return condition
