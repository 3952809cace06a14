from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "черновик"
    APPROVED = "approved", "утверждён"
