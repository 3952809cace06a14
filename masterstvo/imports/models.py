"""Batches of rows brought in files: read, checked, shown, committed, undone."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from masterstvo.core.models import Recorded
from masterstvo.imports.choices import BatchState, Verdict
from masterstvo.organizations.models import Municipality


class ImportBatch(Recorded):
    """One file of one kind on its way into the registry."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="import_batches",
        verbose_name="муниципальное образование",
    )
    kind = models.CharField("что загружаем", max_length=40)
    file = models.FileField("файл", upload_to="imports/%Y/")
    name = models.CharField("имя файла", max_length=300)
    sha256 = models.CharField("контрольная сумма", max_length=64)
    state = models.CharField("состояние", max_length=10, choices=BatchState, default=BatchState.READING)
    mapping = models.JSONField(
        "столбцы", default=dict, blank=True, help_text='{"column of the contract": [places in the file]}'
    )
    counts = models.JSONField("итоги", default=dict, blank=True)
    sheet = models.CharField("лист", max_length=100, blank=True)
    problem = models.TextField("почему не принят", blank=True)
    done_share = models.FloatField("готово", default=0, help_text="0 to 1, for the progress line")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто",
    )
    committed_at = models.DateTimeField("внесено", null=True, blank=True)
    undone_at = models.DateTimeField("отменено", null=True, blank=True)

    class Meta:
        verbose_name = "загрузка"
        verbose_name_plural = "загрузки"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.name}: {self.kind}"

    def get_absolute_url(self):
        return reverse("imports:batch_detail", args=[self.pk])


class ImportRow(models.Model):
    """One row of the file: its cells as written, corrections made here, the verdict, and what it became."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows", verbose_name="загрузка"
    )
    number = models.PositiveIntegerField("строка файла")
    cells = models.JSONField("ячейки", default=dict, help_text='{"column": text as written}')
    fixes = models.JSONField("исправлено здесь", default=dict, blank=True)
    verdict = models.CharField("вывод", max_length=10, choices=Verdict)
    refusals = models.JSONField(
        "причины", default=list, blank=True, help_text='[{"column", "value", "reason", "candidates"}]'
    )
    warnings = models.JSONField("замечания", default=list, blank=True, help_text="as refusals")
    changes = models.JSONField(
        "изменения", default=dict, blank=True, help_text='{"column": [before, after]} in words'
    )
    records = models.JSONField(
        "записи",
        default=list,
        blank=True,
        help_text='what the commit wrote: [{"model", "id", "is_new", "fields": {"field": [before, after]}}]',
    )
    object_type = models.CharField("вид записи", max_length=80, blank=True)
    object_id = models.BigIntegerField("запись", null=True, blank=True)

    class Meta:
        verbose_name = "строка загрузки"
        verbose_name_plural = "строки загрузок"
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="imports_row_is_unique")]
        indexes = [models.Index(fields=["batch", "verdict"], name="imports_row_by_verdict")]

    def __str__(self):
        return f"{self.batch_id}: {self.number}"


class ResultScale(Recorded):
    """How somebody who issues results writes one test: remembered, so that the next file is asked no more."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="result_scales", verbose_name="муниципалитет"
    )
    sender = models.CharField("кто выдал", max_length=300)
    procedure = models.CharField("тест", max_length=300)
    maximum = models.DecimalField("максимум", max_digits=8, decimal_places=2)
    threshold = models.DecimalField("порог", max_digits=8, decimal_places=2, null=True, blank=True)
    words = models.JSONField(
        "уровни словами", default=dict, blank=True, help_text='{folded word in place of a score: "90"}'
    )

    class Meta:
        verbose_name = "шкала результатов"
        verbose_name_plural = "шкалы результатов"
        ordering = ["sender", "procedure", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sender", "procedure"], name="imports_result_scale_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(maximum__gt=0)
                & (models.Q(threshold=None) | models.Q(threshold__lte=models.F("maximum"))),
                name="imports_result_scale_holds_its_threshold",
            ),
        ]

    def __str__(self):
        return f"{self.sender}: {self.procedure}"
