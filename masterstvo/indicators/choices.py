from django.db import models


class Measure(models.TextChoices):
    SHARE = "share", "доля"
    COUNT = "count", "количество"
    SUM = "sum", "сумма"


class Direction(models.TextChoices):
    UP = "up", "чем больше, тем лучше"
    DOWN = "down", "чем меньше, тем лучше"


class MovedPerson(models.TextChoices):
    """Whose indicator counts a person who changed organization within the period."""

    AT_END = "at_end", "организации на дату отчёта"
    AT_FACT = "at_fact", "организации на дату факта"
