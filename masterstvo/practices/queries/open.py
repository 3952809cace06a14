"""What the page without sign-in may show: practices whose authors said so, their names, and no contacts."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from masterstvo.core.contacts import CONTACTS
from masterstvo.organizations.models import Municipality
from masterstvo.practices.models import Authorship, Practice

HIDDEN = "(контакт скрыт)"


def open_municipalities() -> QuerySet[Municipality]:
    return Municipality.objects.filter(practice_bank__opened_on__isnull=False)


def open_practices(municipality: Municipality) -> QuerySet[Practice]:
    """Return what everybody may read of a municipality today; nothing where the authority has not opened its bank."""
    public = Authorship.objects.consenting().filter(is_public=True, practice=OuterRef("pk"))
    rows = Practice.objects.in_bank(timezone.localdate()).filter(Exists(public), municipality=municipality)
    return rows.filter(municipality__in=open_municipalities().values("pk"))


def without_contacts(text: str) -> str:
    """Return ``text`` without addresses, telephone numbers and pages in networks that somebody has typed into it."""
    for contact in CONTACTS:
        text = contact.sub(HIDDEN, text)
    return text
