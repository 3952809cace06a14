"""Indicators over the database: sets of identities, and everything that is read off them."""

from masterstvo.indicators.evaluation.lookups import Dictionary, persons_behind, term_titles
from masterstvo.indicators.evaluation.period import (
    Debt,
    Explanation,
    Member,
    Period,
    Scope,
    Value,
    report_period,
)
from masterstvo.indicators.evaluation.reasons import NEARLY, explain
from masterstvo.indicators.evaluation.values import Evaluation, evaluate, formula_of, gap

__all__ = [
    "NEARLY",
    "Debt",
    "Dictionary",
    "Evaluation",
    "Explanation",
    "Member",
    "Period",
    "Scope",
    "Value",
    "evaluate",
    "explain",
    "formula_of",
    "gap",
    "persons_behind",
    "report_period",
    "term_titles",
]
