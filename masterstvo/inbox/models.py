"""Notices of users and how each wants to be written to."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from masterstvo.inbox.choices import Letters, NoticeKind


class Notice(models.Model):
    """One thing a user is told. ``key``: the same thing is told once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name="кому"
    )
    kind = models.CharField("о чём", max_length=12, choices=NoticeKind)
    text = models.CharField("текст", max_length=1000)
    url = models.CharField("куда ведёт", max_length=300, blank=True, help_text="a path of the program")
    key = models.CharField("ключ", max_length=150)
    created_at = models.DateTimeField("появилось", default=timezone.now)
    read_at = models.DateTimeField("прочитано", null=True, blank=True)
    mailed_at = models.DateTimeField(
        "письмо",
        null=True,
        blank=True,
        help_text="when a letter told of it, or when it was clear that none would",
    )

    class Meta:
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="inbox_notice_is_told_once")]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="inbox_unread"),
            models.Index(fields=["created_at"], condition=Q(mailed_at=None), name="inbox_unmailed"),
        ]

    def __str__(self):
        return self.text


class Preference(models.Model):
    """When and of what a user is written to. Without a row the defaults hold."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference"
    )
    letters = models.CharField("письма", max_length=8, choices=Letters, default=Letters.AT_ONCE)
    muted = models.JSONField("о чём не писать", default=list, blank=True, help_text="kinds of notices")
    quiet_from = models.TimeField("не писать с", default=dt.time(20))
    quiet_until = models.TimeField("до", default=dt.time(8))

    class Meta:
        verbose_name = "настройка уведомлений"
        verbose_name_plural = "настройки уведомлений"

    def __str__(self):
        return f"{self.user}: {self.get_letters_display()}"

    def is_quiet(self, moment: dt.time) -> bool:
        """Tell whether no letter goes out at this hour. Hours may pass midnight; equal ones leave no quiet."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= moment < self.quiet_until
        return moment >= self.quiet_from or moment < self.quiet_until
