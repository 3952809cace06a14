"""How far mentors go, why somebody needs one, and the way of a pair."""

from django.db import models


class Venue(models.TextChoices):
    """Where one meets."""

    ANY = "any", "очно и дистанционно"
    IN_PERSON = "in_person", "только очно"
    REMOTE = "remote", "только дистанционно"


class Reach(models.TextChoices):
    """How far from the own organization a mentor takes people."""

    OWN = "own", "только в своей организации"
    MUNICIPALITY = "municipality", "в своём муниципалитете"
    ANYWHERE = "anywhere", "где угодно"


class NeedSource(models.TextChoices):
    """Why somebody needs a mentor."""

    FIRST_YEARS = "first_years", "первые годы работы"
    NEW_POSITION = "new_position", "новая должность"
    DEFICITS = "deficits", "дефициты"
    REQUEST = "request", "собственный запрос"


class NeedState(models.TextChoices):
    OPEN = "open", "ищем наставника"
    MET = "met", "наставник есть"
    WITHDRAWN = "withdrawn", "снято"
    DECLINED = "declined", "не нужен"


UNWANTED = [NeedState.WITHDRAWN, NeedState.DECLINED]  # somebody has said no on a day


class Agreement(models.TextChoices):
    """Within which walls a pair works."""

    INSIDE = "inside", "в одной организации"
    NETWORK = "network", "между организациями, по договору"


class PairState(models.TextChoices):
    """Where a pair is on its way from a proposal to its result."""

    PROPOSED = "proposed", "предложена"
    MENTOR_AGREED = "mentor_agreed", "наставник согласен"
    MENTEE_AGREED = "mentee_agreed", "оба согласны"
    APPROVED = "approved", "утверждена"
    ACTIVE = "active", "в работе"
    CLOSED = "closed", "завершена"
    REFUSED = "refused", "не состоялась"


class MatchingState(models.TextChoices):
    WAITING = "waiting", "подбирается"
    READY = "ready", "готов"
    BROKEN = "broken", "прервался"


class Side(models.TextChoices):
    MENTOR = "mentor", "наставник"
    MENTEE = "mentee", "наставляемый"


class Stage(models.TextChoices):
    """When both sides of a pair are asked how it goes."""

    MID = "mid", "в середине срока"
    FINAL = "final", "в конце"


QUESTIONNAIRES = {  # key of the shipped instrument; a municipality's own copy keeps the key and is asked instead
    (Stage.MID, Side.MENTOR): "mentoring-mentor-mid",
    (Stage.MID, Side.MENTEE): "mentoring-mentee-mid",
    (Stage.FINAL, Side.MENTOR): "mentoring-mentor-final",
    (Stage.FINAL, Side.MENTEE): "mentoring-mentee-final",
}
BEFORE_WORK = (PairState.PROPOSED, PairState.MENTOR_AGREED, PairState.MENTEE_AGREED, PairState.APPROVED)
NOTED = (PairState.APPROVED, PairState.ACTIVE)  # keep a programme and a diary
WORKED = (PairState.ACTIVE, PairState.CLOSED)  # of these there is something to count
HOLDING = (
    PairState.MENTOR_AGREED,
    PairState.MENTEE_AGREED,
    PairState.APPROVED,
    PairState.ACTIVE,
)  # take the mentor's hours
COUNTED_BY_LOAD = (PairState.APPROVED, PairState.ACTIVE)  # stand in the ledger of hours, on both sides
