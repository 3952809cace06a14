"""Tables that every app stands on: dated intervals, terms of the field, the audit log."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class DatedQuerySet(models.QuerySet):
    """Filters over half-open intervals ``[starts_on, ends_on)``; an open end holds for ever."""

    def on(self, day):
        """Keep what holds on ``day``."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def overlapping(self, first, last):
        """Keep what holds on at least one day from ``first`` to ``last``, both inclusive."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=first), starts_on__lte=last)


class Dated(models.Model):
    """Something that holds for a while: from ``starts_on``, until the day before ``ends_on``."""

    starts_on = models.DateField("с")
    ends_on = models.DateField(
        "по", null=True, blank=True, help_text="the first day on which it no longer holds"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="Окончание раньше начала.",
            )
        ]

    @property
    def last_day(self):
        """The last day on which it holds, as people write it, or None while open."""
        return self.ends_on - dt.timedelta(days=1) if self.ends_on else None


class Recorded(models.Model):
    """A row that remembers when it was entered and last corrected: later evaluations explain their drift by it."""

    created_at = models.DateTimeField("внесено", auto_now_add=True)
    updated_at = models.DateTimeField("исправлено", auto_now=True)

    class Meta:
        abstract = True


def folder_of(row, name):
    """Return where a file of ``row`` is stored: by years, in the folder of its table."""
    return f"{row.FOLDER}/{timezone.localdate():%Y}/{name}"


class FileOrLink(Recorded):
    """A file or a link, one of the two, that belongs to another row. ``FOLDER``: where its files are stored."""

    FOLDER = ""

    title = models.CharField("что это", max_length=300)
    url = models.URLField("ссылка", max_length=1000, blank=True)
    file = models.FileField("файл", upload_to=folder_of, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(url="") ^ Q(file=""),
                name="%(app_label)s_%(class)s_is_a_file_or_a_link",
                violation_error_message="Приложите файл или дайте ссылку: что-то одно.",
            )
        ]

    def __str__(self):
        return self.title


class TermQuerySet(models.QuerySet):
    def of(self, vocabulary):
        """Keep the terms of one vocabulary, in their order."""
        return self.filter(vocabulary=vocabulary).order_by("position", "title", "pk")

    def offered(self, day):
        """Keep the terms that may be chosen on ``day``: neither merged away nor over."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), merged_into=None)

    def in_force(self, day):
        """Keep the terms by which is counted on ``day``."""
        return self.offered(day).filter(Q(valid_from=None) | Q(valid_from__lte=day))


class Term(models.Model):
    """A word of the field – a kind, form, level, topic – as data: a stable key, a title, its spellings, its term of validity."""

    vocabulary = models.CharField("словарь", max_length=40)
    key = models.CharField("ключ", max_length=80, help_text="stored in facts and formulas: never rename")
    title = models.CharField("название", max_length=200)
    synonyms = models.JSONField("другие написания", default=list, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    valid_from = models.DateField("действует с", null=True, blank=True)
    valid_to = models.DateField("действует до", null=True, blank=True)
    is_confirmed = models.BooleanField(
        "подтверждён",
        default=True,
        help_text="false: somebody's own word, waiting to be matched with the dictionary",
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="объединён с",
    )

    objects = TermQuerySet.as_manager()
    is_shipped = True

    class Meta:
        verbose_name = "термин"
        verbose_name_plural = "словари"
        ordering = ["vocabulary", "position", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "key"], name="core_term_key_is_unique"),
        ]

    def __str__(self):
        return self.title


class AuditRecord(models.Model):
    """Who did what to which object, when, and what it was before. Rows are only added."""

    at = models.DateTimeField("когда", auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто",
    )
    action = models.CharField("действие", max_length=80)
    object_type = models.CharField("вид объекта", max_length=80)
    object_id = models.BigIntegerField("ключ объекта", null=True, blank=True)
    changes = models.JSONField("изменения", default=dict, blank=True, help_text='{"field": [before, after]}')
    reason = models.TextField("причина", blank=True)
    as_role = models.CharField("в роли", max_length=300, blank=True)
    origin = models.CharField(
        "откуда",
        max_length=80,
        blank=True,
        help_text="«request:5f0c…», «command:plan import», «imports.importbatch:7»",
    )
    place_id = models.BigIntegerField(
        "чьё", null=True, blank=True, help_text="key of the place that the object belongs to"
    )

    class Meta:
        verbose_name = "запись журнала"
        verbose_name_plural = "журнал"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="core_audit_object"),
            models.Index(fields=["place_id", "-id"], name="core_audit_place"),
            models.Index(fields=["place_id", "object_type", "-id"], name="core_audit_kind"),
            models.Index(fields=["origin"], name="core_audit_origin"),
        ]

    def __str__(self):
        return f"{self.action} {self.object_type} {self.object_id}"


class LeavingFile(models.Model):
    """A file whose row is gone and which must leave the disk too: written with the one, deleted with the other."""

    name = models.CharField("имя в хранилище", max_length=500)

    class Meta:
        verbose_name = "уходящий файл"
        verbose_name_plural = "уходящие файлы"
        ordering = ["pk"]

    def __str__(self):
        return f"уходящий файл {self.pk}"
