"""Contests and entries as lists need them."""

from django.db.models import QuerySet

from masterstvo.contests.models import Contest


def outside_contests() -> QuerySet[Contest]:
    """Return the contests that others hold: facts are entered for these alone."""
    return Contest.objects.filter(municipality=None)
