from django.db import models


class PlanKind(models.TextChoices):
    ANNUAL = "annual", "план на год"
    ROADMAP = "roadmap", "дорожная карта"
    CONCEPT = "concept", "концептуальная модель"


class PlanState(models.TextChoices):
    DRAFT = "draft", "черновик"
    AGREEMENT = "agreement", "на согласовании"
    APPROVED = "approved", "утверждён"
    EXECUTION = "execution", "исполняется"
    CLOSED = "closed", "закрыт"


class ActivityState(models.TextChoices):
    """What a person may say of an activity; «просрочено» is computed, never chosen."""

    NOT_STARTED = "not_started", "не начато"
    GOING = "going", "идёт"
    DONE = "done", "выполнено"
    PART = "part", "выполнено частично"
    NOT_HELD = "not_held", "не проводилось"
    POSTPONED = "postponed", "перенесено"
    REPLACED = "replaced", "заменено"
    NOT_APPLICABLE = "not_applicable", "не применимо"


class ScheduleKind(models.TextChoices):
    RANGE = "range", "промежуток"
    MONTHS = "months", "месяцы"
    POINT = "point", "день"
    DEADLINE = "deadline", "срок"
    RECURRING = "recurring", "повторяется"
    CONTINUOUS = "continuous", "постоянно"
    ON_REQUEST = "on_request", "по запросу"
    BY_SCHEDULE = "by_schedule", "по отдельному плану"
    UNKNOWN = "unknown", "не распознано"


class Op(models.TextChoices):
    """How a target compares with the fact."""

    AT_LEAST = ">=", "не менее"
    EQUAL = "=", "равно"
    AT_MOST = "<=", "не более"


class Unit(models.TextChoices):
    PERCENT = "percent", "%"
    COUNT = "count", "ед."


class SuggestionState(models.TextChoices):
    NEW = "new", "предложено"
    ACCEPTED = "accepted", "принято"
    DECLINED = "declined", "отклонено"
