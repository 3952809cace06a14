"""Copies of works without names and schools, for jurors and reviewers who must not know whose they are. Pure: no database, no Django."""

from masterstvo.experts.redacting.copying import DOUBTS, Copy, Doubt, redacted
from masterstvo.experts.redacting.secrets import Secrets

__all__ = ["DOUBTS", "Copy", "Doubt", "Secrets", "redacted"]
