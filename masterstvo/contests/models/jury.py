"""The jury of a contest: by which rules it marks, who sits in it, who was given what, and the sheets."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from masterstvo.assessments.models import Answered, Version
from masterstvo.contests.choices import (
    JUDGED_PHASES,
    AssignmentState,
    JuryRole,
    MarkCorrection,
    MarkMethod,
    PhaseKind,
    SheetState,
    ThirdRule,
)
from masterstvo.contests.models.appeal import Appeal
from masterstvo.contests.models.contest import Contest, Criteria, Nomination
from masterstvo.contests.models.entry import Entry
from masterstvo.core.models import Recorded
from masterstvo.experts.models import ExpertAppointment


class JuryRules(Recorded):
    """How many jurors mark each entry and how their marks become places, as the regulations declare it before the first mark.

    ``marking_weight``: how much the first marking weighs beside the final; at nothing the final alone gives the places (ADR 0049).
    """

    contest = models.OneToOneField(
        Contest, on_delete=models.CASCADE, related_name="jury_rules", verbose_name="конкурс"
    )
    jurors_per_entry = models.PositiveSmallIntegerField(
        "экспертов на работу", default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    method = models.CharField("итог работы", max_length=10, choices=MarkMethod, default=MarkMethod.MEAN)
    correction = models.CharField(
        "поправка на мягкость", max_length=10, choices=MarkCorrection, default=MarkCorrection.NONE
    )
    threshold = models.DecimalField(
        "ещё один эксперт при расхождении больше, %",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(100))],
    )
    third = models.CharField(
        "как считать его оценку", max_length=10, choices=ThirdRule, default=ThirdRule.ALL
    )
    tie_breaks = models.JSONField(
        "при равных итогах", default=list, blank=True, help_text="marking.TieBreak, in their order"
    )
    n_prizes = models.PositiveSmallIntegerField(
        "последнее призовое место", default=3, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    n_finalists = models.PositiveSmallIntegerField(
        "в финал выходят, мест", default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    marking_weight = models.PositiveSmallIntegerField(
        "вес оценки работ в итоге", default=0, validators=[MaxValueValidator(100)]
    )
    final_weight = models.PositiveSmallIntegerField(
        "вес финала в итоге", default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = "порядок оценки"
        verbose_name_plural = "порядки оценки"
        ordering = ["contest"]
        constraints = [
            models.CheckConstraint(condition=Q(final_weight__gte=1), name="contests_final_weighs_something"),
        ]

    def __str__(self):
        return f"Порядок оценки: {self.contest}"


class JuryMember(Recorded):
    """An expert in the jury of one contest. ``left_on``: since then nothing more is given to them."""

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="jury", verbose_name="конкурс"
    )
    appointment = models.ForeignKey(
        ExpertAppointment, on_delete=models.PROTECT, related_name="juries", verbose_name="эксперт"
    )
    role = models.CharField("кто в жюри", max_length=10, choices=JuryRole, default=JuryRole.MEMBER)
    nominations = models.ManyToManyField(
        Nomination,
        blank=True,
        related_name="jury",
        verbose_name="номинации",
        help_text="none: all",
    )
    load_min = models.PositiveSmallIntegerField("работ не меньше", default=0)
    load_max = models.PositiveSmallIntegerField("работ не больше", null=True, blank=True)
    left_on = models.DateField("вышел из жюри", null=True, blank=True)
    left_because = models.CharField("почему вышел", max_length=300, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="кем заменён",
    )

    class Meta:
        verbose_name = "член жюри"
        verbose_name_plural = "жюри"
        ordering = ["contest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "appointment"],
                name="contests_jurymember_is_unique",
                violation_error_message="Этот эксперт в жюри уже есть.",
            ),
            models.UniqueConstraint(
                fields=["contest"],
                condition=Q(role=JuryRole.CHAIR, left_on=None),
                name="contests_jury_has_one_chair",
                violation_error_message="Председатель уже есть: сначала исправьте его роль.",
            ),
            models.CheckConstraint(
                condition=Q(load_max=None) | Q(load_max__gte=F("load_min")),
                name="contests_jurymember_load_in_order",
                violation_error_message="Наибольшее число работ меньше наименьшего.",
            ),
        ]

    def __str__(self):
        return str(self.appointment.person)

    @property
    def judges(self):
        """Tell whether entries are given to this member: the secretary keeps the protocol and marks nothing."""
        return self.role != JuryRole.SECRETARY and self.left_on is None


class Assignment(Recorded):
    """An entry given to a member of the jury in one phase. ``is_third``: because the first marks lay far apart.

    ``appeal``: because it is marked anew; what was marked before stays beside it as it was.
    """

    member = models.ForeignKey(
        JuryMember, on_delete=models.CASCADE, related_name="assignments", verbose_name="член жюри"
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="assignments", verbose_name="работа"
    )
    phase = models.CharField(
        "на каком этапе", max_length=12, choices=JUDGED_PHASES, default=PhaseKind.MARKING
    )
    is_third = models.BooleanField("при расхождении", default=False)
    state = models.CharField(
        "что с ней", max_length=10, choices=AssignmentState, default=AssignmentState.GIVEN
    )
    reason = models.CharField("почему не оценивает", max_length=300, blank=True)
    appeal = models.ForeignKey(
        Appeal,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="по какой апелляции",
    )

    class Meta:
        verbose_name = "работа у эксперта"
        verbose_name_plural = "работы у экспертов"
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "entry", "phase"],
                condition=Q(appeal=None),
                name="contests_assignment_is_unique",
            ),
            models.UniqueConstraint(
                fields=["member", "appeal", "phase"], name="contests_assignment_of_appeal_is_unique"
            ),
        ]

    def __str__(self):
        return f"{self.entry.code or self.entry_id}: {self.member}"

    def get_absolute_url(self):
        return reverse("contests:mark_edit", args=[self.pk])


class MarkSheet(Answered, Recorded):
    """A juror's answers to one set of criteria about one entry. ``finished_at``: all is answered, the percent is there.

    ``state``: a late mark, or one of a member who left, waits until the organizer decides whether it counts.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="sheets", verbose_name="работа у эксперта"
    )
    criteria = models.ForeignKey(
        Criteria, on_delete=models.PROTECT, related_name="sheets", verbose_name="критерии"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="mark_sheets", verbose_name="версия критериев"
    )
    finished_at = models.DateTimeField("заполнен", null=True, blank=True)
    state = models.CharField("засчитан", max_length=10, choices=SheetState, default=SheetState.COUNTED)

    class Meta:
        verbose_name = "лист эксперта"
        verbose_name_plural = "листы экспертов"
        ordering = ["assignment", "criteria", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "criteria"], name="contests_marksheet_is_unique"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(percent__isnull=False),
                name="contests_marksheet_finished_has_a_mark",
            ),
        ]

    def __str__(self):
        return f"{self.assignment}: {self.criteria.version.instrument}"
