"""Consents to the processing of personal data."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from masterstvo.core import terms
from masterstvo.core.models import Dated, Recorded
from masterstvo.people.models import Person
from masterstvo.privacy.choices import Way


class Consent(Dated, Recorded):
    """A person's consent to one purpose, from the day it was given; ``ends_on`` is its term, ``withdrawn_on`` its end before that."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="consents", verbose_name="человек"
    )
    purpose = models.CharField("цель", max_length=80, help_text="term of «consent_purpose»")
    categories = models.JSONField("какие данные", default=list, help_text="terms of «personal_data_category»")
    way = models.CharField("как дано", max_length=10, choices=Way, default=Way.PAPER)
    collected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="кто принял",
    )
    withdrawn_on = models.DateField(
        "отозвано", null=True, blank=True, help_text="the first day on which it no longer holds"
    )

    class Meta(Dated.Meta):
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["person", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("starts_on")),
                name="privacy_consent_is_withdrawn_after_it_is_given",
                violation_error_message="Согласие отозвано раньше, чем дано.",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "starts_on"],
                name="privacy_consent_is_unique",
                violation_error_message="Согласие от этого дня уже внесено.",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {terms.title('consent_purpose', self.purpose)}"
