"""Schedules: a period phrase of a plan into dates, and what follows from the dates."""

from .schedule import KINDS, Schedule, parse

__all__ = ["KINDS", "Schedule", "parse"]
