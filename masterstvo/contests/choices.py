"""Constants of the program; words of the field are terms."""

from django.db import models

PAPER = "Диплом"  # what is printed above a paper whose result has no word of its own in «contest_paper»
LETTER = "Благодарственное письмо"
PARTICIPANT, PRIZE, WINNER = (
    "participant",
    "prize_winner",
    "winner",
)  # terms of «contest_result» that the program itself gives


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


JUDGED_PHASES = [(each.value, each.label) for each in (PhaseKind.MARKING, PhaseKind.FINAL)]


class EntryState(models.TextChoices):
    """From a draft to the contest. A fact about an outside contest is ADMITTED from the beginning."""

    DRAFT = "draft", "черновик"
    SENT = "sent", "отправлена"
    RETURNED = "returned", "на исправлении"
    ADMITTED = "admitted", "допущена"
    REJECTED = "rejected", "отклонена"
    WITHDRAWN = "withdrawn", "отозвана"


EDITABLE = frozenset({EntryState.DRAFT, EntryState.RETURNED})  # the entrant may still write
OPEN = frozenset({EntryState.SENT, EntryState.RETURNED})  # neither admitted nor refused


# --- The jury. The values of the next three are those of ``marking``, which knows no Django. -----------------------------
class MarkMethod(models.TextChoices):
    """How the marks of an entry become one number."""

    MEAN = "mean", "среднее оценок"
    MEDIAN = "median", "медиана оценок"
    TRIMMED = "trimmed", "среднее без высшей и низшей оценки"


class MarkCorrection(models.TextChoices):
    """What is done about kind and stern jurors; raw marks are kept anyway."""

    NONE = "none", "без поправок"
    ADDITIVE = "additive", "вычесть мягкость эксперта"
    Z_SCORE = "z_score", "привести оценки экспертов к одной шкале"


class ThirdRule(models.TextChoices):
    """How the mark of the expert called because of a spread counts."""

    ALL = "all", "наравне с другими"
    NEAREST = "nearest", "считать две ближайшие оценки"


class JuryRole(models.TextChoices):
    CHAIR = "chair", "председатель"
    MEMBER = "member", "член жюри"
    SECRETARY = "secretary", "секретарь"


class AssignmentState(models.TextChoices):
    """Whether the juror marks the entry. Nobody waits for those who abstained or left; what was marked before an appeal is kept."""

    GIVEN = "given", "у эксперта"
    ABSTAINED = "abstained", "эксперт отказался"
    REPLACED = "replaced", "эксперт заменён"
    APPEALED = "appealed", "оценка до апелляции"


class SheetState(models.TextChoices):
    """Whether a mark counts."""

    COUNTED = "counted", "засчитан"
    PENDING = "pending", "ждёт решения"
    LEFT_OUT = "left_out", "не засчитан"


class AppealState(models.TextChoices):
    """What the commission has decided about an appeal."""

    FILED = "filed", "ждёт решения"
    REJECTED = "rejected", "отклонена"
    REMARKING = "remarking", "работу оценивают заново"
    SETTLED = "settled", "работа оценена заново"


UNSETTLED = frozenset({AppealState.FILED, AppealState.REMARKING})
