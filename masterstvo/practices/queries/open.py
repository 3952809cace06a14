"""What the page without sign-in may show: practices whose authors said so, their names, and no contacts."""

import re

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from masterstvo.organizations.models import Municipality
from masterstvo.practices.models import Authorship, Practice

HIDDEN = "(контакт скрыт)"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(r"(?<!\w)(?:\+7|8|7)[\s(-]{0,2}\d{3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")


def open_municipalities() -> QuerySet[Municipality]:
    return Municipality.objects.filter(practice_bank__opened_on__isnull=False)


def open_practices(municipality: Municipality) -> QuerySet[Practice]:
    """Return what everybody may read of a municipality today; nothing where the authority has not opened its bank."""
    public = Authorship.objects.consenting().filter(is_public=True, practice=OuterRef("pk"))
    rows = Practice.objects.in_bank(timezone.localdate()).filter(Exists(public), municipality=municipality)
    return rows.filter(municipality__in=open_municipalities().values("pk"))


def without_contacts(text: str) -> str:
    """Return ``text`` without addresses and telephone numbers that somebody has typed into it."""
    return _PHONE.sub(HIDDEN, _MAIL.sub(HIDDEN, text))
