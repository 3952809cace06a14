"""What a step of a route may be: the catalogue of a municipality, and what programmes and events give."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from masterstvo.core.models import Recorded
from masterstvo.diagnostics.models import Competence
from masterstvo.events.models import Event
from masterstvo.organizations.models import Municipality
from masterstvo.practices.models import Practice
from masterstvo.routes.choices import StepKind
from masterstvo.training.models import Programme


class Offer(Recorded):
    """Something of the catalogue that closes deficits: a course with its days, a visit to a colleague, an internship."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="offers", verbose_name="муниципалитет"
    )
    kind = models.CharField("вид", max_length=12, choices=StepKind.learning())
    title = models.CharField("название", max_length=300)
    competences = models.ManyToManyField(Competence, related_name="offers", verbose_name="какие компетенции")
    levels = models.PositiveSmallIntegerField(
        "сила", default=1, help_text="levels of severity that it closes: 1 slight … 3 severe"
    )
    hours = models.PositiveSmallIntegerField("часы", help_text="academic hours")
    starts_on = models.DateField("с")
    ends_on = models.DateField("по", help_text="the first day after")
    is_dated = models.BooleanField("в эти самые дни", default=False)
    weeks = models.PositiveSmallIntegerField("недель подряд", default=1)
    seats = models.PositiveSmallIntegerField("мест", null=True, blank=True)
    is_off_the_job = models.BooleanField("с отрывом от уроков", default=False)
    place = models.CharField("где и у кого", max_length=300, blank=True)

    class Meta:
        verbose_name = "предложение каталога"
        verbose_name_plural = "каталог маршрутов"
        ordering = ["starts_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="routes_offer_ends_after_start",
                violation_error_message="Последний день раньше первого.",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, weeks__gt=0, levels__gt=0), name="routes_offer_gives_something"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def last_day(self):
        return self.ends_on - dt.timedelta(days=1)


class Gain(Recorded):
    """That a programme or an event gives so many levels of a competence: thereby its sessions, or it, are offered to routes by themselves."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="gains", verbose_name="муниципалитет"
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="gains",
        verbose_name="программа",
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="gains", verbose_name="событие"
    )
    competence = models.ForeignKey(
        Competence, on_delete=models.CASCADE, related_name="gains", verbose_name="компетенция"
    )
    levels = models.PositiveSmallIntegerField(
        "сила", default=1, help_text="levels of severity that it closes: 1 slight … 3 severe"
    )

    class Meta:
        verbose_name = "какую компетенцию даёт"
        verbose_name_plural = "какие компетенции дают программы и события"
        ordering = ["competence", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(programme__isnull=False) ^ Q(event__isnull=False),
                name="routes_gain_is_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(levels__gt=0), name="routes_gain_gives_something"),
            models.UniqueConstraint(
                fields=["municipality", "programme", "competence"],
                name="routes_gain_of_a_programme_is_unique",
            ),
            models.UniqueConstraint(fields=["event", "competence"], name="routes_gain_of_an_event_is_unique"),
        ]

    def __str__(self):
        return f"{self.programme or self.event}: {self.competence}"


class Showing(Recorded):
    """That an event shows a practice of the bank: an open lesson, a master class. Both are neighbours, so the link stands above them."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="showings", verbose_name="событие"
    )
    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="showings", verbose_name="практика"
    )

    class Meta:
        verbose_name = "показ практики"
        verbose_name_plural = "показы практик"
        ordering = ["practice", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "practice"], name="routes_showing_is_unique"),
        ]

    def __str__(self):
        return f"{self.event}: {self.practice}"
