"""The target model of mentoring at a school: what is there, and what proves it."""

from django.db import models

from masterstvo.core.models import Recorded
from masterstvo.documents.models import Document
from masterstvo.organizations.models import Organization


class SchoolCondition(Recorded):
    """A school says that a condition is met, and by what. What other records prove needs no row."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        related_name="mentoring_conditions",
        verbose_name="организация",
    )
    kind = models.CharField("условие", max_length=80, help_text="term of «mentoring_condition»")
    met_on = models.DateField("выполнено с")
    document = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentoring_conditions",
        verbose_name="документ",
    )
    url = models.URLField("ссылка", max_length=1000, blank=True)
    note = models.CharField("пояснение", max_length=300, blank=True)

    class Meta:
        verbose_name = "условие целевой модели"
        verbose_name_plural = "условия целевой модели"
        ordering = ["organization", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind"],
                name="mentoring_condition_is_unique",
                violation_error_message="Это условие уже отмечено.",
            )
        ]

    def __str__(self):
        return f"{self.organization}: {self.kind}"
