"""The code of the hall: it says of which event and of which minute it is, signed by us, and is kept nowhere (ADR 0053)."""

from django.core import signing
from django.utils import timezone

from masterstvo.events.choices import COMING
from masterstvo.events.models import Event

HALL_HOLDS = 5 * 60  # seconds: as long as a teacher needs to sign in on the phone
_SALT = "events.hall"


def takes_place(event: Event) -> bool:
    """Tell whether this is a day of ``event`` and nobody has called it held yet."""
    return event.state in COMING and event.held_on <= timezone.localdate() <= event.last_day


def hall_code(event: Event) -> str:
    return signing.TimestampSigner(salt=_SALT).sign(str(event.pk))


def event_of_hall(code: str) -> Event | None:
    """Return the event that takes place where ``code`` was shown within the last minutes. Queries: one at most."""
    try:
        key = signing.TimestampSigner(salt=_SALT).unsign(code, max_age=HALL_HOLDS)
    except signing.BadSignature:
        return None
    event = Event.objects.filter(pk=int(key)).select_related("venue").first()
    return event if event and takes_place(event) else None
