"""What was measured of a person's competences, and to whom the person has opened it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from masterstvo.core.models import Dated, Recorded
from masterstvo.organizations.models import Organization
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
        # Shown wherever a record is named, so not of what: that tells the deficit.
        return f"{self.person}: {self.procedure}, {self.measured_on:%d.%m.%Y}"


class Share(Dated, Recorded):
    """A person opens what measurements showed to one user, or to the head of one organization, until a day.

    Without ``diagnostic`` all results are open, later ones included. Revoking removes the row; the log keeps it.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="shares", verbose_name="чьи результаты"
    )
    diagnostic = models.ForeignKey(
        Diagnostic,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name="какой результат",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кому",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="руководителю организации",
    )

    class Meta(Dated.Meta):
        verbose_name = "открытый доступ к результатам"
        verbose_name_plural = "открытый доступ к результатам"
        ordering = ["ends_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(user=None, organization__isnull=False) | Q(user__isnull=False, organization=None),
                name="diagnostics_share_has_one_reader",
                violation_error_message="Выберите что-то одно: руководителя организации или коллегу.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False),
                name="diagnostics_share_has_an_end",
                violation_error_message="Укажите, до какого дня открыть.",
            ),
        ]
        indexes = [models.Index(fields=["person", "ends_on"], name="diagnostics_share_by_person")]

    def __str__(self):
        return f"{self.what}: {self.reader}"

    @property
    def what(self):
        return self.diagnostic.procedure if self.diagnostic else "все результаты"

    @property
    def reader(self):
        return str(self.user) if self.user else f"руководитель: {self.organization}"
