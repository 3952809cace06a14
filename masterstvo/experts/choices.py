"""Words of experts that the program itself must know."""

from django.db import models

OF_SCHOOL = "organization"  # a shipped word of «level»: at this one a school appoints by itself


class RecusalGround(models.TextChoices):
    RELATIVE = "relative", "родственник"
    INTEREST = "interest", "личная заинтересованность"
    OTHER = "other", "другая причина"


class CopyState(models.TextChoices):
    """Whether those who judge without names may have a copy of a file."""

    CLEAN = "clean", "имён не осталось"
    DOUBTFUL = "doubtful", "нужно проверить"
    CONFIRMED = "confirmed", "проверена организатором"


SHOWN = (CopyState.CLEAN, CopyState.CONFIRMED)  # copies that may be opened by whoever judges
