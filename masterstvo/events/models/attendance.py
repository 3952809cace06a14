"""Who asked for a seat, who took part, and what was given and asked afterwards."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.assessments.models import Campaign
from masterstvo.core.models import Recorded
from masterstvo.documents.models import IssuedPaper
from masterstvo.events.choices import CertificateState, RegistrationState
from masterstvo.events.models.event import Event
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person


class Registration(Recorded):
    """A person's claim on a seat at an event. What came of it is ``Participation`` (ADR 0031)."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="registrations", verbose_name="событие"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="registrations", verbose_name="человек"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="организация",
    )
    role = models.CharField("роль", max_length=80, help_text="term of «participation_role»")
    state = models.CharField("запись", max_length=10, choices=RegistrationState)
    queued_at = models.DateTimeField("записан", help_text="places are given in this order")
    code = models.CharField("код", max_length=40, unique=True, help_text="secret: stands in the person's QR")

    class Meta:
        verbose_name = "запись на событие"
        verbose_name_plural = "записи на события"
        ordering = ["event", "queued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                name="events_registration_is_unique",
                violation_error_message="Этот человек уже записан.",
            )
        ]
        indexes = [models.Index(fields=["event", "state", "queued_at"], name="events_queue")]

    def __str__(self):
        return f"{self.person}: {self.event}"

    def get_absolute_url(self):
        return self.event.get_absolute_url()


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
    minutes = models.PositiveSmallIntegerField(
        "минут на вебинаре", null=True, blank=True, help_text="from the log of the platform"
    )

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


class Certificate(IssuedPaper):
    """A paper that says that somebody was at an event."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="certificates", verbose_name="участие"
    )
    role = models.CharField("роль", max_length=200)
    event_title = models.CharField("событие", max_length=500)
    starts_on = models.DateField("первый день")
    last_day = models.DateField("последний день")
    hours = models.DecimalField("часы", max_digits=5, decimal_places=1, null=True, blank=True)
    state = models.CharField(
        "состояние", max_length=10, choices=CertificateState, default=CertificateState.ISSUED
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="вместо какого выдан",
    )

    class Meta(IssuedPaper.Meta):
        verbose_name = "сертификат"
        verbose_name_plural = "сертификаты"
        constraints = [
            *IssuedPaper.Meta.constraints,
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(state="issued"),
                name="events_certificate_in_force_is_one",
                violation_error_message="Сертификат за это участие уже выдан.",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked") ^ Q(revoked_on=None),
                name="events_certificate_is_revoked_on_a_day",
            ),
        ]

    def __str__(self):
        return f"Сертификат № {self.number}"

    def get_absolute_url(self):
        return reverse("events:certificate_verify", args=[self.code])


class EventSurvey(Recorded):
    """The anonymous survey that asks those who were at an event."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="survey", verbose_name="событие"
    )
    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, related_name="event_survey", verbose_name="опрос"
    )

    class Meta:
        verbose_name = "опрос участников"
        verbose_name_plural = "опросы участников"
        ordering = ["event", "pk"]

    def __str__(self):
        return f"{self.event}: {self.campaign}"
