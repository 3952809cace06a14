from django.db import models


class MemberRole(models.TextChoices):
    """What a person is in a community. A leader leads its pages, see ``rules``."""

    LEADER = "leader", "руководитель"
    CURATOR = "curator", "куратор"
    SECRETARY = "secretary", "секретарь"
    MEMBER = "member", "участник"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "запланировано"
    HELD = "held", "проведено"
    CANCELLED = "cancelled", "отменено"


class Measure(models.TextChoices):
    """What a rule of the score counts: the first half of the key of a word of «community_score»."""

    PLAN = "plan", "доля плана заседаний"
    HELD = "held", "проведённые заседания"
    ATTENDANCE = "attendance", "посещаемость"
    DECISION = "decision", "поручения в срок"
    MATERIAL = "material", "материалы заседаний"


SHARES = frozenset({Measure.PLAN, Measure.ATTENDANCE})  # the others are numbers
