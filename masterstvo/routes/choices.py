"""Constants of the program; words of the field are terms."""

from django.db import models


class RouteState(models.TextChoices):
    DRAFT = "draft", "черновик"
    AGREEMENT = "agreement", "на согласовании"
    APPROVED = "approved", "утверждён"
    ACTIVE = "active", "в работе"
    COMPLETED = "completed", "завершён"
    STOPPED = "stopped", "прекращён"


class StepKind(models.TextChoices):
    """Kinds of steps that the builder and the rules of a route know; the last three are not learning."""

    COURSE = "course", "курсы"
    INTERNSHIP = "internship", "стажировка"
    EVENT = "event", "событие"
    COMMUNITY = "community", "работа в сообществе"
    PRACTICE = "practice", "практика из банка"
    MENTORING = "mentoring", "работа с наставником"
    VISIT = "visit", "уроки коллеги"
    OPEN_LESSON = "open_lesson", "открытый урок"
    SELF_STUDY = "self_study", "самостоятельно"
    TRANSFER = "transfer", "перенос в практику"
    CHECK = "check", "повторное измерение"
    REFLECTION = "reflection", "итоговая беседа"

    @classmethod
    def learning(cls):
        """Return the choices of steps that teach something."""
        closing = (cls.TRANSFER, cls.CHECK, cls.REFLECTION)
        return [(value, label) for value, label in cls.choices if value not in closing]

    @classmethod
    def lessons(cls):
        """Return the kinds held in one's own class, before somebody who watches."""
        return (cls.TRANSFER, cls.OPEN_LESSON)


class StepState(models.TextChoices):
    PLANNED = "planned", "впереди"
    DONE = "done", "сделан"
    SKIPPED = "skipped", "не нужен"
