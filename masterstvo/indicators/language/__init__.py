"""The indicator language: a formula as a typed object, read from JSON, written to JSON, told in Russian words. Pure."""

from masterstvo.indicators.language.formula import (
    All,
    Any,
    Attribute,
    Condition,
    FactCondition,
    Formula,
    FormulaError,
    Not,
    PopulationTerm,
    Test,
    When,
)
from masterstvo.indicators.language.reading import from_json
from masterstvo.indicators.language.wording import FormulaWords, condition_words, formula_words
from masterstvo.indicators.language.writing import to_json

__all__ = [
    "All",
    "Any",
    "Attribute",
    "Condition",
    "FactCondition",
    "Formula",
    "FormulaError",
    "FormulaWords",
    "Not",
    "PopulationTerm",
    "Test",
    "When",
    "condition_words",
    "formula_words",
    "from_json",
    "to_json",
]
