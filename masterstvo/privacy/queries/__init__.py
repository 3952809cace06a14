"""Reads of privacy, one file per noun."""

from masterstvo.privacy.queries.consent import consents_before, coverage, grounds, in_force, wording
from masterstvo.privacy.queries.data import Section, data_of

__all__ = ["Section", "consents_before", "coverage", "data_of", "grounds", "in_force", "wording"]
