"""Results of assessments of pupils by school, subject, class and year, also skill by skill: aggregates only, never a pupil's name."""

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


class SkillResult(Recorded):
    """Which share of a class's pupils coped with one skill in one procedure."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="skill_results", verbose_name="организация"
    )
    year = models.PositiveSmallIntegerField("год")
    procedure = models.CharField("процедура", max_length=80, help_text="term of «pupil_procedure»")
    subject = models.CharField("предмет", max_length=200)
    grade = models.CharField("класс", max_length=20, blank=True)
    skill = models.CharField("умение", max_length=300)
    n_pupils = models.PositiveIntegerField("участников", null=True, blank=True)
    coped_share = models.DecimalField("справились, %", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "результат по умению"
        verbose_name_plural = "результаты по умениям"
        ordering = ["organization", "-year", "subject", "skill", "procedure", "grade", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year", "procedure", "subject", "grade", "skill"],
                name="quality_skill_result_is_unique",
                violation_error_message="Этот результат уже внесён.",
            ),
            models.CheckConstraint(
                condition=Q(coped_share__range=(0, 100)),
                name="quality_coped_share_is_percent",
                violation_error_message="Доля — число от 0 до 100.",
            ),
        ]

    def __str__(self):
        return f"{self.organization}, {self.year}: {self.subject}, {self.skill}"


class DismissedHint(Recorded):
    """A methodist's word that weak pupils of a school in one skill and year are no ground to check its teachers."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="dismissed_hints", verbose_name="организация"
    )
    subject = models.CharField("предмет", max_length=200)
    skill = models.CharField("умение", max_length=300)
    year = models.PositiveSmallIntegerField("год")
    reason = models.CharField("почему не проверяем", max_length=500)

    class Meta:
        verbose_name = "отклонённая подсказка"
        verbose_name_plural = "отклонённые подсказки"
        ordering = ["-year", "organization", "subject", "skill"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "subject", "skill", "year"],
                name="quality_hint_is_dismissed_once",
                violation_error_message="Эта подсказка уже отклонена.",
            )
        ]

    def __str__(self):
        return f"{self.organization}: {self.subject}, {self.skill}, {self.year}"
