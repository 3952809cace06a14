"""Frozen dataclasses to JSON values and back, so that an approved report is kept as it was read."""

import datetime as dt
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_plain(value: Any) -> Any:
    """Return ``value`` as JSON keeps it: dates in ISO form, decimals as text, tuples as lists."""
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def from_plain(kind: Any, plain: Any) -> Any:
    """Return what ``to_plain`` was given, by the annotations of ``kind``."""
    if plain is None:
        return None
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: from_plain(hints[name], value) for name, value in plain.items()})  # type: ignore[operator]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        return from_plain(next(part for part in arguments if part is not type(None)), plain)
    if origin is tuple:
        kinds = (arguments[0],) * len(plain) if arguments[-1] is Ellipsis else arguments
        return tuple(from_plain(part, item) for part, item in zip(kinds, plain, strict=True))
    if kind is dt.date:
        return dt.date.fromisoformat(plain)
    return Decimal(plain) if kind is Decimal else plain


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
