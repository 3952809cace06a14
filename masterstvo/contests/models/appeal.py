"""What entrants object to in the marks of their work, and what the commission decides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.contests.choices import JUDGED_PHASES, AppealState
from masterstvo.contests.models.entry import Entry
from masterstvo.core.models import Recorded


class Appeal(Recorded):
    """An objection to the marks of an entry, and its way to a decision. Marks given anew lead to it, those before stay (ADR 0049).

    ``phase``: which marks are given anew; totals and places are kept as they were before and after.
    """

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, related_name="appeal", verbose_name="заявка"
    )
    reason = models.TextField("с чем не согласны", max_length=4000, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто подал",
    )
    state = models.CharField("решение", max_length=10, choices=AppealState, default=AppealState.FILED)
    phase = models.CharField("оценки какого этапа", max_length=12, choices=JUDGED_PHASES, blank=True)
    answer = models.CharField("ответ комиссии", max_length=2000, blank=True)
    decided_on = models.DateField("когда решено", null=True, blank=True)
    total_before = models.DecimalField("итог до, %", max_digits=5, decimal_places=2, null=True, blank=True)
    place_before = models.PositiveSmallIntegerField("место до", null=True, blank=True)
    total_after = models.DecimalField("итог после, %", max_digits=5, decimal_places=2, null=True, blank=True)
    place_after = models.PositiveSmallIntegerField("место после", null=True, blank=True)

    class Meta:
        verbose_name = "апелляция"
        verbose_name_plural = "апелляции"
        ordering = ["entry", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AppealState.FILED) | Q(decided_on__isnull=False),
                name="contests_appeal_decision_has_a_day",
            ),
        ]

    def __str__(self):
        return f"Апелляция: {self.entry.code or self.entry_id}"

    def get_absolute_url(self):
        return reverse("contests:contest_appeals", args=[self.entry.contest_id])
