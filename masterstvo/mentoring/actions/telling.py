"""Notices of what waits for whom."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.mentoring.models import Mentorship
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant
from masterstvo.organizations.rules import SCHOOL
from masterstvo.people.models import Employment, Person


def tell_people(pair: Mentorship, people: Iterable[Person], text: str, *, about: str = "") -> int:
    """Tell those of ``people`` who sign in. ``about``: what is told once, the state of the pair where nothing else is said."""
    return _tell(pair, [each.user_id for each in people if each.user_id], text, about)


def ask_mentor(pair: Mentorship) -> int:
    text = f"Вам предложили стать наставником: {pair.mentee}. Ответьте на странице пары."
    return tell_people(pair, [pair.mentor], text)


def tell_heads(pair: Mentorship, text: str, *, about: str = "") -> int:
    """Tell the heads and curators of the schools where either of the two works; where no head signs in, the methodists, who approve instead. Queries: four."""
    today = timezone.localdate()
    jobs = Employment.objects.on(today).filter(person__in=[pair.mentor_id, pair.mentee_id])
    schools = dict(jobs.order_by("pk").values_list("organization", "organization__municipality"))
    grants = Grant.objects.on(today).filter(user__is_active=True).order_by("pk")
    own = list(
        grants.filter(role__in=SCHOOL, organization__in=schools).values_list("user", "organization", "role")
    )
    headed = {school for _, school, role in own if role == Role.ORGANIZATION}
    without = {place for school, place in schools.items() if school not in headed}
    above = grants.filter(role=Role.METHODIST, municipality__in=without).values_list("user", flat=True)
    return _tell(pair, [*(user for user, *_ in own), *above], text, about)


def tell_removed(pair: Mentorship) -> int:
    """Tell the two that the pair is gone: of its page nothing is left to lead to."""
    users = [each.user_id for each in (pair.mentor, pair.mentee) if each.user_id]
    text = f"Пара удалена как внесённая по ошибке: {pair}."
    return _tell(pair, users, text, "removed", reverse("mentoring:my_mentoring"))


def _tell(pair: Mentorship, users: Iterable[int], text: str, about: str = "", url: str = "") -> int:
    return notify(
        users,
        kind=NoticeKind.ASSIGNMENT,
        text=text,
        url=url or pair.get_absolute_url(),
        key=f"mentoring.pair:{pair.pk}:{about or pair.state}",
    )
