"""The base of mentors and the base of needs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from masterstvo.core.models import Recorded, Term
from masterstvo.mentoring.choices import UNWANTED, NeedSource, NeedState, Reach, Venue
from masterstvo.people.models import Person


class MentorProfile(Recorded):
    """What a person offers as a mentor. Nobody is proposed to anybody without ``consent_on`` and ``is_willing``.

    ``strengths``: keys of competences, the same ones that templates of routes keep (ADR 0039); ``formats``: keys of «mentoring_format»,
    empty: any. ``capacity_hours`` holds over all pairs of the mentor together, ``max_mentees`` too.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="mentor_profile", verbose_name="наставник"
    )
    subjects = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "subject"},
        related_name="+",
        verbose_name="предметы",
    )
    strengths = models.JSONField("сильные стороны", default=list, blank=True, help_text="keys of competences")
    formats = models.JSONField("форматы", default=list, blank=True, help_text="keys of «mentoring_format»")
    venue = models.CharField("как встречается", max_length=20, choices=Venue, default=Venue.ANY)
    reach = models.CharField("кого берёт", max_length=20, choices=Reach, default=Reach.MUNICIPALITY)
    capacity_hours = models.PositiveSmallIntegerField(
        "часов в месяц", default=8, validators=[MinValueValidator(1), MaxValueValidator(80)]
    )
    min_mentees = models.PositiveSmallIntegerField("наставляемых не меньше", default=0)
    max_mentees = models.PositiveSmallIntegerField(
        "наставляемых не больше", default=2, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    is_willing = models.BooleanField("готов брать наставляемых", default=True)
    consent_on = models.DateField("согласие от", null=True, blank=True)
    note = models.CharField("о себе", max_length=500, blank=True)

    class Meta:
        verbose_name = "наставник базы"
        verbose_name_plural = "база наставников"
        ordering = ["person", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_mentees__lte=F("max_mentees"), max_mentees__gte=1),
                name="mentoring_profile_takes_at_least_its_minimum",
                violation_error_message="Наставляемых «не меньше» больше, чем «не больше».",
            ),
            models.CheckConstraint(
                condition=Q(capacity_hours__gte=1),
                name="mentoring_profile_has_hours",
                violation_error_message="У наставника должен быть хотя бы час в месяц.",
            ),
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("mentoring:mentor_edit", args=[self.pk])


class MenteeNeed(Recorded):
    """Somebody needs a mentor, for one reason. One open need a person: a pair answers it.

    ``ended_on``: the day on which somebody said that no mentor is needed, after the need was open or at once; ``wanted``: keys of competences; ``formats``: keys of «mentoring_format», empty: any; ``weight``: from 1 to 5, how urgent.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="mentor_needs", verbose_name="кому нужен наставник"
    )
    source = models.CharField("почему", max_length=20, choices=NeedSource, default=NeedSource.REQUEST)
    subject = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"vocabulary": "subject"},
        related_name="+",
        verbose_name="предмет",
    )
    wanted = models.JSONField("в чём помочь", default=list, blank=True, help_text="keys of competences")
    formats = models.JSONField("форматы", default=list, blank=True, help_text="keys of «mentoring_format»")
    venue = models.CharField("как встречаться", max_length=20, choices=Venue, default=Venue.ANY)
    hours_month = models.PositiveSmallIntegerField(
        "часов в месяц", default=4, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    weight = models.PositiveSmallIntegerField(
        "срочность", default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    state = models.CharField("состояние", max_length=10, choices=NeedState, default=NeedState.OPEN)
    opened_on = models.DateField("с какого дня")
    ended_on = models.DateField("снят", null=True, blank=True, editable=False)
    note = models.CharField("пояснение", max_length=500, blank=True)

    class Meta:
        verbose_name = "запрос на наставника"
        verbose_name_plural = "запросы на наставников"
        ordering = ["-weight", "opened_on", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=NeedState.OPEN),
                name="mentoring_need_is_open_once",
                violation_error_message="Запрос этого человека уже открыт: исправьте его.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=5),
                name="mentoring_need_weight_is_from_1_to_5",
                violation_error_message="Срочность – от 1 до 5.",
            ),
            models.CheckConstraint(
                condition=Q(hours_month__gte=1),
                name="mentoring_need_has_hours",
                violation_error_message="Нужен хотя бы час в месяц.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNWANTED, ended_on__isnull=False)
                | (~Q(state__in=UNWANTED) & Q(ended_on=None)),
                name="mentoring_need_ends_when_unwanted",
                violation_error_message="Снятому запросу нужен день, когда его сняли.",
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_on"], name="mentoring_open_needs")]

    def __str__(self):
        return f"{self.person}: {self.get_source_display()}"

    def get_absolute_url(self):
        return reverse("mentoring:need_edit", args=[self.pk])
