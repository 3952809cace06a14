"""Lookups that survive what people can type into an address or a form."""

from typing import Any

from django.db.models import IntegerField
from django.db.models.lookups import In

SMALLEST, LARGEST = -(2**63), 2**63 - 1


class InRange(In):
    """``in`` over whole numbers: one that no column can hold is in none of them, instead of an error of the database."""

    def get_prep_lookup(self) -> Any:
        prepared = super().get_prep_lookup()
        if hasattr(prepared, "resolve_expression"):  # a query of its own, not values
            return prepared
        return [each for each in prepared if not isinstance(each, int) or SMALLEST <= each <= LARGEST]


def register() -> None:
    IntegerField.register_lookup(InRange)
