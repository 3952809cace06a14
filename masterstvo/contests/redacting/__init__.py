"""Copies of works without names and schools, for jurors who must not know whose they are. Pure: no database, no Django."""

from masterstvo.contests.redacting.copying import Copy, Doubt, redacted
from masterstvo.contests.redacting.secrets import Secrets

__all__ = ["Copy", "Doubt", "Secrets", "redacted"]
