"""What a pair plans and does: tasks of its programme, and the diary."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from masterstvo.core.models import Recorded
from masterstvo.mentoring.choices import Side
from masterstvo.mentoring.models.pair import Mentorship
from masterstvo.organizations.models import Municipality


class ProgrammeTemplate(Recorded):
    """Tasks that many pairs begin with. ``tasks``: [{"title", "weeks": from the start of the pair}], in their order."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        related_name="mentoring_templates",
        verbose_name="муниципальное образование",
    )
    title = models.CharField("название", max_length=200)
    tasks = models.JSONField("задачи", default=list)

    class Meta:
        verbose_name = "шаблон программы наставничества"
        verbose_name_plural = "шаблоны программ наставничества"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "title"],
                name="mentoring_template_is_unique",
                violation_error_message="Шаблон с таким названием уже есть.",
            )
        ]

    def __str__(self):
        return self.title


class PairTask(Recorded):
    """One task of a pair's programme."""

    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.CASCADE, related_name="tasks", verbose_name="пара"
    )
    title = models.CharField("задача", max_length=300)
    due_on = models.DateField("срок")
    done_on = models.DateField("выполнена", null=True, blank=True)

    class Meta:
        verbose_name = "задача программы наставничества"
        verbose_name_plural = "задачи программ наставничества"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="mentoring_task_by_term")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.mentorship.get_absolute_url()


class Conversation(Recorded):
    """A meeting of a pair as its diary keeps it: written by either side, in half a minute.

    ``meeting``: what pairs of a group met at together has the same one in the diary of each.
    """

    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.CASCADE, related_name="conversations", verbose_name="пара"
    )
    meeting = models.UUIDField("встреча", default=uuid4, editable=False)
    held_on = models.DateField("когда")
    form = models.CharField("форма", max_length=80, help_text="term of «mentoring_meeting_form»")
    minutes = models.PositiveSmallIntegerField(
        "минут", default=45, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    topic = models.CharField("о чём", max_length=300)
    next_step = models.CharField("следующий шаг", max_length=300, blank=True)
    written_by = models.CharField("кто записал", max_length=10, choices=Side, blank=True)

    class Meta:
        verbose_name = "встреча пары"
        verbose_name_plural = "встречи пар"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "mentorship"],
                name="mentoring_conversation_is_noted_once",
                violation_error_message="Эта встреча уже есть в дневнике пары.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="mentoring_conversation_lasts_minutes",
                violation_error_message="Длительность – от 5 минут до 8 часов.",
            ),
        ]
        indexes = [models.Index(fields=["mentorship", "-held_on"], name="mentoring_diary")]

    def __str__(self):
        return f"{self.topic}, {self.held_on:%d.%m.%Y}"
