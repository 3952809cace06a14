"""Everything that changes people, their jobs, qualification and vacancies."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from masterstvo.accounts.actions import close_account, create_user, invite
from masterstvo.accounts.models import User
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import REDACTED, record, redact_all
from masterstvo.core.errors import DomainError
from masterstvo.core.models import AuditRecord, Term
from masterstvo.core.words import clean
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.organizations.rules import role_in_words
from masterstvo.people.choices import Basis
from masterstvo.people.models import Attestation, CardReading, Employment, Export, Person, Vacancy
from masterstvo.people.personal import blurred, is_named, named_in, people_in
from masterstvo.people.queries import staff_access

READ_ONCE_IN = dt.timedelta(minutes=10)


class DayOutOfOrder(DomainError):
    pass


class HasMainPlace(DomainError):
    pass


# --- Persons --------------------------------------------------------------------------------------------------------
def create_person(
    *, municipality: Municipality, last_name: str, first_name: str, by: Any, **values: Any
) -> Person:
    """Open a card. ``values``: any other columns of it."""
    person = Person(
        municipality=municipality, last_name=clean(last_name), first_name=clean(first_name), **values
    )
    return add(person, by=by, action="people.create_person")


@transaction.atomic
def create_employed_person(
    *, municipality: Municipality, job: dict[str, Any], by: Any, **values: Any
) -> Person:
    """Open a card together with the first job, without which a school would not see its own teacher. ``job``: of ``hire``."""
    person = create_person(municipality=municipality, by=by, **values)
    hire(person=person, by=by, **job)
    return person


def edit_person(person: Person, *, by: Any, reason: str = "", **values: Any) -> Person:
    return change(person, values, by=by, action="people.edit_person", reason=reason)


# --- Who read and who took away ------------------------------------------------------------------------------------
def note_reading(person: Person, *, by: Any, purpose: str = "работа с карточкой") -> None:
    """Write down that ``by`` opened the card: once in ten minutes, and never about oneself.

    The only kind of write that a GET makes (ADR 0017). Queries: two, then one.
    """
    if person.user_id == by.pk:
        return
    since = timezone.now() - READ_ONCE_IN
    lately = CardReading.objects.filter(person=person, by=by, purpose=purpose, at__gte=since)
    if not lately.exists():
        CardReading.objects.create(person=person, by=by, as_role=_role(by), purpose=purpose)


def note_list(rows: QuerySet, *, by: Any, what: str, filters: str = "") -> None:
    """Write down that ``by`` took a list away, when it speaks of persons. ``filters``: what narrowed it, in words."""
    note_export(people_in(rows).values_list("pk", flat=True), by=by, what=what, filters=filters)


@transaction.atomic
def note_export(
    people: Iterable[int],
    *,
    by: Any,
    what: str,
    filters: str = "",
    purpose: str = "работа со списком",
    n_unknown: int = 0,
) -> Export | None:
    """Write down that ``by`` took away a file with ``people`` (their keys); nothing of a file without others.

    ``n_unknown``: how many more the file names whose card is not known: they are counted, not named.
    """
    keys = set(people)
    if not n_unknown and not keys - set(Person.objects.filter(user=by).values_list("pk", flat=True)):
        return None
    export = Export.objects.create(
        by=by,
        as_role=_role(by),
        what=what[:300],
        filters=filters,
        purpose=purpose,
        n_people=len(keys) + n_unknown,
    )
    export.people.add(*keys)
    return export


def _role(by: Any) -> str:
    """Return the role that ``by`` has chosen to act in, else the one they hold."""
    return str(getattr(by, "acting_as", "") or role_in_words(by))[:300]


# --- Jobs -----------------------------------------------------------------------------------------------------------
def hire(
    *,
    person: Person,
    organization: Organization,
    position: str,
    category: str,
    starts_on: dt.date,
    by: Any,
    basis: str = Basis.MAIN,
    ends_on: dt.date | None = None,
    subjects: Iterable[Term] = (),
    weekly_hours: Decimal | None = None,
    rate: Decimal | None = None,
) -> Employment:
    """Take a person on. Raises: HasMainPlace, when another main job is still open."""
    if basis == Basis.MAIN and ends_on is None:
        current = (
            person.employments.filter(basis=Basis.MAIN, ends_on=None).select_related("organization").first()
        )
        if current:
            raise HasMainPlace(
                f"Основное место работы уже есть: {current}. Укажите сначала день увольнения или выберите совместительство."
            )
    employment = Employment(
        person=person,
        organization=organization,
        position=clean(position),
        category=category,
        basis=basis,
        starts_on=starts_on,
        ends_on=ends_on,
        weekly_hours=weekly_hours,
        rate=rate,
    )
    return add(employment, by=by, action="people.hire", subjects=subjects)


def edit_employment(employment: Employment, *, by: Any, reason: str = "", **values: Any) -> Employment:
    return change(employment, values, by=by, action="people.edit_employment", reason=reason)


def dismiss(
    employment: Employment, *, last_day: dt.date, by: Any, reason: str = "", token: str | None = None
) -> Employment:
    """End a job after ``last_day``, the last one worked. Raises: DayOutOfOrder, Stale."""
    if last_day < employment.starts_on:
        raise DayOutOfOrder("Последний рабочий день раньше дня приёма.")
    values = {"ends_on": last_day + dt.timedelta(days=1), "token": token}
    return change(employment, values, by=by, action="people.dismiss", reason=reason)


@transaction.atomic
def move(
    employment: Employment,
    *,
    organization: Organization,
    starts_on: dt.date,
    by: Any,
    position: str = "",
    reason: str = "",
) -> Employment:
    """Move a person to another organization: the old job ends on the day before the new one begins. Raises: DayOutOfOrder."""
    dismiss(employment, last_day=starts_on - dt.timedelta(days=1), by=by, reason=reason)
    return hire(
        person=employment.person,
        organization=organization,
        position=position or employment.position,
        category=employment.category,
        basis=employment.basis,
        starts_on=starts_on,
        subjects=employment.subjects.all(),
        weekly_hours=employment.weekly_hours,
        rate=employment.rate,
        by=by,
    )


def remove_employment(employment: Employment, *, by: Any, reason: str) -> None:
    remove(employment, by=by, action="people.remove_employment", reason=reason)


# --- Qualification --------------------------------------------------------------------------------------------------
def add_attestation(
    *,
    person: Person,
    category: str,
    starts_on: dt.date,
    by: Any,
    ends_on: dt.date | None = None,
    basis: str = "",
) -> Attestation:
    attestation = Attestation(
        person=person, category=category, starts_on=starts_on, ends_on=ends_on, basis=basis
    )
    return add(attestation, by=by, action="people.add_attestation")


def edit_attestation(attestation: Attestation, *, by: Any, reason: str = "", **values: Any) -> Attestation:
    return change(attestation, values, by=by, action="people.edit_attestation", reason=reason)


def remove_attestation(attestation: Attestation, *, by: Any, reason: str) -> None:
    remove(attestation, by=by, action="people.remove_attestation", reason=reason)


# --- Vacancies ------------------------------------------------------------------------------------------------------
def add_vacancy(
    *, organization: Organization, position: str, opened_on: dt.date, by: Any, **values: Any
) -> Vacancy:
    vacancy = Vacancy(organization=organization, position=clean(position), opened_on=opened_on, **values)
    return add(vacancy, by=by, action="people.add_vacancy")


def edit_vacancy(vacancy: Vacancy, *, by: Any, reason: str = "", **values: Any) -> Vacancy:
    return change(vacancy, values, by=by, action="people.edit_vacancy", reason=reason)


def remove_vacancy(vacancy: Vacancy, *, by: Any, reason: str) -> None:
    remove(vacancy, by=by, action="people.remove_vacancy", reason=reason)


# --- Coming in ------------------------------------------------------------------------------------------------------
class NobodyToInvite(DomainError):
    pass


@transaction.atomic
def invite_staff(organization: Organization, *, by: Any, site: str) -> int:
    """Open an account, tied to the card, to everyone of the organization who has an address and none yet; return how many.

    What a teacher sees follows from the card, so no role is given. Raises: NobodyToInvite, TooManyInvitations.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)  # two clicks must not invite twice
    people = staff_access(organization, day=timezone.localdate()).invited
    if not people:
        raise NobodyToInvite("Приглашать некого: у всех, чей адрес внесён, учётная запись уже есть.")
    for person in people:
        user = create_user(email=person.email, full_name=str(person), by=by)
        change(person, {"user": user}, by=by, action="people.link_account")
        invite(user, by=by, site=site)
    return len(people)


