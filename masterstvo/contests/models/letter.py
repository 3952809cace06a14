"""Letters of thanks: to those who marked the works of a contest, and to schools whose people won it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.contests.choices import LETTER
from masterstvo.contests.models.contest import Contest
from masterstvo.documents.models import IssuedPaper
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person


class Letter(IssuedPaper):
    """A letter of thanks to a juror or to a school. One is written once for a contest, taken back or not."""

    contest = models.ForeignKey(
        Contest, on_delete=models.PROTECT, related_name="letters", verbose_name="конкурс"
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contest_letters",
        verbose_name="кого благодарят",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contest_letters",
        verbose_name="какую организацию благодарят",
    )
    merit = models.CharField("за что", max_length=200, help_text="«за работу в жюри»")
    contest_title = models.CharField("название конкурса", max_length=500)

    class Meta(IssuedPaper.Meta):
        verbose_name = "благодарственное письмо"
        verbose_name_plural = "благодарственные письма"
        constraints = [
            *IssuedPaper.Meta.constraints,
            models.UniqueConstraint(
                fields=["contest", "person"],
                name="contests_letter_of_person_is_one",
                violation_error_message="Этому человеку письмо за конкурс уже выдано.",
            ),
            models.UniqueConstraint(
                fields=["contest", "organization"],
                name="contests_letter_of_organization_is_one",
                violation_error_message="Этой организации письмо за конкурс уже выдано.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organization=None)
                | Q(person=None, organization__isnull=False),
                name="contests_letter_thanks_one",
            ),
        ]

    def __str__(self):
        return f"{LETTER} № {self.number}"

    def get_absolute_url(self):
        return reverse("contests:diploma_verify", args=[self.code])
