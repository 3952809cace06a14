"""The life of a document."""

from django.db import models


class DocumentState(models.TextChoices):
    """Where a document is on its way; one that came from outside is signed from the start."""

    DRAFT = "draft", "черновик"
    AGREED = "agreed", "согласован"
    SIGNED = "signed", "подписан"
    CANCELLED = "cancelled", "отменён"


UNSIGNED = (DocumentState.DRAFT, DocumentState.AGREED)


class PaperKind(models.TextChoices):
    """Papers that the program gives out in great numbers, each with a code of verification."""

    CERTIFICATE = "certificate", "сертификат"
    DIPLOMA = "diploma", "диплом"
    LETTER = "letter", "благодарственное письмо"
