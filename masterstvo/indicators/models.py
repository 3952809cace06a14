"""Definitions of indicators, kept by editions of the methodology that introduced them."""

from django.db import models
from django.db.models import F, Q

from masterstvo.indicators.choices import Direction, Measure, MovedPerson
from masterstvo.organizations.models import Municipality


class EditionQuerySet(models.QuerySet):
    def on(self, day):
        """Keep editions in force on ``day``."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class MethodologyEdition(models.Model):
    """An order that says how indicators are computed, from when to when."""

    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("название", max_length=300)
    source = models.CharField("источник", max_length=500, blank=True, help_text="act and clause")
    valid_from = models.DateField("действует с")
    valid_to = models.DateField(
        "действует до", null=True, blank=True, help_text="the first day on which it no longer holds"
    )

    objects = EditionQuerySet.as_manager()
    is_shipped = True

    class Meta:
        verbose_name = "редакция методики"
        verbose_name_plural = "редакции методики"
        ordering = ["-valid_from", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="indicators_edition_ends_after_start",
                violation_error_message="Окончание раньше начала.",
            )
        ]

    def __str__(self):
        return self.title


class Indicator(models.Model):
    """One definition: whom it counts (``of``), who of them fulfils it (``with_``), and how the number is to be read."""

    edition = models.ForeignKey(
        MethodologyEdition, on_delete=models.PROTECT, related_name="indicators", verbose_name="редакция"
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_indicators",
        verbose_name="свой показатель муниципалитета",
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="часть показателя",
    )
    code = models.CharField("код", max_length=20)
    title = models.CharField("название", max_length=600)
    measure = models.CharField("вид", max_length=10, choices=Measure, default=Measure.SHARE)
    formula = models.JSONField(
        "формула", help_text='{"of": …, "with": …} of DESIGN §5; a child may leave "of" out'
    )
    direction = models.CharField("направление", max_length=4, choices=Direction, default=Direction.UP)
    decimals = models.PositiveSmallIntegerField("знаков после запятой", default=1)
    moved_person = models.CharField(
        "куда относится сменивший место", max_length=10, choices=MovedPerson, default=MovedPerson.AT_END
    )
    source = models.CharField("источник", max_length=500, blank=True)
    note = models.CharField(
        "примечание", max_length=500, blank=True, help_text="the choice made where the order leaves it open"
    )
    position = models.PositiveSmallIntegerField("порядок", default=0)
    archived_on = models.DateField("в архиве с", null=True, blank=True)

    is_shipped = True

    class Meta:
        verbose_name = "показатель"
        verbose_name_plural = "показатели"
        ordering = ["edition", "position", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                condition=Q(municipality=None),
                name="indicators_code_is_unique",
                violation_error_message="Показатель с таким кодом в этой редакции уже есть.",
            ),
            models.UniqueConstraint(
                fields=["edition", "municipality", "code"],
                name="indicators_own_code_is_unique",
                violation_error_message="Показатель с таким кодом у муниципалитета уже есть.",
            ),
        ]

    def __str__(self):
        return f"{self.code}. {self.title}"
