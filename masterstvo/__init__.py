"""Мастерство: from a municipality's plan to its report, computed down to the persons."""

__version__ = "0.1.0"
