"""Composition: plan, facts and people's words put together into one ``ReportContent``."""

from masterstvo.reports.composition.compose import compose as compose
from masterstvo.reports.composition.content import ReportContent as ReportContent
