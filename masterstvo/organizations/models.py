"""Regions, municipalities, organizations, what they are from when to when, and who holds which role where."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from masterstvo.core import terms
from masterstvo.core.models import Dated, Recorded
from masterstvo.core.numbers import format_decimal
from masterstvo.organizations.choices import PLACES, Role


class Region(models.Model):
    """A subject of the federation."""

    title = models.CharField("название", max_length=200, unique=True)

    class Meta:
        verbose_name = "регион"
        verbose_name_plural = "регионы"
        ordering = ["title"]

    def __str__(self):
        return self.title


class Municipality(models.Model):
    """A district or city: the home of one plan, one report and one registry of people."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="municipalities", verbose_name="регион"
    )
    code = models.SlugField(
        "код", max_length=40, unique=True, error_messages={"unique": "Такой код уже есть."}
    )
    title = models.CharField("название", max_length=200)
    authority_title = models.CharField("орган управления образованием", max_length=300, blank=True)

    class Meta:
        verbose_name = "муниципальное образование"
        verbose_name_plural = "муниципальные образования"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "title"], name="organizations_municipality_title_is_unique"
            )
        ]

    def __str__(self):
        return self.title


class OrganizationQuerySet(models.QuerySet):
    def open_on(self, day):
        """Keep organizations that exist on ``day``; an unknown opening day means always."""
        return self.filter(
            Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gt=day)
        )


class Organization(Recorded):
    """A school, kindergarten, centre of additional education, authority or methodical service."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="organizations",
        verbose_name="муниципальное образование",
    )
    code = models.CharField("код", max_length=40, blank=True)
    title = models.CharField("название", max_length=400)
    short_title = models.CharField("краткое название", max_length=200, blank=True)
    kind = models.CharField("вид", max_length=80, help_text="term of «organization_kind»")
    level = models.CharField("уровень", max_length=80, blank=True, help_text="term of «organization_level»")
    locality = models.CharField("местность", max_length=80, blank=True, help_text="term of «locality»")
    address = models.CharField("адрес", max_length=400, blank=True)
    site = models.URLField("сайт", max_length=300, blank=True)
    opened_on = models.DateField("открыта", null=True, blank=True)
    closed_on = models.DateField(
        "закрыта", null=True, blank=True, help_text="the first day on which it no longer exists"
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "организация"
        verbose_name_plural = "организации"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"],
                condition=~Q(code=""),
                name="organizations_organization_code_is_unique",
                violation_error_message="Организация с таким кодом уже есть.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "title"],
                name="organizations_organization_title_is_unique",
                violation_error_message="Организация с таким названием уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="organizations_organization_closes_after_opening",
                violation_error_message="Дата закрытия раньше даты открытия.",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "kind"], name="organizations_by_kind")]

    def __str__(self):
        return self.short_title or self.title

    def get_absolute_url(self):
        return reverse("organizations:organization_detail", args=[self.pk])

    @property
    def last_day(self):
        """The last day on which it existed, or None while it does."""
        return self.closed_on - dt.timedelta(days=1) if self.closed_on else None


class OrganizationAlias(models.Model):
    """Another spelling of an organization's name, met in somebody's file and confirmed by a person."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("написание", max_length=400)

    class Meta:
        verbose_name = "другое написание"
        verbose_name_plural = "другие написания"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="organizations_alias_is_unique")
        ]

    def __str__(self):
        return self.name


class OrganizationStatus(Dated, Recorded):
    """What an organization is recognised as for a while: in the risk zone, an innovation site, a growth point."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="statuses", verbose_name="организация"
    )
    kind = models.CharField("статус", max_length=80, help_text="term of «status_kind»")
    topic = models.CharField("тема", max_length=300, blank=True)
    basis = models.CharField("основание", max_length=300, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "статус организации"
        verbose_name_plural = "статусы организаций"
        ordering = ["organization", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "kind", "topic", "starts_on"],
                name="organizations_status_is_unique",
                violation_error_message="Такой статус с этой даты уже внесён.",
            ),
        ]
        indexes = [models.Index(fields=["kind", "starts_on"], name="organizations_status_by_kind")]

    def __str__(self):
        return f"{self.organization}: {terms.title('status_kind', self.kind)}"


class OrganizationFigure(Recorded):
    """One number about an organization for one year: pupils, computers, speed of its line."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="figures", verbose_name="организация"
    )
    year = models.PositiveSmallIntegerField("год")
    kind = models.CharField("показатель", max_length=80, help_text="term of «figure_kind»")
    value = models.DecimalField("значение", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "показатель организации"
        verbose_name_plural = "показатели организаций"
        ordering = ["organization", "-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year", "kind"],
                name="organizations_figure_is_unique",
                violation_error_message="Этот показатель за год уже внесён.",
            )
        ]

    def __str__(self):
        return f"{self.organization}, {self.year}: {terms.title('figure_kind', self.kind)} — {format_decimal(self.value)}"


def _admitted_places():
    """Return the condition that each role is held over a place of a kind that it admits."""
    condition = Q()
    for kind in ("region", "municipality", "organization"):
        condition |= Q(
            role__in=[role for role in Role.values if kind in PLACES[role]], **{f"{kind}__isnull": False}
        )
    return condition


class Grant(Dated):
    """A role held within a region, a municipality or an organization for a while, on the basis of a document."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants", verbose_name="кому"
    )
    role = models.CharField("роль", max_length=40, help_text="term of «role»")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, verbose_name="регион")
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        verbose_name="муниципальное образование",
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, verbose_name="организация"
    )
    basis = models.CharField("основание", max_length=300, blank=True)
    order_number = models.CharField("номер документа", max_length=60, blank=True)
    order_on = models.DateField("дата документа", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "роль"
        verbose_name_plural = "роли"
        ordering = ["user", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="organizations_grant_has_one_scope",
                condition=(
                    Q(region__isnull=False, municipality=None, organization=None)
                    | Q(region=None, municipality__isnull=False, organization=None)
                    | Q(region=None, municipality=None, organization__isnull=False)
                ),
                violation_error_message="У роли должна быть ровно одна область: регион, муниципалитет или организация.",
            ),
            models.CheckConstraint(
                name="organizations_grant_place_suits_role",
                condition=_admitted_places(),
                violation_error_message="Эту роль дают в области другого вида.",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {terms.title('role', self.role)}"

    def get_absolute_url(self):
        return reverse("organizations:grant_detail", args=[self.pk])

    @property
    def place(self):
        """The region, municipality or organization in which the role is held."""
        return self.organization or self.municipality or self.region

    @property
    def document(self):
        """The basis as people write it: «приказ о назначении № 5 от 01.02.2026»."""
        number = f"№ {self.order_number}" if self.order_number else ""
        day = f"от {self.order_on:%d.%m.%Y}" if self.order_on else ""
        return " ".join(filter(None, (self.basis, number, day)))
