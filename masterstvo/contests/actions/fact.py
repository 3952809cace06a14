"""Facts about contests that others hold: who took part, and what came of it."""

import copy
import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from masterstvo.contests.actions.telling import tell_entrants, tell_reported
from masterstvo.contests.choices import EntryState
from masterstvo.contests.models import Contest, Entry, EntryFile, Nomination
from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person


class NoProof(DomainError):
    field = "file"


class TooEarly(DomainError):
    field = "held_on"


class AlreadyConfirmed(DomainError):
    pass


class AlreadyThere(DomainError):
    pass


def add_contest(*, title: str, level: str, by: Any) -> Contest:
    return add(Contest(title=clean(title), level=level), by=by, action="contests.add_contest")


@transaction.atomic
def add_entry(
    *,
    contest: Contest,
    held_on: dt.date,
    result: str,
    by: Any,
    person: Person | None = None,
    organization: Organization | None = None,
    nomination_title: str = "",
    file: Any = None,
    **values: Any,
) -> Entry:
    """Add the part of a person, or of an organization itself, in a contest. ``values``: stage, place, document.

    Raises: AlreadyThere, Infected.
    """
    nomination = nomination_of(contest, nomination_title)
    entry = Entry(
        contest=contest,
        person=person,
        organization=organization,
        held_on=held_on,
        result=result,
        nomination=nomination,
        **values,
    )
    _check_is_new(entry)
    add(entry, by=by, action="contests.add_entry")
    if file:
        _prove(entry, file=file)
    return entry


def _check_is_new(entry: Entry) -> None:
    """Refuse what the database takes no two of, in words: forms do not see the nomination. Raises: AlreadyThere."""
    whose = {"person": entry.person} if entry.person else {"person": None, "organization": entry.organization, "sent_at": None}  # fmt: skip
    same = {name: getattr(entry, name) for name in ("contest", "held_on", "stage", "nomination")}
    if Entry.objects.filter(**whose, **same).exclude(pk=entry.pk).exists():
        raise AlreadyThere(
            "Такой же результат уже внесён: тот же конкурс, день, этап и номинация. Смотрите список."
        )


def _prove(entry: Entry, *, file: Any = None, url: str = "") -> None:
    """Lay the paper, a file or a link, to a fact. Raises: Infected."""
    if file:
        refuse_infected_upload(file)
    name, size = (str(file.name)[-255:], file.size) if file else ("", 0)
    EntryFile.objects.create(entry=entry, title="Документ", file=file or "", url=url, name=name, size=size)


# --- What a person reports and the school confirms ------------------------------------------------------------------
@transaction.atomic
def report_result(
    *,
    person: Person,
    title: str,
    level: str,
    held_on: dt.date,
    result: str,
    by: Any,
    place: int | None = None,
    nomination_title: str = "",
    document: str = "",
    file: Any = None,
    url: str = "",
) -> Entry:
    """Tell of one's own result in a contest that others hold, with its document. Nothing counts it until the school confirms it.

    Raises: NoProof, TooEarly, AlreadyThere, Infected.
    """
    if not file and not url:
        raise NoProof("Приложите диплом или сертификат файлом либо дайте ссылку на итоги.")
    contest = _contest_told(title, level, by=by)
    _check_told(contest.entries.filter(person=person), held_on)
    entry = Entry(
        contest=contest,
        person=person,
        reported_on=held_on,
        pending_result=result,
        pending_place=place,
        nomination=nomination_of(contest, nomination_title),
        document=clean(document),
        state=EntryState.SENT,
        sent_at=timezone.now(),
        applicant=by,
    )
    add(entry, by=by, action="contests.report_result")
    _prove(entry, file=file, url=url)
    tell_reported(entry, by=by)
    return entry


def _contest_told(title: str, level: str, *, by: Any) -> Contest:
    contest = Contest.objects.filter(municipality=None, title=clean(title), level=level).first()
    return contest or add_contest(title=title, level=level, by=by)


