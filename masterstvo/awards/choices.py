from django.db import models


class NominationState(models.TextChoices):
    DRAFT = "draft", "готовится"
    SENT = "sent", "на рассмотрении комиссии"
    SUPPORTED = "supported", "комиссия поддержала"
    DECLINED = "declined", "комиссия отклонила"
    GRANTED = "granted", "награждён"
    REFUSED = "refused", "не наградили"


NEXT = {  # what a nomination may become, step by step
    NominationState.DRAFT: (NominationState.SENT,),
    NominationState.SENT: (NominationState.SUPPORTED, NominationState.DECLINED, NominationState.DRAFT),
    NominationState.SUPPORTED: (NominationState.GRANTED, NominationState.REFUSED),
    NominationState.DECLINED: (),
    NominationState.GRANTED: (),
    NominationState.REFUSED: (),
}
COUNTED = (
    NominationState.SENT,
    NominationState.SUPPORTED,
    NominationState.GRANTED,
)  # they take a place of a limit
