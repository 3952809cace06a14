"""Kinds of awards with what they ask, awards that people have, and nominations."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.awards.choices import NominationState
from masterstvo.core.models import Dated, Recorded
from masterstvo.documents.models import Document
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person


class Award(Dated, Recorded):
    """A kind of award: at which level, what it asks and how many are given. A changed rule is another row from another day."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="awards", verbose_name="муниципалитет"
    )
    title = models.CharField("награда", max_length=300)
    level = models.CharField("уровень", max_length=80, help_text="term of «level»")
    criteria = models.TextField("кому дают", max_length=3000, blank=True)
    years = models.PositiveSmallIntegerField(
        "стаж не меньше", null=True, blank=True, help_text="full years of teaching"
    )
    after = models.PositiveSmallIntegerField(
        "после прежней награды",
        null=True,
        blank=True,
        help_text="full years since the last award of any kind",
    )
    papers = models.TextField("документы", max_length=3000, blank=True, help_text="one a line")
    most = models.PositiveSmallIntegerField("всего за год", null=True, blank=True)
    most_of_organization = models.PositiveSmallIntegerField("от организации за год", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "вид награды"
        verbose_name_plural = "виды наград"
        ordering = ["title", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["municipality", "title", "starts_on"],
                name="awards_award_is_unique",
                violation_error_message="Такая награда с этого дня уже есть.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def paper_lines(self) -> list[str]:
        return [line.strip() for line in self.papers.splitlines() if line.strip()]


class GivenAward(Recorded):
    """An award that a person has. ``title``: as the certificate says it, also where no kind is kept for it."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="awards", verbose_name="кто награждён"
    )
    award = models.ForeignKey(
        Award,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="given",
        verbose_name="вид награды",
    )
    title = models.CharField("награда", max_length=300)
    level = models.CharField("уровень", max_length=80, help_text="term of «level»")
    given_on = models.DateField("когда")
    basis = models.CharField("основание", max_length=300, blank=True)

    class Meta:
        verbose_name = "награда человека"
        verbose_name_plural = "награды людей"
        ordering = ["-given_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "title", "given_on"],
                name="awards_given_is_unique",
                violation_error_message="Эта награда уже внесена.",
            )
        ]
        indexes = [models.Index(fields=["person", "given_on"], name="awards_given_by_person")]

    def __str__(self):
        return f"{self.person}: {self.title}"


class Nomination(Recorded):
    """A person put forward for an award in one year, with the papers that are there and what the commission said."""

    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, related_name="nominations", verbose_name="награда"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="nominations", verbose_name="кого выдвигают"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name="кто выдвигает",
        help_text="null: the authority itself",
    )
    year = models.PositiveSmallIntegerField("год")
    merits = models.TextField("за что", max_length=3000)
    papers = models.JSONField("что приложено", default=list, blank=True, help_text="lines of Award.papers")
    state = models.CharField(
        "состояние", max_length=10, choices=NominationState, default=NominationState.DRAFT
    )
    words = models.CharField("что решили", max_length=500, blank=True)
    decided_on = models.DateField("решение", null=True, blank=True)
    document = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name="протокол комиссии",
    )
    given = models.OneToOneField(
        GivenAward,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="nomination",
        verbose_name="награда",
    )

    class Meta:
        verbose_name = "выдвижение на награду"
        verbose_name_plural = "выдвижения на награды"
        ordering = ["-year", "award", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "person", "year"],
                name="awards_nomination_is_unique",
                violation_error_message="Этого человека в этом году уже выдвинули.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent"]) | Q(decided_on__isnull=False),
                name="awards_decided_nomination_has_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.award}, {self.year}"

    def get_absolute_url(self):
        return reverse("awards:nomination_detail", args=[self.pk])

    @property
    def missing(self) -> list[str]:
        """The papers of the award that are not there yet."""
        return [line for line in self.award.paper_lines if line not in self.papers]
