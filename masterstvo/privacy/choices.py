from django.db import models


class Way(models.TextChoices):
    """How a consent was given."""

    PAPER = "paper", "на бумаге"
    SCREEN = "screen", "на экране"
