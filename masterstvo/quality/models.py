"""Results of assessments of pupils by school, subject, class and year: aggregates only, never a pupil's name."""

from django.db import models
from django.db.models import Q

from masterstvo.core import terms
from masterstvo.core.models import Recorded
from masterstvo.organizations.models import Organization


class PupilResult(Recorded):
    """How the pupils of one school did in one procedure."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="pupil_results", verbose_name="организация"
    )
    year = models.PositiveSmallIntegerField("год")
    procedure = models.CharField("процедура", max_length=80, help_text="term of «pupil_procedure»")
    subject = models.CharField("предмет", max_length=200)
    grade = models.CharField("класс", max_length=20, blank=True)
    n_pupils = models.PositiveIntegerField("участников", null=True, blank=True)
    mean_score = models.DecimalField("средний балл", max_digits=6, decimal_places=2, null=True, blank=True)
    passed_share = models.DecimalField(
        "успеваемость, %", max_digits=5, decimal_places=2, null=True, blank=True
    )
    quality_share = models.DecimalField("качество, %", max_digits=5, decimal_places=2, null=True, blank=True)
    looks_biased = models.BooleanField(
        "признаки необъективности", null=True, blank=True, help_text="null: not known"
    )

    class Meta:
        verbose_name = "результат оценочной процедуры"
        verbose_name_plural = "результаты оценочных процедур"
        ordering = ["organization", "-year", "procedure", "subject", "grade", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year", "procedure", "subject", "grade"],
                name="quality_pupil_result_is_unique",
                violation_error_message="Этот результат уже внесён.",
            ),
            models.CheckConstraint(
                condition=(Q(passed_share=None) | Q(passed_share__range=(0, 100)))
                & (Q(quality_share=None) | Q(quality_share__range=(0, 100))),
                name="quality_shares_are_percents",
                violation_error_message="Доля — число от 0 до 100.",
            ),
        ]

    def __str__(self):
        return f"{self.organization}, {self.year}: {terms.title('pupil_procedure', self.procedure)} {self.subject}"
