from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "черновик"
    APPROVED = "approved", "утверждён"


class Severity(models.TextChoices):
    """What a finding asks for before the report can be approved."""

    BLOCKS = "blocks", "нужно исправить"
    NEEDS_WORD = "needs_word", "нужно пояснение"
    NOTE = "note", "обратите внимание"
