from django.db import models


class NominationState(models.TextChoices):
    DRAFT = "draft", "готовится"
    SENT = "sent", "на рассмотрении комиссии"
    SUPPORTED = "supported", "комиссия поддержала"
    DECLINED = "declined", "комиссия отклонила"
    GRANTED = "granted", "наградили"
    REFUSED = "refused", "не наградили"


NEXT = {  # what a nomination may become, step by step
    NominationState.DRAFT: (NominationState.SENT,),
    NominationState.SENT: (NominationState.SUPPORTED, NominationState.DECLINED, NominationState.DRAFT),
    NominationState.SUPPORTED: (NominationState.GRANTED, NominationState.REFUSED, NominationState.SENT),
    NominationState.DECLINED: (NominationState.SENT,),
    NominationState.GRANTED: (),  # back when the award that it brought is removed
    NominationState.REFUSED: (NominationState.SUPPORTED,),
}
UNDONE = {  # a decision written down by mistake: what a nomination becomes again
    NominationState.SUPPORTED: NominationState.SENT,
    NominationState.DECLINED: NominationState.SENT,
    NominationState.REFUSED: NominationState.SUPPORTED,
}
DECIDED = (
    NominationState.SUPPORTED,
    NominationState.DECLINED,
    NominationState.GRANTED,
    NominationState.REFUSED,
)
COUNTED = (
    NominationState.SENT,
    NominationState.SUPPORTED,
    NominationState.GRANTED,
)  # they take a place of a limit
