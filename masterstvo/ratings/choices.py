"""Constants of the program. The values of the last three are those of ``counting``, which knows no Django."""

from django.db import models

from masterstvo.communities.choices import Measure


class RatingKind(models.TextChoices):
    """What is compared."""

    ORGANIZATION = "organization", "организации"
    COMMUNITY = "community", "сообщества"


class RatingState(models.TextChoices):
    """How far a rating has come. Its formula is written while it is a DRAFT and never afterwards."""

    DRAFT = "draft", "готовится"
    PUBLISHED = "published", "формула опубликована"
    DECIDED = "decided", "итоги подведены"
    CANCELLED = "cancelled", "отменён"


SCORE = "score"  # all published rules of the score of communities together
RULES = [*Measure.choices, (SCORE, "баллы за работу по правилам сообществ")]


class ScaleKind(models.TextChoices):
    """How a value becomes points."""

    UNIT = "unit", "столько баллов за каждую единицу; у доли – за все 100 %"
    BANDS = "bands", "по ступеням"


class Better(models.TextChoices):
    MORE = "more", "чем больше, тем лучше"
    LESS = "less", "чем меньше, тем лучше"


class WithoutData(models.TextChoices):
    """What the formula says of a participant of whom a part knows nothing."""

    OUT = "out", "места нет, пока сведения не внесут"
    NOTHING = "nothing", "баллов за эту часть нет, место есть"
