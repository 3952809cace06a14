"""Constants of the program; words of the field are terms."""

from django.db import models


class NoticeKind(models.TextChoices):
    INVITATION = "invitation", "приглашения"
    ASSIGNMENT = "assignment", "поручения"
    DUE = "due", "сроки"
    DECISION = "decision", "решения по заявкам"
    MESSAGE = "message", "сообщения"
    DIGEST = "digest", "сводки"


class Letters(models.TextChoices):
    AT_ONCE = "at_once", "как только появится новое"
    DAILY = "daily", "одно письмо в день, утром"
    NEVER = "never", "не писать"
