"""Notices of what waits for whom."""

from collections.abc import Iterable

from django.utils import timezone

from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.mentoring.models import Mentorship
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant
from masterstvo.people.models import Employment, Person

ANSWER = (Role.ORGANIZATION, Role.CURATOR)


def tell_people(pair: Mentorship, people: Iterable[Person], text: str) -> int:
    """Tell those of ``people`` who sign in."""
    return _tell(pair, [each.user_id for each in people if each.user_id], text)


def tell_heads(pair: Mentorship, text: str) -> int:
    """Tell the heads and curators of the schools where the mentee works. Queries: three."""
    today = timezone.localdate()
    schools = Employment.objects.on(today).filter(person=pair.mentee_id).values("organization")
    grants = Grant.objects.on(today).filter(role__in=ANSWER, organization__in=schools, user__is_active=True)
    return _tell(pair, grants.values_list("user", flat=True), text)


def _tell(pair: Mentorship, users: Iterable[int], text: str) -> int:
    return notify(
        users,
        kind=NoticeKind.ASSIGNMENT,
        text=text,
        url=pair.get_absolute_url(),
        key=f"mentoring.pair:{pair.pk}:{pair.state}",
    )
