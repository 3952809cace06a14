"""What both sides of a pair are asked in the middle of its term and at its end, and what they answer."""

from django.db import models
from django.urls import reverse

from masterstvo.assessments.models import Answered, Version
from masterstvo.core.models import Dated, Recorded
from masterstvo.mentoring.choices import Side, Stage
from masterstvo.mentoring.models.pair import Mentorship
from masterstvo.people.models import Person


class PairSheet(Answered, Dated, Recorded):
    """One side is asked once at each stage, and may answer from ``starts_on`` to the day before ``ends_on``. Nobody has to (ADR 0047)."""

    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.CASCADE, related_name="sheets", verbose_name="пара"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="pair_sheets", verbose_name="кого спросили"
    )
    side = models.CharField("сторона", max_length=10, choices=Side)
    stage = models.CharField("когда", max_length=10, choices=Stage)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", verbose_name="анкета")
    finished_on = models.DateField("ответ дан", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "анкета пары"
        verbose_name_plural = "анкеты пар"
        ordering = ["-starts_on", "mentorship", "side", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["mentorship", "side", "stage"],
                name="mentoring_sheet_is_asked_once",
                violation_error_message="Эту сторону уже спросили.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=False), name="mentoring_sheet_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["person", "finished_on"], name="mentoring_sheet_of_person")]

    def __str__(self):
        return f"{self.get_side_display().capitalize()}, {self.get_stage_display()}: {self.mentorship}"

    def get_absolute_url(self):
        return reverse("mentoring:sheet_answer", args=[self.pk])

    def is_open(self, day):
        """Tell whether an answer is taken on ``day``."""
        return self.finished_on is None and self.starts_on <= day < self.ends_on
