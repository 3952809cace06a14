"""Secret links by which a calendar is read without signing in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.choices import Whose


class Feed(models.Model):
    """One secret link: whose calendar it shows, by the rights of ``user`` at the moment of reading (ADR 0038)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds", verbose_name="чья ссылка"
    )
    title = models.CharField("где открыта", max_length=60)
    whose = models.CharField("чей календарь", max_length=12, choices=Whose, default=Whose.MINE)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="школа"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="район"
    )
    left_out = models.JSONField("без чего", default=list, blank=True, help_text="kinds of sources")
    token_hash = models.CharField("хеш ссылки", max_length=64, unique=True)
    made_at = models.DateTimeField("выдана")
    read_at = models.DateTimeField("читалась", null=True, blank=True)

    class Meta:
        verbose_name = "ссылка на календарь"
        verbose_name_plural = "ссылки на календари"
        ordering = ["user", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(whose=Whose.MINE, organization=None, municipality=None)
                | Q(whose=Whose.SCHOOL, organization__isnull=False, municipality=None)
                | Q(whose=Whose.MUNICIPALITY, organization=None, municipality__isnull=False),
                name="agenda_feed_has_its_place",
            )
        ]

    def __str__(self):
        return f"{self.told_whose}, {self.title}"

    @property
    def told_whose(self) -> str:
        """Whose calendar it is, in words."""
        return str(self.organization or self.municipality or "Мой календарь")

    @property
    def place(self) -> int:
        return self.organization_id or self.municipality_id or 0
