"""The reads behind an evaluation: one query a population, one scan a fact, each with all tests at once.

A row comes back as its identities and a signature: bit *i* is set when the row passes test *i*. Distinct signatures are few,
so the database hands over little, and any combination of tests is then a mask.
"""

import operator
from collections.abc import Iterator, Sequence
from functools import reduce

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

_BITS = 30  # of one column; both databases compare such numbers fast


def signed_rows(
    rows: QuerySet, columns: Sequence[str], tests: Sequence[Q | None], *, distinct: bool
) -> Iterator[tuple]:
    """Yield (*columns, signature) of ``rows``; the bit of a test that is None stays unset. Queries: one."""
    chunks = [tests[start : start + _BITS] for start in range(0, len(tests), _BITS)] or [()]
    names = [f"signature_{number}" for number in range(len(chunks))]
    annotated = rows.annotate(**{name: _bits(chunk) for name, chunk in zip(names, chunks, strict=True)})
    found = annotated.values_list(*columns, *names)
    if distinct:
        found = found.distinct()
    width = len(columns)
    stream = plain_rows(found)
    if len(names) == 1:
        return stream
    return (
        (*row[:width], sum(part << (_BITS * number) for number, part in enumerate(row[width:])))
        for row in stream
    )


def plain_rows(found: QuerySet) -> Iterator[tuple]:
    """Yield the rows of ``found`` as the driver gives them: no column of these reads needs a conversion by Django."""
    try:
        sql, parameters = found.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while chunk := cursor.fetchmany(5000):
            yield from chunk


def _bits(tests: Sequence[Q | None]) -> Combinable:
    bits: list[Combinable] = [
        Case(When(test, then=Value(1 << number)), default=Value(0), output_field=IntegerField())
        for number, test in enumerate(tests)
        if test
    ]
    # An empty condition holds for every row, and ``When`` refuses it.
    always = sum(1 << number for number, test in enumerate(tests) if test is not None and not test)
    return reduce(operator.add, bits, Value(always, output_field=IntegerField()))
