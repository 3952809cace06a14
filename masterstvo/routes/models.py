"""Individual educational routes of teachers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from masterstvo.core.models import Recorded
from masterstvo.people.models import Person
from masterstvo.routes.choices import RouteState


class Route(Recorded):
    """A teacher's route from a deficit to practice. It holds from ``starts_on`` (or its approval) until the day before ``ends_on``."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="routes", verbose_name="чей маршрут"
    )
    basis = models.CharField("основание", max_length=80, help_text="term of «route_basis»")
    state = models.CharField("состояние", max_length=10, choices=RouteState, default=RouteState.DRAFT)
    drafted_on = models.DateField("составлен", null=True, blank=True)
    approved_on = models.DateField("утверждён", null=True, blank=True)
    starts_on = models.DateField("начало", null=True, blank=True)
    ends_on = models.DateField("окончание", null=True, blank=True, help_text="the first day after the route")
    companion = models.CharField("сопровождающий", max_length=200, blank=True)
    accompanied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="методист маршрута",
    )

    class Meta:
        verbose_name = "маршрут"
        verbose_name_plural = "маршруты"
        ordering = ["-approved_on", "person", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
                name="routes_route_ends_after_start",
                violation_error_message="Окончание маршрута раньше начала.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "agreement", "stopped"]) | Q(approved_on__isnull=False),
                name="routes_approved_route_has_a_date",
                violation_error_message="У утверждённого маршрута должна быть дата утверждения.",
            ),
            models.UniqueConstraint(
                fields=["person", "basis", "approved_on", "starts_on"],
                name="routes_route_is_unique",
                violation_error_message="Этот маршрут уже внесён.",
            ),
        ]
        indexes = [models.Index(fields=["approved_on", "person"], name="routes_by_date")]

    @property
    def companions(self):
        """The methodist who accompanies the route, and whoever else is written down."""
        return ", ".join(filter(None, (str(self.accompanied_by or ""), self.companion)))

    def __str__(self):
        return f"Маршрут: {self.person}"
