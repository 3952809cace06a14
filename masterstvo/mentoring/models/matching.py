"""The last matching that somebody asked for: what it was asked about, and what came out."""

from django.conf import settings
from django.db import models

from masterstvo.core.models import Recorded
from masterstvo.mentoring.choices import MatchingState


class Matching(Recorded):
    """One a user: the next replaces it. It holds keys and points, no names; pairs are kept as proposals only by the reader's choice.

    ``needs``, ``profiles``: keys of the two bases that the reader could see; ``plans``: {objective: a plan, see ``mentoring.matching``}.
    The days are those of the pairs to be proposed.
    """

    by = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="кто подбирает"
    )
    state = models.CharField("состояние", max_length=10, choices=MatchingState, default=MatchingState.WAITING)
    starts_on = models.DateField("начало работы пар")
    ends_on = models.DateField("окончание", null=True, blank=True)
    model = models.CharField("модель", max_length=80, help_text="term of «mentoring_model»")
    needs = models.JSONField("запросы", default=list, blank=True)
    profiles = models.JSONField("наставники", default=list, blank=True)
    plans = models.JSONField("планы", default=dict, blank=True)

    class Meta:
        verbose_name = "подбор наставников"
        verbose_name_plural = "подбор наставников"

    def __str__(self):
        return "Подбор наставников"
