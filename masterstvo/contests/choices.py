"""Constants of the program; words of the field are terms."""

from django.db import models


class ContestState(models.TextChoices):
    """How far a contest has come. An outside contest is nobody's here to run and stays OUTSIDE."""

    OUTSIDE = "outside", "внешний"
    DRAFT = "draft", "готовится"
    RUNNING = "running", "идёт"
    FINISHED = "finished", "завершён"
    CANCELLED = "cancelled", "отменён"


class Entrant(models.TextChoices):
    """Who enters."""

    PERSON = "person", "человек"
    TEAM = "team", "команда"
    ORGANIZATION = "organization", "организация"


class PhaseKind(models.TextChoices):
    """What may be done while a phase lasts, in the order in which phases come."""

    APPLICATIONS = "applications", "приём заявок"
    CHECK = "check", "техническая экспертиза"
    MARKING = "marking", "оценка работ"
    FINAL = "final", "финал"
    DECISION = "decision", "подведение итогов"
    APPEAL = "appeal", "апелляции"
    PUBLICATION = "publication", "публикация итогов"


class EntryState(models.TextChoices):
    """From a draft to the contest. A fact about an outside contest is ADMITTED from the beginning."""

    DRAFT = "draft", "черновик"
    SENT = "sent", "отправлена"
    RETURNED = "returned", "на исправлении"
    ADMITTED = "admitted", "допущена"
    REJECTED = "rejected", "отклонена"
    WITHDRAWN = "withdrawn", "отозвана"


class CopyState(models.TextChoices):
    """Whether the jury may have a copy of a file."""

    CLEAN = "clean", "имён не осталось"
    DOUBTFUL = "doubtful", "нужно проверить"
    CONFIRMED = "confirmed", "проверена организатором"


EDITABLE = frozenset({EntryState.DRAFT, EntryState.RETURNED})  # the entrant may still write
OPEN = frozenset({EntryState.SENT, EntryState.RETURNED})  # neither admitted nor refused
