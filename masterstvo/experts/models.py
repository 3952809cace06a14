"""Appointments of people to judge: contests, examination commissions, attestation."""

from django.db import models

from masterstvo.core import terms
from masterstvo.core.models import Dated, Recorded
from masterstvo.people.models import Person


class ExpertAppointment(Dated, Recorded):
    """A person called to expert work of one kind, at one level, for a while."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="expert_appointments", verbose_name="человек"
    )
    kind = models.CharField("вид экспертизы", max_length=80, help_text="term of «expert_kind»")
    level = models.CharField("уровень", max_length=80, help_text="term of «level»")
    basis = models.CharField("основание", max_length=300, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "эксперт"
        verbose_name_plural = "эксперты"
        ordering = ["-starts_on", "person", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "kind", "level", "starts_on"],
                name="experts_appointment_is_unique",
                violation_error_message="Это назначение уже внесено.",
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "ends_on", "person"], name="experts_by_date")]

    def __str__(self):
        return f"{self.person}: {terms.title('expert_kind', self.kind)}"
