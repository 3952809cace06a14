"""Consents to the processing of personal data, how long they are kept, and their erasure."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.models import Dated, Recorded
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person
from masterstvo.privacy.choices import Way


class Consent(Dated, Recorded):
    """A person's consent to one purpose, from the day it was given; ``ends_on`` is its term, ``withdrawn_on`` its end before that."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="consents", verbose_name="человек"
    )
    purpose = models.CharField("цель", max_length=80, help_text="term of «consent_purpose»")
    categories = models.JSONField("какие данные", default=list, help_text="terms of «personal_data_category»")
    way = models.CharField("как дано", max_length=10, choices=Way, default=Way.PAPER)
    collected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="кто принял",
    )
    withdrawn_on = models.DateField(
        "отозвано", null=True, blank=True, help_text="the first day on which it no longer holds"
    )

    class Meta(Dated.Meta):
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["person", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("starts_on")),
                name="privacy_consent_is_withdrawn_after_it_is_given",
                violation_error_message="Согласие отозвано раньше, чем дано.",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "starts_on"],
                name="privacy_consent_is_unique",
                violation_error_message="Согласие от этого дня уже внесено.",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {terms.title('consent_purpose', self.purpose)}"


class Erasure(models.Model):
    """That a person's data were erased: on what ground, what went and what stayed. Rows are only added; none holds a name."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="erasure", verbose_name="чья карточка"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="erasures", verbose_name="оператор"
    )
    year = models.PositiveSmallIntegerField("год")
    number = models.PositiveIntegerField("номер акта", help_text="within the municipality and the year")
    erased_at = models.DateTimeField("когда", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    as_role = models.CharField("в какой роли", max_length=300, blank=True)
    basis = models.CharField("основание", max_length=200)
    basis_number = models.CharField("номер документа", max_length=60, blank=True)
    basis_on = models.DateField("дата документа")
    kinds = models.JSONField(
        "что сделано", default=list, help_text='[{"title", "n_rows", "n_made", "fate", "columns", "why"}]'
    )
    extract = models.JSONField("выписка из журнала", default=list, help_text='[{"at", "what", "kind"}]')
    n_records = models.PositiveIntegerField("записей журнала", default=0)
    mentions = models.JSONField("где имя осталось", default=list, help_text='[{"title", "column", "n_rows"}]')

    class Meta:
        verbose_name = "обезличивание"
        verbose_name_plural = "обезличивания"
        ordering = ["-year", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="privacy_erasure_number_is_unique"
            )
        ]

    def __str__(self):
        return f"акт № {self.number} от {timezone.localdate(self.erased_at):%d.%m.%Y}"

    @property
    def document(self):
        """The basis as people write it: «заявление № 5 от 01.02.2026»."""
        number = f"№ {self.basis_number}" if self.basis_number else ""
        return " ".join(filter(None, (self.basis, number, f"от {self.basis_on:%d.%m.%Y}")))


class KeepingTerm(Dated, Recorded):
    """How long a municipality keeps one kind of data, instead of the term that the product comes with."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="keeping_terms", verbose_name="оператор"
    )
    kind = models.CharField("вид сведений", max_length=80, help_text="term of «data_kind»")
    months = models.PositiveSmallIntegerField("месяцев", help_text="after the reason to keep is over")
    source = models.CharField("откуда срок", max_length=300)

    class Meta(Dated.Meta):
        verbose_name = "срок хранения"
        verbose_name_plural = "сроки хранения"
        ordering = ["municipality", "kind", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(months__gt=0),
                name="privacy_keepingterm_is_positive",
                violation_error_message="Срок не меньше месяца.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "kind"],
                condition=Q(ends_on=None),
                name="privacy_keepingterm_one_holds",
                violation_error_message="Срок для этого вида уже есть.",
            ),
        ]

    def __str__(self):
        return f"{terms.title('data_kind', self.kind)}: {self.months} мес."


class RetentionProposal(models.Model):
    """The officers of a municipality were told once in a year that terms of keeping are over."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="retention_proposals", verbose_name="оператор"
    )
    year = models.PositiveSmallIntegerField("год")
    told_at = models.DateTimeField("когда", auto_now_add=True)

    class Meta:
        verbose_name = "предложение по срокам хранения"
        verbose_name_plural = "предложения по срокам хранения"
        ordering = ["municipality", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year"], name="privacy_retention_is_proposed_once_a_year"
            )
        ]

    def __str__(self):
        return f"{self.municipality}, {self.year}"
