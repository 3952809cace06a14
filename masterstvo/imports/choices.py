from django.db import models


class BatchState(models.TextChoices):
    READING = "reading", "читаем файл"
    MAPPING = "mapping", "сопоставьте столбцы"
    PREVIEW = "preview", "на проверке"
    COMMITTED = "committed", "внесено"
    UNDONE = "undone", "отменено"
    REFUSED = "refused", "файл не принят"


class Verdict(models.TextChoices):
    NEW = "new", "новая"
    CHANGED = "changed", "изменится"
    UNCHANGED = "unchanged", "без изменений"
    REFUSED = "refused", "не принята"