# --- Erasing: what ``privacy`` calls, see ``people.personal.erase_with`` ------------------------------------------------
@transaction.atomic
def erase_card(keys: Iterable[int], *, person: Person, by: Any, reason: str) -> None:
    """Leave of the card a number: indicators go on counting it by job, experience and the month of birth.

    Past the usual writes, because the log must not get the values once more, and reports tell what was corrected by ``updated_at``.
    """
    word, number = person.code_name.split(maxsplit=1)
    Person.objects.filter(pk=person.pk).update(
        last_name=word,
        first_name=number,
        patronymic="",
        code="",
        email="",
        born_on=person.born_on and blurred(person.born_on),
        sex="",
        education="",
        user=None,
        erased_on=timezone.localdate(),
    )
    record(by, "people.erase_card", person, reason=reason)


def erase_account(keys: Iterable[int], *, person: Person, by: Any, reason: str) -> None:
    for user in User.objects.filter(pk__in=keys):
        close_account(user, named=person.code_name, by=by, reason=reason)


def erase_log(keys: Iterable[int], *, person: Person, by: Any, reason: str) -> None:
    """Leave of the records about ``person`` who did what and when."""
    redact_all(AuditRecord.objects.filter(pk__in=keys), about=person, by=by, reason=reason)


@transaction.atomic
def erase_filters(keys: Iterable[int], *, person: Person, by: Any, reason: str) -> None:
    """Take the person's name out of what lists were narrowed by, also where it found nobody."""
    every = Export.objects.all()
    told = every.filter(named_in(person, every, "filters", by_surname=True)).values_list("pk", "filters")
    named = every.filter(pk__in=[pk for pk, text in told if is_named(person, text)])
    if n_named := named.update(filters=REDACTED):
        record(by, "people.erase_filters", person, changes={"records": (None, n_named)}, reason=reason)


# --- Terms of keeping -------------------------------------------------------------------------------------------------
@transaction.atomic
def expire_readings(rows: QuerySet, *, municipality: Municipality, by: Any, reason: str) -> int:
    """Remove the readings of cards whose term of keeping is over."""
    return _expire(rows, municipality, by, "people.expire_readings", reason)


@transaction.atomic
def expire_exports(rows: QuerySet, *, municipality: Municipality, by: Any, reason: str) -> int:
    """Remove the notes of lists taken away whose term of keeping is over."""
    return _expire(rows, municipality, by, "people.expire_exports", reason)


def _expire(rows: QuerySet, municipality: Municipality, by: Any, action: str, reason: str) -> int:
    n_rows = rows.count()
    rows.delete()
    record(by, action, municipality, changes={"records": (n_rows, 0)}, reason=reason)
    return n_rows
