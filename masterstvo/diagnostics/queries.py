"""Reads about measurements."""

from django.db.models import Case, QuerySet, Value, When

from masterstvo.diagnostics.models import Diagnostic


def with_openness(rows: QuerySet[Diagnostic], opened: QuerySet[Diagnostic]) -> QuerySet[Diagnostic]:
    """Tell each row by ``is_open`` whether it is among those whose results may be read."""
    return rows.annotate(
        is_open=Case(When(pk__in=opened.values("pk"), then=Value(True)), default=Value(False))
    )
