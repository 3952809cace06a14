"""Editions of the yearly report: a plan seen on a date, the words people add, and what approval froze."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.core.models import Recorded
from masterstvo.documents.models import Agreement
from masterstvo.plans.models import Activity, Direction, Plan, Target
from masterstvo.reports.choices import ReportState


class Report(Recorded):
    """One edition of the report on a plan, as of a date."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports", verbose_name="план")
    year = models.PositiveSmallIntegerField("год")
    edition = models.PositiveSmallIntegerField(
        "редакция", default=1, help_text="grows when an approved report is corrected by a new one"
    )
    as_of = models.DateField("по состоянию на")
    state = models.CharField("состояние", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    order_number = models.CharField("приказ №", max_length=60, blank=True)
    order_on = models.DateField("приказ от", null=True, blank=True)
    signer = models.CharField("кто подписывает", max_length=200, blank=True, help_text="«А. П. Громов»")
    signer_position = models.CharField("должность подписывающего", max_length=300, blank=True)
    foreword = models.TextField("пояснительная записка", blank=True)
    overall_problems = models.TextField("проблемы", blank=True)
    overall_causes = models.TextField("причины", blank=True)
    overall_needs = models.TextField("потребности", blank=True)
    overall_prospects = models.TextField("перспективы", blank=True)
    template = models.FileField("свой шаблон Word", upload_to="reports/templates/", blank=True)
    file = models.FileField("файл Word", upload_to="reports/%Y/", blank=True)
    approved_at = models.DateTimeField("утверждён", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кем утверждён",
    )
    content = models.JSONField(
        "содержание при утверждении",
        null=True,
        blank=True,
        help_text="reports.composition.content.ReportContent as plain values",
    )
    code_version = models.CharField("версия программы", max_length=60, blank=True)
    sha256 = models.CharField(
        "контрольная сумма", max_length=64, blank=True, help_text="of the frozen values, see reports.actions"
    )

    class Meta:
        verbose_name = "отчёт"
        verbose_name_plural = "отчёты"
        ordering = ["-year", "-edition", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None)
                | (Q(state="approved", approved_at__isnull=False) & ~Q(sha256="")),
                name="reports_approved_report_is_sealed",
                violation_error_message="Утверждённый отчёт должен быть запечатан.",
            ),
            models.UniqueConstraint(
                fields=["plan", "year"],
                condition=Q(state="draft"),
                name="reports_one_draft_a_year",
                violation_error_message="Черновик отчёта за этот год уже есть.",
            ),
            models.UniqueConstraint(
                fields=["plan", "year", "edition"],
                name="reports_edition_is_unique",
                violation_error_message="Отчёт с таким номером редакции уже есть.",
            ),
        ]

    def __str__(self):
        return f"Отчёт за {self.year} год, {self.plan.municipality}"

    def get_absolute_url(self):
        return reverse("reports:report_detail", args=[self.pk])


class Narrative(Recorded):
    """What people write of one direction: the facts in prose, problems, causes, conclusions."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="narratives", verbose_name="отчёт"
    )
    direction = models.ForeignKey(
        Direction, on_delete=models.CASCADE, related_name="+", verbose_name="направление"
    )
    facts = models.TextField("что сделано", blank=True)
    problems = models.TextField("проблемы", blank=True)
    causes = models.TextField("причины", blank=True)
    conclusions = models.TextField("выводы", blank=True)

    class Meta:
        verbose_name = "раздел отчёта"
        verbose_name_plural = "разделы отчёта"
        ordering = ["report", "direction__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "direction"], name="reports_narrative_is_unique")
        ]

    def __str__(self):
        return f"{self.report}: {self.direction}"


class TargetReason(Recorded):
    """Why a target was missed, in the authority's words."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reasons", verbose_name="отчёт")
    target = models.ForeignKey(
        Target, on_delete=models.CASCADE, related_name="reasons", verbose_name="показатель"
    )
    text = models.TextField("причина")

    class Meta:
        verbose_name = "причина"
        verbose_name_plural = "причины"
        ordering = ["report", "target__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "target"], name="reports_reason_is_unique")]

    def __str__(self):
        return self.text


class CheckNote(models.Model):
    """A word of explanation to a finding of the checks that needs one."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="check_notes", verbose_name="отчёт"
    )
    finding = models.CharField(
        "замечание", max_length=200, help_text="stable key of the finding: check and place"
    )
    text = models.TextField("пояснение")

    class Meta:
        verbose_name = "пояснение к замечанию"
        verbose_name_plural = "пояснения к замечаниям"
        ordering = ["report", "finding"]
        constraints = [
            models.UniqueConstraint(fields=["report", "finding"], name="reports_check_note_is_unique")
        ]

    def __str__(self):
        return self.text


class ReportApproval(Agreement):
    """A line of a report's agreement sheet: who writes, checks or signs it, until when, and when they agreed."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="approvals", verbose_name="отчёт"
    )
    task = models.CharField("что делает", max_length=200, blank=True, help_text="«проверяет»")
    due_on = models.DateField("до какого дня", null=True, blank=True, help_text="inclusive")

    class Meta(Agreement.Meta):
        verbose_name_plural = "лист согласования отчёта"
        ordering = ["report", "pk"]


class CarriedConclusion(models.Model):
    """A conclusion that became an activity of the next year's draft plan; it goes with that activity."""

    direction = models.ForeignKey(
        Direction, on_delete=models.CASCADE, related_name="+", verbose_name="направление"
    )
    year = models.PositiveSmallIntegerField("год отчёта")
    text = models.TextField("вывод")
    key = models.CharField(
        "ключ вывода", max_length=64, help_text="of its words, the same in every edition of the report"
    )
    activity = models.OneToOneField(
        Activity, on_delete=models.CASCADE, related_name="+", verbose_name="мероприятие"
    )
    carried_at = models.DateTimeField("перенесён", auto_now_add=True)

    class Meta:
        verbose_name = "перенесённый вывод"
        verbose_name_plural = "перенесённые выводы"
        ordering = ["direction", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "year", "key"],
                name="reports_conclusion_is_carried_once",
                violation_error_message="Этот вывод уже перенесён в план.",
            )
        ]

    def __str__(self):
        return self.text


class FrozenValue(models.Model):
    """An indicator as it was reported: number, members, formula. Never changed after approval."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="frozen_values", verbose_name="отчёт"
    )
    code = models.CharField("код", max_length=20)
    title = models.TextField("показатель")
    measure = models.CharField("вид", max_length=10, default="share")
    member_kind = models.CharField("кто считается", max_length=80, default="person")
    decimals = models.PositiveSmallIntegerField("знаков после запятой", default=1)
    numerator = models.DecimalField("числитель", max_digits=14, decimal_places=2, null=True)
    denominator = models.DecimalField("знаменатель", max_digits=14, decimal_places=2, null=True)
    value = models.DecimalField("значение", max_digits=14, decimal_places=3, null=True)
    included = models.JSONField("кто вошёл", default=list, help_text="ids of the numerator")
    base = models.JSONField("из кого", default=list, help_text="ids of the denominator")
    formula = models.JSONField("формула", default=dict)

    class Meta:
        verbose_name = "значение утверждённого отчёта"
        verbose_name_plural = "значения утверждённых отчётов"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="reports_frozen_value_is_unique")
        ]

    def __str__(self):
        return f"{self.code} = {self.value}"
