"""Providers, programmes and their sessions, requests, and completions: who asks, who learnt what, where, for how long."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from masterstvo.core.models import Recorded, Term
from masterstvo.documents.models import Document
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person
from masterstvo.training.choices import LIVE, RequestState


class Provider(models.Model):
    """Who teaches teachers. A growth centre stands under its institute."""

    title = models.CharField("название", max_length=300, unique=True)
    kind = models.CharField("вид", max_length=80, blank=True, help_text="term of «provider_kind»")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="units", verbose_name="входит в"
    )
    ownership = models.CharField(
        "чья организация", max_length=80, blank=True, help_text="term of «provider_ownership»"
    )
    listed_from = models.DateField("в перечне допущенных с", null=True, blank=True)
    listed_until = models.DateField(
        "в перечне по", null=True, blank=True, help_text="the first day on which it is no longer listed"
    )

    class Meta:
        verbose_name = "организатор обучения"
        verbose_name_plural = "организаторы обучения"
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(listed_until=None) | Q(listed_until__gt=F("listed_from")),
                name="training_provider_is_listed_in_order",
                violation_error_message="Укажите, с какого дня организатор в перечне; последний день не раньше первого.",
            )
        ]

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
    register_number = models.CharField("номер в Федеральном реестре", max_length=60, blank=True)
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


class Session(Recorded):
    """One run of a programme on its days, with the seats that the provider gave to a municipality."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="sessions", verbose_name="чьи места"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="sessions", verbose_name="программа"
    )
    starts_on = models.DateField("начало")
    ends_on = models.DateField("последний день", help_text="the first day after")
    seats = models.PositiveSmallIntegerField("мест", null=True, blank=True, help_text="null: as many as come")
    place = models.CharField("где", max_length=300, blank=True)

    class Meta:
        verbose_name = "поток курсов"
        verbose_name_plural = "потоки курсов"
        ordering = ["starts_on", "programme", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="training_session_ends_after_start",
                violation_error_message="Последний день раньше первого.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "programme", "starts_on", "place"],
                name="training_session_is_unique",
                violation_error_message="Этот поток уже внесён.",
            ),
        ]

    def __str__(self):
        return f"{self.programme}, {self.starts_on:%d.%m.%Y} – {self.last_day:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("training:session_detail", args=[self.pk])

    @property
    def last_day(self):
        return self.ends_on - dt.timedelta(days=1)


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

    def get_absolute_url(self):
        return reverse("people:person_detail", args=[self.person_id])


class TrainingRequest(Recorded):
    """That a person is to take a course: a seat of a session, or a programme whose days are not known yet.

    ``order``: the paper that sends the person, from its draft on; its number is given at signing.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="training_requests", verbose_name="человек"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="requests", verbose_name="программа"
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name="поток",
    )
    state = models.CharField(
        "состояние", max_length=10, choices=RequestState, default=RequestState.ASKED, db_index=True
    )
    due_on = models.DateField(
        "пройти до", null=True, blank=True, help_text="the last day of the quarter it is planned for"
    )
    order = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="training_requests",
        verbose_name="приказ о направлении",
    )
    reason = models.CharField("зачем", max_length=500, blank=True)
    answer = models.CharField("почему отклонена или отозвана", max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто подал",
    )
    training = models.OneToOneField(
        Training,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="request",
        verbose_name="чем кончилась",
    )

    class Meta:
        verbose_name = "заявка на курсы"
        verbose_name_plural = "заявки на курсы"
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(state__in=LIVE),
                name="training_request_is_one_at_a_time",
                violation_error_message="Заявка на эту программу уже есть.",
            )
        ]
        indexes = [models.Index(fields=["session", "state"], name="training_request_by_session")]

    def __str__(self):
        return f"{self.person}: {self.programme}"

    @property
    def planned_for(self):
        """Name the quarter: «1 кв. 2027», or "" when none was."""
        return f"{(self.due_on.month + 2) // 3} кв. {self.due_on.year}" if self.due_on else ""
