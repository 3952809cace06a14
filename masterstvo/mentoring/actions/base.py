"""The base of mentors and the base of needs."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change
from masterstvo.core.errors import DomainError
from masterstvo.core.models import Term
from masterstvo.core.versions import lock
from masterstvo.mentoring.choices import NeedState
from masterstvo.mentoring.models import MenteeNeed, MentorProfile
from masterstvo.people.models import Person


class AlreadyInBase(DomainError):
    field = "person"


class NeedIsOver(DomainError):
    pass


class ConsentIsAhead(DomainError):
    field = "consent_on"


def check_consent(day: dt.date | None) -> None:
    """Refuse a consent that nobody has signed yet. Raises: ConsentIsAhead."""
    if day and day > timezone.localdate():
        raise ConsentIsAhead("Этот день ещё не наступил: укажите, какого числа согласие подписали.")


@transaction.atomic
def create_profile(*, person: Person, by: Any, subjects: Iterable[Term] = (), **values: Any) -> MentorProfile:
    """Put a person into the base of mentors. Raises: AlreadyInBase, ConsentIsAhead."""
    check_consent(values.get("consent_on"))
    lock(person)
    if MentorProfile.objects.filter(person=person).exists():
        raise AlreadyInBase("Этот человек уже в базе наставников: исправьте его запись.")
    profile = MentorProfile(person=person, **values)
    return add(profile, by=by, action="mentoring.create_profile", subjects=list(subjects))


def edit_profile(profile: MentorProfile, *, by: Any, **values: Any) -> MentorProfile:
    """Correct a line of the base. Raises: Stale, Gone, ConsentIsAhead."""
    check_consent(values.get("consent_on"))
    return change(profile, values, by=by, action="mentoring.edit_profile")


@transaction.atomic
def create_need(*, person: Person, opened_on: dt.date, by: Any, **values: Any) -> MenteeNeed:
    """Say that a person needs a mentor. Raises: AlreadyInBase."""
    lock(person)
    if MenteeNeed.objects.filter(person=person, state=NeedState.OPEN).exists():
        raise AlreadyInBase("Запрос этого человека уже открыт: исправьте его.")
    need = MenteeNeed(person=person, opened_on=opened_on, **values)
    return add(need, by=by, action="mentoring.create_need")


def edit_need(need: MenteeNeed, *, by: Any, **values: Any) -> MenteeNeed:
    return change(need, values, by=by, action="mentoring.edit_need")


@transaction.atomic
def withdraw_need(need: MenteeNeed, *, today: dt.date, by: Any) -> None:
    """Say that no mentor is wanted any more. Raises: Gone, NeedIsOver."""
    if lock(need).state != NeedState.OPEN:
        raise NeedIsOver("Этот запрос уже закрыт.")
    values = {"state": NeedState.WITHDRAWN, "ended_on": today}
    change(need, values, by=by, action="mentoring.withdraw_need")
