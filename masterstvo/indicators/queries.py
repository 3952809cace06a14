"""Which definitions hold on a day, and what one would come to before it is saved."""

import datetime as dt
from typing import Any

from django.db.models import Q

from masterstvo.indicators.evaluation import Scope, Value, evaluate, report_period
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.models import Municipality


def indicators_in_force(day: dt.date, municipality: Municipality | None = None) -> list[Indicator]:
    """Return the definitions in force on ``day``: of one code the newest edition's, own ones of ``municipality`` included.

    Shape: parents before their parts, each part right after its whole; parts come from the same edition as the whole. Queries: one.
    """
    own = Q(municipality=None) | Q(municipality=municipality) if municipality else Q(municipality=None)
    valid = Q(edition__valid_to=None) | Q(edition__valid_to__gt=day)
    kept = Q(archived_on=None) | Q(archived_on__gt=day)
    rows = Indicator.objects.filter(own, valid, kept, edition__valid_from__lte=day).select_related(
        "edition", "parent"
    )
    # An own definition of the municipality wins over the common one of the same edition.
    newest_first = sorted(
        rows,
        key=lambda row: (row.edition.valid_from, row.edition_id, row.municipality_id is not None),
        reverse=True,
    )
    roots: dict[str, Indicator] = {}
    parts: dict[int, list[Indicator]] = {}
    for row in newest_first:
        if row.parent_id is None:
            roots.setdefault(row.code, row)
        else:
            parts.setdefault(row.parent_id, []).append(row)
    order = {
        edition: number
        for number, edition in enumerate(dict.fromkeys(row.edition_id for row in newest_first))
    }
    chosen = sorted(
        roots.values(),
        key=lambda row: (
            row.municipality_id is not None,
            order[row.edition_id],
            row.position,
            row.code,
            row.pk,
        ),
    )
    return [each for root in chosen for each in _with_parts(root, parts)]


def _with_parts(indicator: Indicator, parts: dict[int, list[Indicator]]) -> list[Indicator]:
    own = sorted(parts.get(indicator.pk, []), key=lambda row: (row.position, row.code, row.pk))
    return [indicator, *(each for part in own for each in _with_parts(part, parts))]


def value_today(
    formula: dict[str, Any], *, measure: str, municipality: Municipality, today: dt.date
) -> Value:
    """Return what an own indicator with this formula would come to now. Queries: as ``evaluate``. Raises: FormulaError."""
    drafted = Indicator(code="", title="", measure=measure, formula=formula, municipality=municipality)
    scope = Scope(municipality_id=municipality.pk)
    return evaluate([drafted], scope=scope, period=report_period(today))[""]
