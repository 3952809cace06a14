"""What readers add to a practice: that it was useful, and that they did the same; and the page without sign-in."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person
from masterstvo.practices.models import Bank, Mark, Practice, Repeat
from masterstvo.practices.panels import followers


class OwnPractice(DomainError):
    pass


class NotYet(DomainError):
    field = "repeated_on"


@transaction.atomic
def mark_useful(practice: Practice, *, person: Person, by: Any) -> bool:
    """Turn the mark of a reader on or off; return whether it stands now. Raises: OwnPractice."""
    lock(practice)  # two clicks must not add two marks
    _check_foreign(practice, person)
    if mark := practice.marks.filter(person=person).first():
        remove(mark, by=by, action="practices.remove_mark", reason="")
        return False
    add(Mark(practice=practice, person=person), by=by, action="practices.mark_useful")
    return True


@transaction.atomic
def tell_repeat(
    practice: Practice,
    *,
    person: Person,
    organization: Organization | None,
    repeated_on: dt.date,
    effect: str,
    result: str,
    by: Any,
    link: str = "",
    file: UploadedFile | None = None,
    **token: Any,
) -> Repeat:
    """Tell where and with what result a reader did the same, or correct what was told. Raises: OwnPractice, NotYet, Infected, Stale."""
    lock(practice)  # two clicks must not tell it twice
    _check_foreign(practice, person)
    if repeated_on > timezone.localdate():
        raise NotYet("Этот день ещё не наступил.")
    values: dict[str, Any] = {
        "repeated_on": repeated_on,
        "effect": effect,
        "result": result.strip(),
        "link": link,
    }
    if file:
        refuse_infected_upload(file)
        values["file"] = file
    if known := practice.repeats.filter(person=person).first():
        before = known.file.name if file else ""
        change(known, values | token, by=by, action="practices.edit_repeat")
        remove_files([before] if before else [])
        _follow(known, by)
        return known
    repeat = Repeat(practice=practice, person=person, organization=organization, **values)
    add(repeat, by=by, action="practices.tell_repeat")
    _follow(repeat, by)
    authors = practice.authors.exclude(person__user=None)
    notify(
        authors.values_list("person__user", flat=True),
        kind=NoticeKind.MESSAGE,
        text=f"Вашу практику «{practice}» повторили: {organization or 'без организации'}.",
        key=f"practices.repeat:{repeat.pk}",
        url=practice.get_absolute_url(),
    )
    return repeat


def _follow(repeat: Repeat, by: Any) -> None:
    for follower in followers():
        follower.told(repeat, by)


@transaction.atomic
def remove_repeat(repeat: Repeat, *, by: Any, reason: str) -> None:
    """Take out what was told of a repeat, and what rests on it."""
    name = repeat.file.name
    for follower in followers():
        follower.removed(repeat, by)
    remove(repeat, by=by, action="practices.remove_repeat", reason=reason)
    remove_files([name] if name else [])


def _check_foreign(practice: Practice, person: Person) -> None:
    if practice.authors.filter(person=person).exists():
        raise OwnPractice("Это ваша практика: отзывы о ней пишут другие.")


# --- The page without sign-in -----------------------------------------------------------------------------------------
@transaction.atomic
def turn_bank(municipality: Municipality, *, is_open: bool, by: Any) -> Bank:
    """Open the bank of a municipality to everybody, or close it again."""
    opened_on = timezone.localdate() if is_open else None
    bank = Bank.objects.filter(municipality=municipality).first()
    if bank is None:
        return add(Bank(municipality=municipality, opened_on=opened_on), by=by, action="practices.turn_bank")
    return change(bank, {"opened_on": opened_on}, by=by, action="practices.turn_bank")
