"""Professional contests and the people who entered them."""

from django.db import models

from masterstvo.core.models import Recorded
from masterstvo.people.models import Person


class Contest(Recorded):
    """A contest at one level."""

    title = models.CharField("конкурс", max_length=500)
    level = models.CharField("уровень", max_length=80, help_text="term of «level»")

    class Meta:
        verbose_name = "конкурс"
        verbose_name_plural = "конкурсы"
        ordering = ["title", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "level"],
                name="contests_contest_is_unique",
                violation_error_message="Конкурс с таким названием и уровнем уже есть.",
            )
        ]

    def __str__(self):
        return self.title


class Entry(Recorded):
    """A person's part in a contest and what came of it."""

    contest = models.ForeignKey(
        Contest, on_delete=models.PROTECT, related_name="entries", verbose_name="конкурс"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="contest_entries", verbose_name="человек"
    )
    held_on = models.DateField("дата")
    stage = models.CharField("этап", max_length=200, blank=True)
    nomination = models.CharField("номинация", max_length=300, blank=True)
    result = models.CharField("результат", max_length=80, help_text="term of «contest_result»")
    document = models.CharField("документ", max_length=200, blank=True)

    class Meta:
        verbose_name = "участие в конкурсе"
        verbose_name_plural = "участие в конкурсах"
        ordering = ["-held_on", "contest", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "person", "held_on", "stage", "nomination"],
                name="contests_entry_is_unique",
                violation_error_message="Это участие уже внесено.",
            )
        ]
        indexes = [models.Index(fields=["held_on", "person"], name="contests_by_date")]

    def __str__(self):
        return f"{self.person}: {self.contest}"
