from django.db import models

FIRST_YEAR, LAST_YEAR = 2000, 2100  # of a plan


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


OPEN_STATES = frozenset({ActivityState.NOT_STARTED, ActivityState.GOING})
RESULT_STATES = frozenset({ActivityState.DONE, ActivityState.PART})


class Status(models.TextChoices):
    """How an activity stands on a day: what was entered and, where nothing was, what its schedule says."""

    NOT_STARTED = "not_started", "не начато"
    GOING = "going_on", "идёт"
    DONE = "done", "выполнено"
    PART = "partly_done", "выполнено частично"
    OVERDUE = "overdue", "просрочено"
    POSTPONED = "postponed", "перенесено"
    NOT_HELD = "not_held", "не проводилось"
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
    MORE = ">", "более"
    LESS = "<", "менее"


class Unit(models.TextChoices):
    PERCENT = "percent", "%"
    COUNT = "count", "ед."
    PEOPLE = "people", "чел."
    POINTS = "points", "баллов"
    HOURS = "hours", "ч"
    RUBLES = "rubles", "руб."
    UNSAID = "", "без единицы"


class FileState(models.TextChoices):
    """Whether a person has decided about what was read."""

    WAITING = "waiting", "ждёт решения"
    TAKEN = "taken", "учтён в плане"


class SuggestionState(models.TextChoices):
    NEW = "new", "предложено"
    ACCEPTED = "accepted", "принято"
    DECLINED = "declined", "отклонено"
