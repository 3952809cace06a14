"""A contest at one level: its terms, phases, nominations, and by what its entries are marked."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.assessments.models import Version
from masterstvo.contests.choices import JUDGED_PHASES, ContestState, Entrant, PhaseKind
from masterstvo.core.models import Dated, Recorded
from masterstvo.documents.models import Document
from masterstvo.organizations.models import Municipality


def _document(verbose_name):
    return models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,
    )


class Contest(Recorded):
    """A contest at one level: one that an authority holds in a year, or one held by others, to which facts point (ADR 0041).

    The stage of the next level is a contest too: ``moves_to``.
    """

    title = models.CharField("конкурс", max_length=500)
    level = models.CharField("уровень", max_length=80, help_text="term of «level»")
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contests",
        verbose_name="кто проводит",
        help_text="null: held by others",
    )
    year = models.PositiveSmallIntegerField("год", null=True, blank=True)
    state = models.CharField("состояние", max_length=10, choices=ContestState, default=ContestState.OUTSIDE)
    about = models.TextField("о конкурсе", blank=True, max_length=4000, help_text="what entrants read first")
    entrant = models.CharField("кто участвует", max_length=12, choices=Entrant, default=Entrant.PERSON)
    circle = models.JSONField(
        "кому открыт", default=dict, blank=True, help_text="assessments.queries.Circle; empty: to everybody"
    )
    is_blind = models.BooleanField("жюри не видит имён", default=True)
    is_public = models.BooleanField("итоги видны без входа", default=False)
    team_most = models.PositiveSmallIntegerField("человек в команде не больше", default=5)
    per_organization = models.PositiveSmallIntegerField(
        "заявок от одной организации не больше", null=True, blank=True
    )
    files_most = models.PositiveSmallIntegerField(
        "файлов и ссылок не больше", default=5, validators=[MaxValueValidator(30)]
    )
    file_megabytes = models.PositiveSmallIntegerField(
        "размер файла не больше, МБ", default=20, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    moves_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comes_from",
        verbose_name="куда выходят победители",
    )
    regulations = _document("положение")
    order = _document("приказ о проведении")
    results_order = _document("приказ об итогах")
    protocol = _document("протокол")
    appeals_protocol = _document("протокол апелляций")

    class Meta:
        verbose_name = "конкурс"
        verbose_name_plural = "конкурсы"
        ordering = ["title", "level", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "level"],
                condition=Q(municipality=None),
                name="contests_outside_contest_is_unique",
                violation_error_message="Конкурс с таким названием и уровнем уже есть.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "title", "level", "year"],
                name="contests_own_contest_is_unique",
                violation_error_message="Конкурс с таким названием, уровнем и годом уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(municipality=None, year=None, state=ContestState.OUTSIDE)
                | (Q(municipality__isnull=False, year__isnull=False) & ~Q(state=ContestState.OUTSIDE)),
                name="contests_own_contest_has_a_year",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.year}" if self.year else self.title

    def get_absolute_url(self):
        return reverse("contests:contest_detail", args=[self.pk])

    @property
    def is_own(self):
        return self.municipality_id is not None


class Phase(Dated):
    """The days of one phase. They alone say what entrants, organizers and jurors may do."""

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="phases", verbose_name="конкурс"
    )
    kind = models.CharField("этап", max_length=12, choices=PhaseKind)

    class Meta(Dated.Meta):
        verbose_name = "этап конкурса"
        verbose_name_plural = "этапы конкурса"
        ordering = ["contest", "starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["contest", "kind"], name="contests_phase_is_unique"),
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="contests_phase_has_an_end"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.contest}"


class Nomination(models.Model):
    """A part of a contest with places of its own."""

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="nominations", verbose_name="конкурс"
    )
    title = models.CharField("номинация", max_length=300)
    about = models.CharField("кому и о чём", max_length=500, blank=True)

    class Meta:
        verbose_name = "номинация"
        verbose_name_plural = "номинации"
        ordering = ["contest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "title"],
                name="contests_nomination_is_unique",
                violation_error_message="Такая номинация уже есть.",
            )
        ]

    def __str__(self):
        return self.title


class Criteria(models.Model):
    """By which published version of an instrument the entries of a contest, or of one nomination, are marked in one phase.

    The total is the mean of the percentages by ``weight``; those of a nomination replace those of the whole contest.
    """

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="criteria", verbose_name="конкурс"
    )
    nomination = models.ForeignKey(
        Nomination,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name="номинация",
        help_text="null: all that have none of their own",
    )
    phase = models.CharField(
        "на каком этапе",
        max_length=12,
        choices=JUDGED_PHASES,
        default=PhaseKind.MARKING,
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="contest_criteria", verbose_name="критерии"
    )
    weight = models.PositiveSmallIntegerField("вес", default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "критерии"
        verbose_name_plural = "критерии"
        ordering = ["contest", "nomination", "phase", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "nomination", "phase", "version"], name="contests_criteria_is_unique"
            ),
            models.CheckConstraint(condition=Q(weight__gte=1), name="contests_criteria_weigh_something"),
        ]

    def __str__(self):
        return f"{self.version.instrument}: {self.contest}"


class RecommendedContest(Recorded):
    """An outside contest that an authority recommends in a year, with the day until which one applies."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="recommended_contests",
        verbose_name="кто советует",
    )
    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="recommended", verbose_name="конкурс"
    )
    apply_by = models.DateField("заявки до")
    url = models.URLField("ссылка", max_length=1000, blank=True)
    note = models.CharField("кому подходит", max_length=500, blank=True)

    class Meta:
        verbose_name = "рекомендованный конкурс"
        verbose_name_plural = "рекомендованные конкурсы"
        ordering = ["apply_by", "contest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "contest", "apply_by"],
                name="contests_recommended_is_unique",
                violation_error_message="Этот конкурс с таким сроком уже в списке.",
            )
        ]

    def __str__(self):
        return f"{self.contest}, до {self.apply_by:%d.%m.%Y}"
