"""Constants of the program; words of the field are terms."""

from django.db import models


class Severity(models.TextChoices):
    """How far a competence is below its target; the borders stand in the rule of counting."""

    SLIGHT = "slight", "небольшой"
    MEDIUM = "medium", "средний"
    SEVERE = "severe", "выраженный"
