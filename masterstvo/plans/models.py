"""Plans as they were approved: directions, targets, activities with their schedules and results, and where each came from."""

import re

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from masterstvo.core.models import Recorded
from masterstvo.documents.models import Agreement, Document
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person
from masterstvo.plans.choices import (
    ActivityState,
    FileState,
    Op,
    PlanKind,
    PlanState,
    ScheduleKind,
    SuggestionState,
    Unit,
)


class Plan(Recorded):
    """A yearly plan, road map or concept of one municipality."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="plans", verbose_name="муниципальное образование"
    )
    kind = models.CharField("вид", max_length=10, choices=PlanKind, default=PlanKind.ANNUAL)
    title = models.TextField("название")
    year_from = models.PositiveSmallIntegerField("год, с")
    year_to = models.PositiveSmallIntegerField("год, по")
    order_number = models.CharField("приказ №", max_length=60, blank=True)
    order_on = models.DateField("приказ от", null=True, blank=True)
    goal = models.TextField("цель", blank=True)
    tasks = models.JSONField("задачи", default=list, blank=True)
    state = models.CharField("состояние", max_length=10, choices=PlanState, default=PlanState.DRAFT)

    class Meta:
        verbose_name = "план"
        verbose_name_plural = "планы"
        ordering = ["-year_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_to__gte=F("year_from")),
                name="plans_plan_years_in_order",
                violation_error_message="Последний год плана раньше первого.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "kind", "year_from", "year_to"],
                name="plans_plan_is_unique",
                violation_error_message="План этого вида на эти годы уже есть.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.municipality}"

    def get_absolute_url(self):
        return reverse("plans:activity_list", args=[self.pk])

    @property
    def years(self):
        return str(self.year_from) if self.year_from == self.year_to else f"{self.year_from}–{self.year_to}"

    @property
    def years_in_words(self):
        """«2026 год», «2021–2024 годы»."""
        return f"{self.years} {'год' if self.year_from == self.year_to else 'годы'}"

    @property
    def name(self):
        """What people call it: «План на 2026 год»."""
        titles = {PlanKind.ROADMAP: "Дорожная карта", PlanKind.CONCEPT: "Концептуальная модель"}
        return f"{titles.get(PlanKind(self.kind), 'План')} на {self.years_in_words}"


class PlanFile(models.Model):
    """A file that a plan was read from; each field of the plan knows its table, row and cell in it."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="plan_files",
        verbose_name="муниципальное образование",
    )
    plan = models.ForeignKey(
        Plan,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="files",
        verbose_name="план",
        help_text="none until a person has looked at what was read",
    )
    year = models.PositiveSmallIntegerField(
        "год", null=True, blank=True, help_text="told by a person where the document does not say it"
    )
    state = models.CharField("состояние", max_length=10, choices=FileState, default=FileState.WAITING)
    file = models.FileField("файл", upload_to="plans/%Y/")
    name = models.CharField("имя файла", max_length=300)
    sha256 = models.CharField("контрольная сумма", max_length=64)
    read_at = models.DateTimeField("прочитан", auto_now_add=True)
    problems = models.JSONField("замечания", default=list, blank=True, help_text='[{"where", "what"}]')

    class Meta:
        verbose_name = "файл плана"
        verbose_name_plural = "файлы планов"
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(plan__isnull=False),
                name="plans_file_taken_has_a_plan",
                violation_error_message="Учтённый файл относится к какому-то плану.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("plans:plan_import", args=[self.pk])


class Direction(models.Model):
    """A direction of the plan; sub-directions stand under it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="directions", verbose_name="план")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    number = models.CharField("номер", max_length=20, blank=True)
    title = models.TextField("название")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    provenance = models.JSONField("откуда", default=dict, blank=True)

    class Meta:
        verbose_name = "направление"
        verbose_name_plural = "направления"
        ordering = ["plan", "position", "pk"]

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title


class Target(models.Model):
    """An indicator's target in one plan: the text as written, and what it means."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets", verbose_name="план")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    number = models.CharField("номер", max_length=20, blank=True)
    block = models.CharField("раздел", max_length=300, blank=True)
    title = models.TextField("показатель")
    target_text = models.TextField("план, как написано", blank=True)
    fact_text = models.TextField("факт, как написано", blank=True)
    indicator_code = models.CharField(
        "чем считается", max_length=20, blank=True, help_text="code in the edition in force"
    )
    position = models.PositiveSmallIntegerField("порядок", default=0)
    provenance = models.JSONField("откуда", default=dict, blank=True)

    # Told by the plan's page to its template.
    depth = 0
    definition = ""
    is_open = False

    class Meta:
        verbose_name = "целевой показатель"
        verbose_name_plural = "целевые показатели"
        ordering = ["plan", "position", "pk"]

    def __str__(self):
        return self.title


