"""Ratings with the parts of their formulas, and what came of them: standings, line by line."""

import datetime as dt
from fractions import Fraction

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.assessments.models import Campaign
from masterstvo.communities.choices import SHARES
from masterstvo.communities.models import Community
from masterstvo.contests.models import Contest
from masterstvo.core.models import Dated, Recorded
from masterstvo.documents.models import Document
from masterstvo.indicators.choices import Measure
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.ratings.choices import RULES, Better, RatingKind, RatingState, ScaleKind, WithoutData
from masterstvo.ratings.counting import Rule, rule_in_words


class Rating(Dated, Recorded):
    """A contest by formula over one period, which is also how long the formula holds: a new year is a new rating."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="ratings", verbose_name="муниципалитет"
    )
    title = models.CharField("название", max_length=300)
    kind = models.CharField("кого сравнивают", max_length=12, choices=RatingKind)
    circle = models.JSONField(
        "какого вида", default=list, blank=True, help_text="terms of the kind compared; empty: all"
    )
    about = models.TextField("зачем и как", max_length=4000, blank=True)
    n_prizes = models.PositiveSmallIntegerField("призовых мест", default=3, validators=[MinValueValidator(1)])
    state = models.CharField("состояние", max_length=10, choices=RatingState, default=RatingState.DRAFT)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ratings",
        verbose_name="чем утверждена формула",
    )
    protocol = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="протокол",
    )
    counted_at = models.DateTimeField("посчитан", null=True, blank=True)
    counted_to = models.DateField("сведения на", null=True, blank=True)
    published_on = models.DateField("опубликован", null=True, blank=True)
    decided_on = models.DateField("итоги подведены", null=True, blank=True)
    contest = models.OneToOneField(
        Contest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rating",
        verbose_name="конкурс",
    )

    class Meta(Dated.Meta):
        verbose_name = "рейтинг"
        verbose_name_plural = "рейтинги"
        ordering = ["-starts_on", "title", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["municipality", "title", "starts_on"],
                name="ratings_rating_is_unique",
                violation_error_message="Такой рейтинг с этого дня уже есть.",
            ),
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="ratings_rating_has_an_end"),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "decided"))
                | Q(document__isnull=False, published_on__isnull=False),
                name="ratings_published_by_a_document",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_on__isnull=False, counted_to__isnull=False),
                name="ratings_decided_has_a_day",
            ),
            models.CheckConstraint(condition=Q(n_prizes__gte=1), name="ratings_rating_has_prizes"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ratings:rating_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == RatingState.DRAFT

    @property
    def is_of_communities(self) -> bool:
        return self.kind == RatingKind.COMMUNITY

    def day_of(self, today: dt.date) -> dt.date:
        """Return the day of which the values are: today, at most the last one."""
        return min(today, self.last_day)


class Part(Recorded):
    """A part of a formula: one source – an indicator, a rule of communities, an instrument's campaign, a jury's marks – and what it gives."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="parts", verbose_name="рейтинг")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    title = models.CharField("что считаем", max_length=300)
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rating_parts",
        verbose_name="показатель",
    )
    definition = models.JSONField(
        "показатель при публикации",
        default=dict,
        blank=True,
        help_text="its columns as they were then: an own indicator may be changed later, a published formula may not",
    )
    rule = models.CharField("правило сообществ", max_length=20, choices=RULES, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rating_parts",
        verbose_name="итог инструмента",
    )
    contest = models.ForeignKey(
        Contest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rating_parts",
        verbose_name="оценки жюри",
    )
    scale = models.CharField("баллы", max_length=8, choices=ScaleKind, default=ScaleKind.UNIT)
    points = models.DecimalField("баллов", max_digits=7, decimal_places=2, default=0)
    bands = models.JSONField("ступени", default=list, blank=True, help_text='[["75", "10"], …]')
    most = models.DecimalField("не больше", max_digits=7, decimal_places=2, null=True, blank=True)
    weight = models.DecimalField("вес", max_digits=5, decimal_places=2, default=1)
    better = models.CharField("направление", max_length=4, choices=Better, default=Better.MORE)
    per_hundred = models.BooleanField("на 100 человек", default=False)
    without = models.CharField(
        "если сведений нет", max_length=8, choices=WithoutData, default=WithoutData.OUT
    )

    class Meta:
        verbose_name = "часть формулы"
        verbose_name_plural = "части формулы"
        ordering = ["rating", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, rule="", campaign=None, contest=None)
                | (Q(indicator=None, campaign=None, contest=None) & ~Q(rule=""))
                | Q(indicator=None, rule="", campaign__isnull=False, contest=None)
                | Q(indicator=None, rule="", campaign=None, contest__isnull=False),
                name="ratings_part_has_one_source",
                violation_error_message="Выберите что-то одно: откуда берётся число.",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, weight__gt=0) & (Q(most=None) | Q(most__gt=0)),
                name="ratings_part_adds_points",
                violation_error_message="Баллы не бывают меньше нуля, вес и предел – больше нуля.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def as_indicator(self) -> Indicator | None:
        """What is evaluated: the indicator as it was when the formula was published, before that as it is."""
        return Indicator(pk=self.indicator_id, **self.definition) if self.definition else self.indicator

    @property
    def is_share(self) -> bool:
        if indicator := self.as_indicator:
            return indicator.measure == Measure.SHARE
        return self.rule in SHARES if self.rule else True

    @property
    def as_rule(self) -> Rule:
        """The part as ``counting`` takes it."""
        return Rule(
            key=self.pk,
            is_share=self.is_share,
            scale=self.scale,  # type: ignore[arg-type]  # the same values
            points=Fraction(self.points),
            bands=tuple((Fraction(edge), Fraction(points)) for edge, points in self.bands),
            most=None if self.most is None else Fraction(self.most),
            weight=Fraction(self.weight),
            better=self.better,  # type: ignore[arg-type]  # as above
            per_hundred=self.per_hundred,
            without=self.without,  # type: ignore[arg-type]  # as above
        )

    @property
    def words(self) -> str:
        return rule_in_words(self.as_rule)


