from django.db import models


class RequestState(models.TextChoices):
    """Where a request for a course stands: the person, the school, the authority, the provider, the end."""

    ASKED = "asked", "ждёт школы"
    BY_SCHOOL = "by_school", "ждёт методиста"
    APPROVED = "approved", "утверждена"
    SENT = "sent", "у организатора"
    COMPLETED = "completed", "курс пройден"
    DECLINED = "declined", "отклонена"
    WITHDRAWN = "withdrawn", "отозвана"


WAITING = (RequestState.ASKED, RequestState.BY_SCHOOL)
GRANTED = (RequestState.APPROVED, RequestState.SENT)
LIVE = (*WAITING, *GRANTED)  # holds a seat, and hours of its person

IN_PERSON = frozenset(
    {"full_time", "mixed"}
)  # words of «training_form» whose days take a person away from the school
