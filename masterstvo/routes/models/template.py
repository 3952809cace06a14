"""Templates of routes: versions, and the steps of a version."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.core.models import Recorded
from masterstvo.organizations.models import Municipality
from masterstvo.routes.choices import StepKind


class RouteTemplate(Recorded):
    """What a route usually consists of, for a kind of people. Its steps stand in its versions."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="route_templates",
        verbose_name="чей",
        help_text="null: shipped, open to everybody, nobody's to change",
    )
    key = models.SlugField("ключ", max_length=80)
    title = models.CharField("название", max_length=300)
    kind = models.CharField("вид маршрута", max_length=80, default="iom", help_text="term of «route_kind»")
    purpose = models.CharField("для кого и зачем", max_length=1000, blank=True)
    number = models.PositiveSmallIntegerField("действует версия", default=0, help_text="0: none yet")
    archived_on = models.DateField("в архиве с", null=True, blank=True)

    is_shipped = True

    class Meta:
        verbose_name = "шаблон маршрута"
        verbose_name_plural = "шаблоны маршрутов"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"],
                name="routes_template_key_is_unique",
                violation_error_message="Шаблон с таким ключом уже есть.",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(municipality=None), name="routes_shipped_template_key_is_unique"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("routes:template_detail", args=[self.pk])


class TemplateVersion(Recorded):
    """The steps of a template at one time. A draft is edited; once published it never changes: routes are compared with it."""

    template = models.ForeignKey(
        RouteTemplate, on_delete=models.CASCADE, related_name="versions", verbose_name="шаблон"
    )
    number = models.PositiveSmallIntegerField("номер")
    published_on = models.DateField("действует с", null=True, blank=True)

    is_shipped = True

    class Meta:
        verbose_name = "версия шаблона"
        verbose_name_plural = "версии шаблонов"
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="routes_version_number_is_unique"),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(published_on=None),
                name="routes_template_has_one_draft",
                violation_error_message="Черновик следующей версии уже есть.",
            ),
        ]

    def __str__(self):
        return f"{self.template}, версия {self.number}"

    @property
    def is_draft(self):
        return self.published_on is None


class TemplateStep(Recorded):
    """One step of a version, placed in weeks from the first day of a route. Steps of two versions with one key are the same step."""

    version = models.ForeignKey(
        TemplateVersion, on_delete=models.CASCADE, related_name="steps", verbose_name="версия"
    )
    key = models.SlugField("ключ", max_length=20)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    kind = models.CharField("вид", max_length=12, choices=StepKind)
    title = models.CharField("название", max_length=300)
    hours = models.PositiveSmallIntegerField("часы", default=1, help_text="academic hours")
    week = models.PositiveSmallIntegerField(
        "с какой недели", default=1, help_text="1: the first of the route"
    )
    weeks = models.PositiveSmallIntegerField("сколько недель", default=1)
    competences = models.JSONField("какие компетенции", default=list, blank=True, help_text="keys, sorted")
    evidence = models.CharField("что подтвердит", max_length=300, blank=True)

    is_shipped = True

    class Meta:
        verbose_name = "шаг шаблона"
        verbose_name_plural = "шаги шаблона"
        ordering = ["version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="routes_template_step_key_is_unique"),
            models.CheckConstraint(
                condition=Q(hours__gt=0, week__gt=0, weeks__gt=0),
                name="routes_template_step_takes_time",
                violation_error_message="Часы, неделя и число недель – не меньше единицы.",
            ),
        ]

    def __str__(self):
        return self.title
