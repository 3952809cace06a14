"""Constants of the program; words of the field are terms."""

from django.db import models


class PracticeKind(models.TextChoices):
    PRACTICE = "practice", "практика"
    LESSON = "lesson", "урок"


class VersionState(models.TextChoices):
    DRAFT = "draft", "черновик"
    SENT = "sent", "на экспертизе"
    RETURNED = "returned", "возвращена на доработку"
    ACCEPTED = "accepted", "принята в банк"
    DECLINED = "declined", "не принята"


class Verdict(models.TextChoices):
    """What a reviewer advises; the organizer decides."""

    ACCEPT = "accept", "принять в банк"
    REVISE = "revise", "доработать"
    DECLINE = "decline", "не принимать"


class Effect(models.TextChoices):
    """What came of a repeated practice, in the words of whoever repeated it."""

    HELPED = "helped", "получилось, результат виден"
    PARTLY = "partly", "получилось отчасти"
    NOT = "not", "не получилось"


class Decision(models.TextChoices):
    """What the organizer does with a practice; ``queries.review.decisions_open`` says which of these are possible now."""

    ACCEPT = "accept", "принять в банк"
    RETURN = "return", "вернуть на доработку"
    DECLINE = "decline", "не принимать"
    RECOMMEND = "recommend", "рекомендовать региону"
    RENEW = "renew", "продлить срок"
    HIDE = "hide", "убрать из банка"
    SHOW = "show", "вернуть в банк"
