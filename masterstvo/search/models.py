"""The index: what each thing that can be found is called, in stems."""

from django.db import models


class Entry(models.Model):
    """The words by which one row of some table is found. The database's own full-text index stands over it (``indexing.py``)."""

    kind = models.CharField("что", max_length=60, help_text="label of the model")
    object_id = models.PositiveBigIntegerField("ключ")
    stems = models.TextField("основы слов", blank=True)
    near = models.TextField("они же с одной ошибкой", blank=True)

    class Meta:
        verbose_name = "запись указателя поиска"
        verbose_name_plural = "указатель поиска"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_is_unique")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
