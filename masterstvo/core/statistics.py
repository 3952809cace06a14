"""What the database knows of its own tables when it plans a query."""

from django.db import connection, transaction

LARGE = 500


def refresh_statistics(n_rows: int = LARGE) -> None:
    """Have the database look at its tables once ``n_rows`` new rows are committed; fewer are not worth the look.

    PostgreSQL would do so by itself within a minute; until then it takes the tables for empty, and a page of indicators takes five times as
    long. SQLite never does: without figures it reads a whole region where one district is asked for.
    """
    if n_rows >= LARGE:
        transaction.on_commit(analyze)


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
