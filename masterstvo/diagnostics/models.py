"""What was measured of a person's competences."""

from django.db import models
from django.db.models import F, Q

from masterstvo.core.models import Recorded
from masterstvo.people.models import Person


class Diagnostic(Recorded):
    """One measurement of one competence of one person by one procedure."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="diagnostics", verbose_name="человек"
    )
    measured_on = models.DateField("дата")
    procedure = models.CharField("процедура", max_length=300)
    kind = models.CharField("вид", max_length=80, blank=True, help_text="term of «diagnostic_kind»")
    competency = models.CharField("компетенция", max_length=300)
    score = models.DecimalField("балл", max_digits=8, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("максимум", max_digits=8, decimal_places=2, null=True, blank=True)
    threshold = models.DecimalField("порог", max_digits=8, decimal_places=2, null=True, blank=True)
    has_deficit = models.BooleanField("дефицит", null=True, blank=True, help_text="null: not known")

    class Meta:
        verbose_name = "результат диагностики"
        verbose_name_plural = "результаты диагностики"
        ordering = ["-measured_on", "person", "competency", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(maximum=None) | Q(score__lte=F("maximum")),
                name="diagnostics_score_within_maximum",
                violation_error_message="Балл больше максимума.",
            ),
            models.UniqueConstraint(
                fields=["person", "measured_on", "procedure", "competency"],
                name="diagnostics_diagnostic_is_unique",
                violation_error_message="Этот результат уже внесён.",
            ),
        ]
        indexes = [models.Index(fields=["measured_on", "person"], name="diagnostics_by_date")]

    def __str__(self):
        return f"{self.person}: {self.competency}"