def _check_told(others: QuerySet[Entry], held_on: dt.date) -> None:
    """Raises: TooEarly, AlreadyThere."""
    if held_on > timezone.localdate():
        raise TooEarly("Этот день ещё не наступил: результат вносят, когда он известен.")
    told = Q(held_on=held_on) | Q(reported_on=held_on)
    if others.filter(told).exclude(state=EntryState.REJECTED).exists():
        raise AlreadyThere("Это участие уже внесено: смотрите список ваших результатов.")


@transaction.atomic
def correct_report(
    entry: Entry,
    *,
    title: str,
    level: str,
    held_on: dt.date,
    result: str,
    by: Any,
    place: int | None = None,
    nomination_title: str = "",
    document: str = "",
    file: Any = None,
    url: str = "",
) -> Entry:
    """Put right what one has told while nobody has confirmed it; a new paper takes the place of the old one.

    Raises: AlreadyConfirmed, TooEarly, AlreadyThere, Infected, Gone.
    """
    _waiting(entry)
    contest = _contest_told(title, level, by=by)
    _check_told(contest.entries.filter(person=entry.person).exclude(pk=entry.pk), held_on)
    values = {
        "contest": contest,
        "reported_on": held_on,
        "pending_result": result,
        "pending_place": place,
        "nomination": nomination_of(contest, nomination_title),
        "document": clean(document),
    }
    change(entry, values, by=by, action="contests.correct_report")
    if file or url:
        remove_files(filter(None, entry.files.values_list("file", flat=True)))
        entry.files.all().delete()
        _prove(entry, file=file, url=url)
    return entry


@transaction.atomic
def take_report_back(entry: Entry, *, by: Any) -> None:
    """Take back what one has told while nobody has confirmed it. Raises: AlreadyConfirmed, Gone."""
    _waiting(entry)
    remove_files(filter(None, entry.files.values_list("file", flat=True)))
    remove(entry, by=by, action="contests.take_report_back", reason="")


def _waiting(entry: Entry) -> None:
    """Lock what a person has told. Raises: AlreadyConfirmed, Gone."""
    if lock(entry).state != EntryState.SENT:
        raise AlreadyConfirmed("Результат уже подтверждён. Если в нём ошибка, скажите школе или методисту.")


@transaction.atomic
def edit_entry(
    entry: Entry, *, by: Any, reason: str = "", nomination_title: str | None = None, **values: Any
) -> Entry:
    """Correct a fact; what a person reported is thereby confirmed. Raises: Stale, Gone, AlreadyThere."""
    is_reported = entry.state == EntryState.SENT
    if is_reported:
        values |= {"state": EntryState.ADMITTED, "pending_result": "", "pending_place": None}
    if nomination_title is not None:
        values["nomination"] = nomination_of(values.get("contest", entry.contest), nomination_title)
    corrected = copy.copy(entry)
    for name in {"contest", "person", "organization", "held_on", "stage", "nomination"} & values.keys():
        setattr(corrected, name, values[name])
    _check_is_new(corrected)
    change(entry, values, by=by, action="contests.edit_entry", reason=reason)
    if is_reported:
        tell_entrants(entry.contest, [entry], f"Ваш результат подтверждён: {entry.contest}.", by=by)
    return entry


def nomination_of(contest: Contest, title: str) -> Nomination | None:
    """Return the nomination of ``contest`` that is called so, a new one when it is first named."""
    if not clean(title):
        return None
    return Nomination.objects.get_or_create(contest=contest, title=clean(title))[0]


@transaction.atomic
def remove_entry(entry: Entry, *, by: Any, reason: str) -> None:
    """Remove a fact. Whoever reported it is told why it was not confirmed."""
    if entry.state == EntryState.SENT:
        text = f"Ваш результат не подтверждён: {entry.contest}. {clean(reason)}"
        tell_entrants(entry.contest, [entry], text, by=by)
    remove_files(filter(None, entry.files.values_list("file", flat=True)))
    remove(entry, by=by, action="contests.remove_entry", reason=reason)
