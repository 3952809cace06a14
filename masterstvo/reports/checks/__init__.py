"""Checks: what does not hold together in a report, each with where it is and what to do."""

from masterstvo.reports.checks import activities, dates, orders, targets, words  # noqa: F401 -- they register themselves
from masterstvo.reports.checks.registry import Finding as Finding
from masterstvo.reports.checks.registry import registered as registered
from masterstvo.reports.checks.registry import run_checks as run_checks
