"""Providers, programmes, and completions: who learnt what, where, for how long."""

from django.db import models
from django.db.models import F, Q

from masterstvo.core.models import Recorded, Term
from masterstvo.people.models import Person


class Provider(models.Model):
    """Who teaches teachers. A growth centre stands under its institute."""

    title = models.CharField("название", max_length=300, unique=True)
    kind = models.CharField("вид", max_length=80, blank=True, help_text="term of «provider_kind»")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="units", verbose_name="входит в"
    )

    class Meta:
        verbose_name = "организатор обучения"
        verbose_name_plural = "организаторы обучения"
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title


class Programme(Recorded):
    """An additional professional programme as one provider offers it."""

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="programmes", verbose_name="организатор"
    )
    title = models.CharField("название", max_length=500)
    hours = models.PositiveSmallIntegerField("часы", help_text="academic hours, 45 minutes each")
    kind = models.CharField("вид", max_length=80, blank=True, help_text="term of «training_kind»")
    form = models.CharField("форма", max_length=80, blank=True, help_text="term of «training_form»")
    in_federal_register = models.BooleanField(
        "в Федеральном реестре", null=True, blank=True, help_text="null: not known"
    )
    topics = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "topic"},
        related_name="programmes",
        verbose_name="темы",
    )

    class Meta:
        verbose_name = "программа"
        verbose_name_plural = "программы"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "title", "hours", "kind", "form"],
                name="training_programme_is_unique",
                violation_error_message="Такая программа у этого организатора уже есть.",
            )
        ]

    def __str__(self):
        return self.title


class Training(Recorded):
    """A person's completion of a programme."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="trainings", verbose_name="человек"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="completions", verbose_name="программа"
    )
    starts_on = models.DateField("начало", null=True, blank=True)
    finished_on = models.DateField("окончание")
    document = models.CharField("документ", max_length=200, blank=True)

    class Meta:
        verbose_name = "обучение"
        verbose_name_plural = "обучение"
        ordering = ["-finished_on", "person", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(finished_on__gte=F("starts_on")),
                name="training_finishes_after_start",
                violation_error_message="Окончание обучения раньше начала.",
            ),
            models.UniqueConstraint(
                fields=["person", "programme", "finished_on"],
                name="training_is_unique",
                violation_error_message="Это обучение уже внесено.",
            ),
        ]
        indexes = [models.Index(fields=["finished_on", "person", "programme"], name="training_by_date")]

    def __str__(self):
        return f"{self.person}: {self.programme}"
