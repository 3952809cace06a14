from django.db import models


class Basis(models.TextChoices):
    """Labour Code, art. 60.1 and 282: the main place and the two kinds of part-time work."""

    MAIN = "main", "основное место"
    INTERNAL = "internal", "внутреннее совместительство"
    EXTERNAL = "external", "внешнее совместительство"


class Sex(models.TextChoices):
    FEMALE = "f", "женский"
    MALE = "m", "мужской"


class Fate(models.TextChoices):
    """What becomes of a row when the person's data are erased."""

    CLEARED = "cleared", "имя и тексты стираются, запись остаётся безымянной"
    KEPT = "kept", "остаётся: без карточки она ни о ком не говорит"
    REMOVED = "removed", "удаляется"


class Whose(models.TextChoices):
    """Whose calendar: one's own, that of a school, that of a municipality."""

    MINE = "mine", "Мой"
    SCHOOL = "school", "Школа"
    MUNICIPALITY = "municipality", "Район"
