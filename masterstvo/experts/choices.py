"""Words of experts that the program itself must know."""

from django.db import models


class RecusalGround(models.TextChoices):
    RELATIVE = "relative", "родственник"
    INTEREST = "interest", "личная заинтересованность"
    OTHER = "other", "другая причина"
