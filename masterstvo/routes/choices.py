from django.db import models


class RouteState(models.TextChoices):
    DRAFT = "draft", "черновик"
    AGREEMENT = "agreement", "на согласовании"
    APPROVED = "approved", "утверждён"
    ACTIVE = "active", "в работе"
    COMPLETED = "completed", "завершён"
    STOPPED = "stopped", "прекращён"
