"""Constants of the program; words of the field are terms."""

from django.db import models

# Keys of «participation_role»: who takes a seat, who stands in the programme, who may take attendance.
LISTENER, SPEAKER, ORGANIZER = "listener", "speaker", "organizer"


class EventState(models.TextChoices):
    PLANNED = "planned", "запланировано"
    OPEN = "open", "идёт запись"
    HELD = "held", "состоялось"
    CANCELLED = "cancelled", "отменено"


COMING = frozenset({EventState.PLANNED, EventState.OPEN})


class RegistrationState(models.TextChoices):
    REGISTERED = "registered", "место есть"
    WAITING = "waiting", "в листе ожидания"
    CANCELLED = "cancelled", "запись снята"


class CertificateState(models.TextChoices):
    ISSUED = "issued", "действует"
    REVOKED = "revoked", "отозван"