class Standing(models.Model):
    """What one participant came to, as it was counted last; after the decision it stays. ``title``: as it was called then."""

    rating = models.ForeignKey(
        Rating, on_delete=models.CASCADE, related_name="standings", verbose_name="рейтинг"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="standings",
        verbose_name="организация",
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="standings",
        verbose_name="сообщество",
    )
    title = models.CharField("название", max_length=400)
    size = models.PositiveIntegerField("человек", default=0)
    total = models.DecimalField("итог", max_digits=9, decimal_places=2, null=True, blank=True)
    place = models.PositiveSmallIntegerField("место", null=True, blank=True)

    class Meta:
        verbose_name = "участник рейтинга"
        verbose_name_plural = "участники рейтингов"
        ordering = ["rating", models.F("place").asc(nulls_last=True), "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rating", "organization"], name="ratings_organization_is_unique"),
            models.UniqueConstraint(fields=["rating", "community"], name="ratings_community_is_unique"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, community=None)
                | Q(organization=None, community__isnull=False),
                name="ratings_standing_is_somebodys",
            ),
        ]

    def __str__(self):
        return f"{self.title}: {self.rating}"

    def get_absolute_url(self):
        return reverse("ratings:standing_detail", args=[self.pk])


class Line(models.Model):
    """One part of the formula on one participant. The lists hold keys of people, not names: an erasure leaves a number."""

    standing = models.ForeignKey(
        Standing, on_delete=models.CASCADE, related_name="lines", verbose_name="участник"
    )
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="lines", verbose_name="часть")
    points = models.DecimalField("баллы", max_digits=9, decimal_places=2, null=True, blank=True)
    calculation = models.CharField("расчёт", max_length=400)
    counted = models.JSONField("кто засчитан", default=list, blank=True)
    others = models.JSONField("кто не засчитан", default=list, blank=True)

    class Meta:
        verbose_name = "строка расчёта"
        verbose_name_plural = "строки расчётов"
        ordering = ["standing", "part__position", "part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["standing", "part"], name="ratings_line_is_unique"),
        ]

    def __str__(self):
        return f"{self.part}: {self.standing}"
