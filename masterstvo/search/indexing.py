"""The full-text index of each database over ``Entry``: FTS5 in SQLite, GIN over tsvector in PostgreSQL. Stems come ready from ``stemming.py``.

The kind of a row is in the index too: a word that stands in half of all rows is then looked up among those of one kind only.
A condition is a list of words that must all be there; each word is a list of tokens, any of which will do; «ив*» is a beginning.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from masterstvo.search.models import Entry

Condition = Sequence[Sequence[str]]
COLUMNS = ("stems", "near")
INDEXED = ("kind", *COLUMNS)  # of SQLite
_TABLE = Entry._meta.db_table


def matching(kind: str, column: str, condition: Condition) -> RawSQL:
    """Return the subquery of the keys of rows of ``kind`` whose ``column`` meets ``condition``. Tokens are letters and digits alone."""
    if connection.vendor == "sqlite":
        return RawSQL(  # noqa: S611 -- the table is ours
            f"SELECT object_id FROM {_TABLE} WHERE kind = %s"  # noqa: S608 -- the same
            " AND id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)",
            [kind, f'kind : "{kind}" AND {_fts5(column, condition)}'],
        )
    # Materialized: or else PostgreSQL may walk through a whole table and read the words of each row anew.
    return RawSQL(  # noqa: S611 -- the column is one of ours
        f"WITH found AS MATERIALIZED (SELECT object_id FROM {_TABLE} WHERE kind = %s AND"  # noqa: S608 -- the same
        f" {_words(column)} @@ (%s::tsquery && to_tsquery('simple', %s))) SELECT object_id FROM found",
        [kind, f"'={kind}'", _tsquery(condition)],
    )


def kinds_with(column: str, condition: Condition) -> set[str]:
    """Return the kinds that have a row which meets ``condition``: one look instead of one at each kind that has none."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = f"SELECT kind FROM {_TABLE} WHERE id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)"  # noqa: S608 -- the table is ours
            cursor.execute(f"SELECT DISTINCT kind FROM ({found})", [_fts5(column, condition)])  # noqa: S608 -- the same
        else:
            found = f"SELECT kind FROM {_TABLE} WHERE {_words(column)} @@ to_tsquery('simple', %s)"  # noqa: S608 -- the same
            cursor.execute(
                f"WITH found AS MATERIALIZED ({found}) SELECT DISTINCT kind FROM found",  # noqa: S608 -- the same
                [_tsquery(condition)],
            )
        return {kind for (kind,) in cursor.fetchall()}


def _words(column: str) -> str:
    """Return what PostgreSQL indexes. No word that is looked for begins as the sign of a kind does."""
    return f"(array_to_tsvector(ARRAY['=' || kind]) || to_tsvector('simple', {column}))"


def _fts5(column: str, condition: Condition) -> str:
    def told(token: str) -> str:
        return f'"{token[:-1]}" *' if token.endswith("*") else f'"{token}"'

    words = (f"({' OR '.join(map(told, tokens))})" for tokens in condition)
    return f"{column} : ({' AND '.join(words)})"


def _tsquery(condition: Condition) -> str:
    def told(token: str) -> str:
        return f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'"

    return " & ".join(f"({' | '.join(map(told, tokens))})" for tokens in condition)


def install(*, using: str = "default", **_) -> None:
    """Put the index in its place; rebuilding a table on SQLite loses triggers, so each migration does it again."""
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


_columns = ", ".join(INDEXED)
_new, _old = (", ".join(f"{row}.{name}" for name in INDEXED) for row in ("new", "old"))
_FORGET = f"INSERT INTO search_index(search_index, rowid, {_columns}) VALUES ('delete', old.id, {_old});"  # noqa: S608 -- our own names
_LEARN = f"INSERT INTO search_index(rowid, {_columns}) VALUES (new.id, {_new});"  # noqa: S608 -- the same
_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5({_columns}, content='{_TABLE}', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    f"CREATE TRIGGER IF NOT EXISTS search_learn AFTER INSERT ON {_TABLE} BEGIN {_LEARN} END",
    f"CREATE TRIGGER IF NOT EXISTS search_forget AFTER DELETE ON {_TABLE} BEGIN {_FORGET} END",
    f"CREATE TRIGGER IF NOT EXISTS search_change AFTER UPDATE ON {_TABLE} BEGIN {_FORGET} {_LEARN} END",
)
_POSTGRESQL = tuple(
    f"CREATE INDEX IF NOT EXISTS search_{name} ON {_TABLE} USING gin ({_words(name)})" for name in COLUMNS
)
