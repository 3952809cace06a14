"""Individual educational routes of teachers and their steps."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from masterstvo.assessments.models import Sheet
from masterstvo.core.models import Recorded
from masterstvo.diagnostics.models import Competence, Deficit
from masterstvo.events.models import Event, Participation
from masterstvo.mentoring.models import MentorProfile, Mentorship
from masterstvo.people.models import Person
from masterstvo.practices.models import Practice, Repeat
from masterstvo.routes.choices import RouteState, StepKind, StepState
from masterstvo.routes.models.offer import Offer
from masterstvo.training.models import Session, Training


class Route(Recorded):
    """A teacher's route from a deficit to practice. It holds from ``starts_on`` (or its approval) until the day before ``ends_on``."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="routes", verbose_name="чей маршрут"
    )
    kind = models.CharField("вид", max_length=80, default="iom", help_text="term of «route_kind»")
    basis = models.CharField("основание", max_length=80, help_text="term of «route_basis»")
    state = models.CharField("состояние", max_length=10, choices=RouteState, default=RouteState.DRAFT)
    drafted_on = models.DateField("составлен", null=True, blank=True)
    approved_on = models.DateField("утверждён", null=True, blank=True)
    starts_on = models.DateField("начало", null=True, blank=True)
    ends_on = models.DateField("окончание", null=True, blank=True, help_text="the first day after the route")
    goal = models.CharField("цель", max_length=500, blank=True)
    deficits = models.ManyToManyField(
        Deficit, blank=True, related_name="routes", verbose_name="какие дефициты закрывает"
    )
    act = models.CharField("чем утверждён", max_length=200, blank=True)
    agreed_by_person_on = models.DateField("согласен педагог", null=True, blank=True)
    agreed_by_companion_on = models.DateField("согласен сопровождающий", null=True, blank=True)
    finished_on = models.DateField("завершён или прекращён", null=True, blank=True)
    companion = models.CharField("сопровождающий", max_length=200, blank=True)
    accompanied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="методист маршрута",
    )
    version = models.ForeignKey(
        "TemplateVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="routes",
        verbose_name="версия шаблона",
        help_text="what it was made from; of a changed template, the version last decided about",
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

    @property
    def last_day(self):
        return self.ends_on - dt.timedelta(days=1) if self.ends_on else None

    def __str__(self):
        return f"Маршрут: {self.person}"

    def get_absolute_url(self):
        return reverse("routes:route_detail", args=[self.pk])


class RouteStep(Recorded):
    """One step of a route: learning, its transfer into practice, a new measurement. It is to be done in ``[starts_on, ends_on)``."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps", verbose_name="маршрут")
    kind = models.CharField("вид", max_length=12, choices=StepKind)
    title = models.CharField("название", max_length=300)
    hours = models.PositiveSmallIntegerField("часы", default=1, help_text="academic hours")
    starts_on = models.DateField("с")
    ends_on = models.DateField("по", help_text="the first day after")
    competences = models.ManyToManyField(
        Competence, blank=True, related_name="route_steps", verbose_name="какие компетенции"
    )
    offer = models.ForeignKey(
        Offer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name="из каталога",
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="поток курсов",
    )
    event = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="событие",
    )
    practice = models.ForeignKey(
        Practice,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="практика из банка",
    )
    mentor = models.ForeignKey(
        MentorProfile,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="наставник из базы",
    )
    pair = models.ForeignKey(
        Mentorship,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="пара",
        help_text="that the step has asked for; what comes of it moves the step",
    )
    planned_by = models.SlugField(
        "шаг шаблона", max_length=20, blank=True, help_text="TemplateStep.key of the route's version"
    )
    evidence = models.CharField("что подтвердит", max_length=300, blank=True)
    why = models.CharField("почему выбран", max_length=1000, blank=True)
    state = models.CharField("состояние", max_length=8, choices=StepState, default=StepState.PLANNED)
    done_on = models.DateField("сделан", null=True, blank=True)
    school_class = models.CharField("класс", max_length=40, blank=True)
    topic = models.CharField("тема урока", max_length=300, blank=True)
    observer = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="observed_steps",
        verbose_name="наблюдал",
    )
    observer_name = models.CharField("кто наблюдал", max_length=200, blank=True)
    note = models.CharField("как прошло", max_length=1000, blank=True, help_text="what came of it")
    file = models.FileField("подтверждение", upload_to="routes/%Y/", blank=True)
    sheet = models.ForeignKey(
        Sheet,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="карта наблюдателя или повторное измерение",
    )
    training = models.ForeignKey(
        Training,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="пройденный курс",
    )
    participation = models.ForeignKey(
        Participation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="участие в событии",
    )
    repeat = models.ForeignKey(
        Repeat,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="route_steps",
        verbose_name="повторение практики",
    )

    class Meta:
        verbose_name = "шаг маршрута"
        verbose_name_plural = "шаги маршрута"
        ordering = ["route", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="routes_step_ends_after_start",
                violation_error_message="Последний день раньше первого.",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="routes_done_step_has_a_day"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def last_day(self):
        return self.ends_on - dt.timedelta(days=1)

    @property
    def source(self):
        """What it is taken from: an offer of the catalogue, a session of courses, an event, a practice, a mentor; None of a step by hand."""
        return self.offer or self.session or self.event or self.practice or self.mentor

    @property
    def place(self):
        """Where and with whom it is: of what it is taken from."""
        if self.mentor:
            return self.mentor.person.short_name
        if self.event:
            return ", ".join(filter(None, (str(self.event.venue or ""), self.event.place)))
        return getattr(self.offer or self.session, "place", "")

    @property
    def is_lesson(self):
        """Whether it is held in class, and so tells its class, topic, observer and the observer's card."""
        return self.kind in StepKind.lessons()

    @property
    def observed_by(self):
        return ", ".join(filter(None, (str(self.observer or ""), self.observer_name)))

    @property
    def told_nothing_of(self):
        """Return what a finished lesson does not tell yet, in words."""
        told = {
            "класс": self.school_class,
            "тема": self.topic,
            "наблюдатель": self.observed_by,
            "карта наблюдателя": self.sheet_id,
        }
        return [word for word, value in told.items() if not value]
