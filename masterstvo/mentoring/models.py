"""Pairs of mentor and mentee, and the acts that fix them."""

from django.db import models
from django.db.models import F, Q

from masterstvo.core.models import Dated, Recorded
from masterstvo.people.models import Person


class Mentorship(Dated, Recorded):
    """A mentor accompanies a mentee for a while. Without an act the pair is informal and is counted apart.

    Source: Labour Code, art. 351.8.
    """

    mentor = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="mentorships_as_mentor", verbose_name="наставник"
    )
    mentee = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="mentorships_as_mentee", verbose_name="наставляемый"
    )
    model = models.CharField("модель", max_length=80, help_text="term of «mentoring_model»")
    format = models.CharField("формат", max_length=80, help_text="term of «mentoring_format»")
    act_number = models.CharField("приказ №", max_length=60, blank=True)
    act_on = models.DateField("приказ от", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "наставничество"
        verbose_name_plural = "наставничество"
        ordering = ["-starts_on", "mentor", "mentee", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")),
                name="mentoring_mentorship_is_of_two_people",
                violation_error_message="Наставник и наставляемый — один и тот же человек.",
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee", "starts_on"],
                name="mentoring_mentorship_is_unique",
                violation_error_message="Эта пара с этой даты уже внесена.",
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "ends_on", "mentee"], name="mentoring_by_date")]

    def __str__(self):
        return f"{self.mentor} – {self.mentee}"
