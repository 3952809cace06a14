"""Events and the people who took part in them."""

from django.db import models
from django.urls import reverse

from masterstvo.core.models import Recorded, Term
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person


class Event(Recorded):
    """A seminar, webinar, conference, expert day, method day or open lesson on one day."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="events", verbose_name="чьё событие"
    )
    title = models.CharField("мероприятие", max_length=500)
    held_on = models.DateField("дата")
    kind = models.CharField("вид", max_length=80, blank=True, help_text="term of «event_kind»")
    level = models.CharField("уровень", max_length=80, help_text="term of «level»")
    within_system = models.BooleanField("в рамках РС НМС", default=False)
    is_held = models.BooleanField("состоялось", default=True)
    organizer = models.CharField("организатор", max_length=300, blank=True)
    hours = models.DecimalField("часы", max_digits=5, decimal_places=1, null=True, blank=True)
    topics = models.ManyToManyField(
        Term, blank=True, limit_choices_to={"vocabulary": "topic"}, related_name="events", verbose_name="темы"
    )

    class Meta:
        verbose_name = "событие"
        verbose_name_plural = "события"
        ordering = ["-held_on", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "title", "held_on", "level"],
                name="events_event_is_unique",
                violation_error_message="Событие с таким названием, датой и уровнем уже есть.",
            )
        ]
        indexes = [models.Index(fields=["held_on", "level"], name="events_by_date")]

    def __str__(self):
        return f"{self.title}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("events:event_detail", args=[self.pk])


class Participation(Recorded):
    """A person at an event in one role."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="participations", verbose_name="событие"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="participations", verbose_name="человек"
    )
    role = models.CharField("роль", max_length=80, help_text="term of «participation_role»")
    was_present = models.BooleanField("присутствовал", default=True)

    class Meta:
        verbose_name = "участие"
        verbose_name_plural = "участие"
        ordering = ["event", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person", "role"],
                name="events_participation_is_unique",
                violation_error_message="Это участие уже внесено.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.event}"
