"""Events and what they consist of: sessions, quotas, materials, photographs."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import FileOrLink, Recorded, Term
from masterstvo.events.choices import EventState
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person
from masterstvo.plans.models import Activity


class EventQuerySet(models.QuerySet):
    def shared(self):
        """Keep those that concern the whole municipality: of the authority, and of schools that opened theirs to it."""
        return self.filter(Q(organization=None) | Q(is_shared=True))


class Event(Recorded):
    """A seminar, webinar, conference, expert day, method day or open lesson. ``held_on``, its first day, is the one that counts."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="events", verbose_name="чьё событие"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_events",
        verbose_name="школа, которая проводит",
        help_text="empty: the authority",
    )
    is_shared = models.BooleanField(
        "Открыто району", default=False, help_text="an event of a school: others see it and may come"
    )
    title = models.CharField("мероприятие", max_length=500)
    held_on = models.DateField("дата")
    ends_on = models.DateField(
        "последний день", null=True, blank=True, help_text="the first day after it; empty: one day"
    )
    starts_time = models.TimeField(
        "начало", null=True, blank=True, help_text="by the clock of the municipality"
    )
    ends_time = models.TimeField(
        "окончание", null=True, blank=True, help_text="by the clock of the municipality"
    )
    # What a file brings has been already; pages always say a state of their own.
    state = models.CharField("состояние", max_length=10, choices=EventState, default=EventState.HELD)
    cancel_reason = models.CharField("почему отменено", max_length=500, blank=True)
    is_held = models.GeneratedField(
        expression=Q(state="held"),  # type: ignore[arg-type]  # the stubs know no conditions here
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="состоялось",
    )
    kind = models.CharField("вид", max_length=80, blank=True, help_text="term of «event_kind»")
    level = models.CharField("уровень", max_length=80, help_text="term of «level»")
    format = models.CharField("форма", max_length=80, blank=True, help_text="term of «event_format»")
    within_system = models.BooleanField("в рамках РС НМС", default=False)
    organizer = models.CharField("организатор", max_length=300, blank=True)
    venue = models.ForeignKey(
        Organization,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name="где проходит",
    )
    place = models.CharField("место", max_length=300, blank=True)
    url = models.URLField("ссылка на трансляцию", max_length=1000, blank=True)
    hours = models.DecimalField("часы", max_digits=5, decimal_places=1, null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(
        "мест", null=True, blank=True, help_text="of listeners; empty: as many as come"
    )
    per_organization = models.PositiveSmallIntegerField(
        "от одной организации не больше", null=True, blank=True, help_text="where no quota says otherwise"
    )
    threshold_minutes = models.PositiveSmallIntegerField(
        "порог вебинара, минут",
        null=True,
        blank=True,
        help_text="from how many minutes on a person was there",
    )
    uid = models.CharField(
        "номер у организатора",
        max_length=255,
        blank=True,
        help_text="by which a list of an institute or a calendar file finds it again",
    )
    categories = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "staff_category"},
        related_name="+",
        verbose_name="кому",
        help_text="empty: to everybody",
    )
    subjects = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "subject"},
        related_name="+",
        verbose_name="учителям предметов",
        help_text="empty: of any",
    )
    topics = models.ManyToManyField(
        Term, blank=True, limit_choices_to={"vocabulary": "topic"}, related_name="events", verbose_name="темы"
    )
    activities = models.ManyToManyField(
        Activity, blank=True, related_name="events", verbose_name="мероприятия плана"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "событие"
        verbose_name_plural = "события"
        ordering = ["-held_on", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "title", "held_on", "level"],
                condition=Q(organization=None),
                name="events_event_is_unique",
                violation_error_message="Событие с таким названием, датой и уровнем уже есть.",
            ),
            models.UniqueConstraint(
                fields=["organization", "title", "held_on"],
                condition=Q(organization__isnull=False),
                name="events_event_of_school_is_unique",
                violation_error_message="Событие школы с таким названием и датой уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(organization__isnull=False),
                name="events_event_of_authority_is_open_anyway",
            ),
            models.UniqueConstraint(
                fields=["municipality", "uid"],
                condition=~Q(uid=""),
                name="events_event_number_is_unique",
                violation_error_message="Событие с таким номером организатора уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("held_on")),
                name="events_event_ends_after_start",
                violation_error_message="Последний день раньше первого.",
            ),
            models.CheckConstraint(
                condition=Q(ends_time=None) | Q(ends_on__isnull=False) | Q(ends_time__gt=F("starts_time")),
                name="events_event_ends_later_the_same_day",
                violation_error_message="Окончание раньше начала.",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") ^ Q(cancel_reason=""),
                name="events_event_is_cancelled_for_a_reason",
                violation_error_message="Причина бывает у отменённого события, и только у него.",
            ),
        ]
        indexes = [models.Index(fields=["held_on", "level"], name="events_by_date")]

    def __str__(self):
        return f"{self.title}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("events:event_detail", args=[self.pk])

    @property
    def last_day(self):
        return self.ends_on - dt.timedelta(days=1) if self.ends_on else self.held_on

    @property
    def starts_at(self):
        """The moment of its beginning, with the time zone of the installation; None while the hour is unknown."""
        if self.starts_time is None:
            return None
        return timezone.make_aware(dt.datetime.combine(self.held_on, self.starts_time))


class EventSession(models.Model):
    """One line of the programme: what begins when, where, and who speaks."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="sessions", verbose_name="событие"
    )
    starts_at = models.DateTimeField("начало")
    ends_at = models.DateTimeField("окончание", null=True, blank=True)
    title = models.CharField("что", max_length=500)
    speaker = models.CharField("кто выступает", max_length=300, blank=True)
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="event_sessions",
        verbose_name="карточка выступающего",
    )
    place = models.CharField("место", max_length=200, blank=True)

    class Meta:
        verbose_name = "пункт программы"
        verbose_name_plural = "программа"
        ordering = ["event", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="events_session_ends_after_start",
                violation_error_message="Окончание раньше начала.",
            )
        ]

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%H:%M} {self.title}"


class EventQuota(models.Model):
    """How many seats of an event are kept to one organization at most, where it differs from the others."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="quotas", verbose_name="событие")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="+", verbose_name="организация"
    )
    places = models.PositiveSmallIntegerField("мест")

    class Meta:
        verbose_name = "квота"
        verbose_name_plural = "квоты"
        ordering = ["event", "organization", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organization"], name="events_quota_is_unique")
        ]

    def __str__(self):
        return f"{self.organization}: {self.places}"


class EventMaterial(FileOrLink):
    """A file or a link that belongs to an event."""

    FOLDER = "events"

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="materials", verbose_name="событие"
    )

    class Meta(FileOrLink.Meta):
        verbose_name = "материал"
        verbose_name_plural = "материалы"
        ordering = ["event", "pk"]


class EventPhoto(Recorded):
    """A photograph of an event in two sizes, both ours (``core.pictures``), and where the consent of those on it is."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos", verbose_name="событие")
    title = models.CharField("подпись", max_length=300, blank=True)
    file = models.FileField("снимок", upload_to="events/photos/%Y/")
    small = models.FileField("уменьшенный", upload_to="events/photos/%Y/")
    consent_note = models.CharField("согласие на съёмку", max_length=300)

    class Meta:
        verbose_name = "снимок"
        verbose_name_plural = "снимки"
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent_note=""),
                name="events_photo_has_consent",
                violation_error_message="Напишите, где согласие тех, кто на снимке.",
            )
        ]

    def __str__(self):
        return self.title or f"Снимок {self.pk}"