class TargetValue(models.Model):
    """One number of a target: operator, value, unit, and the year or part it speaks of."""

    target = models.ForeignKey(
        Target, on_delete=models.CASCADE, related_name="values", verbose_name="целевой показатель"
    )
    op = models.CharField("сравнение", max_length=2, choices=Op, default=Op.EQUAL)
    value = models.DecimalField("значение", max_digits=12, decimal_places=3)
    unit = models.CharField("единица", max_length=10, choices=Unit, default=Unit.PERCENT, blank=True)
    year = models.PositiveSmallIntegerField("год", null=True, blank=True)
    label = models.CharField("чего", max_length=600, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "значение цели"
        verbose_name_plural = "значения целей"
        ordering = ["target", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="plans_target_value_is_not_negative",
                violation_error_message="Значение цели не может быть меньше нуля.",
            )
        ]

    def __str__(self):
        return f"{self.op} {self.value} {self.unit}"


class Activity(Recorded):
    """A row of the plan: what is to be done, when, by whom, with which result – and what came of it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="activities", verbose_name="план")
    direction = models.ForeignKey(
        Direction,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="направление",
    )
    number = models.CharField("номер", max_length=20, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    title = models.TextField("мероприятие")
    period_text = models.TextField("период реализации", blank=True)
    schedule_kind = models.CharField(
        "вид срока", max_length=12, choices=ScheduleKind, default=ScheduleKind.UNKNOWN
    )
    starts_on = models.DateField("начало", null=True, blank=True)
    due_on = models.DateField("срок", null=True, blank=True, help_text="inclusive: the last day in time")
    rrule = models.CharField("повторение", max_length=200, blank=True, help_text="RFC 5545")
    schedule_note = models.TextField("примечание к сроку", blank=True)
    responsible_text = models.TextField("ответственные", blank=True)
    expected_result = models.TextField("прогнозируемый результат", blank=True)
    participants_text = models.TextField("участники", blank=True)
    content_text = models.TextField("содержание", blank=True)
    place_text = models.TextField("место", blank=True)
    note_text = models.TextField("примечание", blank=True)
    state = models.CharField(
        "состояние", max_length=16, choices=ActivityState, default=ActivityState.NOT_STARTED
    )
    actual_result = models.TextField("фактический результат", blank=True)
    reason = models.TextField(
        "причина", blank=True, help_text="why not, why partly, or why done without evidence"
    )
    postponed_to = models.DateField("перенесено на", null=True, blank=True)
    targets = models.ManyToManyField(
        Target, blank=True, related_name="activities", verbose_name="на какие показатели работает"
    )
    provenance = models.JSONField("откуда", default=dict, blank=True)

    days_late = 0  # told by queries.activity.mark_late to the pages that show it

    class Meta:
        verbose_name = "мероприятие плана"
        verbose_name_plural = "мероприятия плана"
        ordering = ["plan", "position", "pk"]
        indexes = [models.Index(fields=["plan", "due_on"], name="plans_activity_by_due")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="postponed") | Q(postponed_to__isnull=False),
                name="plans_activity_postponed_has_a_date",
                violation_error_message="Укажите, на какую дату перенесено.",
            )
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self):
        return reverse("plans:activity_detail", args=[self.pk])

    @property
    def result_words(self):
        """The result without its addresses, which stand beside it as evidence."""
        return " ".join(re.sub(r"https?://\S+", "", self.actual_result).split())


class ActivityResponsible(models.Model):
    """Somebody named as responsible: the words of the plan, and the person when recognised."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="responsible", verbose_name="мероприятие"
    )
    name = models.CharField("как написано", max_length=200)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="человек"
    )

    class Meta:
        verbose_name = "ответственный"
        verbose_name_plural = "ответственные"
        ordering = ["activity", "pk"]

    def __str__(self):
        return self.name


class ActivityEvidence(models.Model):
    """A link or document that proves an activity's result."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="evidence", verbose_name="мероприятие"
    )
    url = models.URLField("ссылка", max_length=1000, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, verbose_name="документ"
    )
    title = models.CharField("что это", max_length=300, blank=True)

    class Meta:
        verbose_name = "подтверждение"
        verbose_name_plural = "подтверждения"
        ordering = ["activity", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | Q(document__isnull=False),
                name="plans_evidence_has_link_or_document",
                violation_error_message="Укажите ссылку или документ.",
            )
        ]

    def __str__(self):
        return self.title or self.url or str(self.document)


class TargetSuggestion(models.Model):
    """A number found in an expected result that may be a target; a person decides."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="suggestions", verbose_name="мероприятие"
    )
    text = models.TextField("слова")
    op = models.CharField("сравнение", max_length=2, choices=Op)
    value = models.DecimalField("значение", max_digits=12, decimal_places=3)
    unit = models.CharField("единица", max_length=10, choices=Unit, blank=True)
    state = models.CharField("решение", max_length=10, choices=SuggestionState, default=SuggestionState.NEW)

    class Meta:
        verbose_name = "предложенная цель"
        verbose_name_plural = "предложенные цели"
        ordering = ["activity", "pk"]

    def __str__(self):
        return self.text


class Approval(Agreement):
    """A line of a plan's agreement sheet."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approvals", verbose_name="план")

    class Meta(Agreement.Meta):
        ordering = ["plan", "pk"]
