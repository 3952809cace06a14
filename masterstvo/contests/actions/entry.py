"""An entry: written while applications are taken, sent, checked, corrected, admitted."""

import copy
import secrets
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.contests.actions.copying import copy_files, write_for_jury
from masterstvo.contests.actions.team import set_colleagues
from masterstvo.contests.actions.telling import tell_entrants
from masterstvo.contests.choices import EDITABLE, OPEN, Entrant, EntryState, PhaseKind
from masterstvo.contests.models import Contest, Entry, EntryFile
from masterstvo.contests.queries.entries import (
    LIVE,
    entered_elsewhere,
    entrants,
    is_open_to,
    may_withdraw,
    parts_of,
)
from masterstvo.contests.queries.phases import phases_on
from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError, NeedsReason
from masterstvo.core.proofs import MEGABYTE
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person
from masterstvo.people.queries import main_job


class NotNow(DomainError):
    pass


class NotForThem(DomainError):
    field = "person"


class AlreadyEntered(DomainError):
    pass


class TooMany(DomainError):
    pass


class TooLarge(DomainError):
    field = "file"


class NotComplete(DomainError):
    pass


class NeedsNote(NeedsReason):
    field = "note"


# --- Writing --------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin_entry(
    contest: Contest, *, by: Any, person: Person | None = None, organization: Organization | None = None
) -> Entry:
    """Begin a draft for a person, or for an organization where those enter; a draft that is there is given back.

    Raises: NotNow, NotForThem, AlreadyEntered.
    """
    contest = lock(copy.copy(contest))
    today = timezone.localdate()
    _check_phase(contest, PhaseKind.APPLICATIONS)
    whose = {"organization": organization} if contest.entrant == Entrant.ORGANIZATION else {"person": person}
    if person and not is_open_to(contest, person, today):
        raise NotForThem("Конкурс не для этого человека: кому он открыт, сказано на его странице.")
    there = contest.entries.filter(team=None, **whose).exclude(
        state__in=(EntryState.WITHDRAWN, EntryState.REJECTED)
    )
    if found := there.order_by("pk").first():
        if found.state == EntryState.DRAFT:
            return found
        raise AlreadyEntered("Заявка на этот конкурс уже подана.")
    if person and parts_of(contest, [person]).exists():
        raise AlreadyEntered(
            "Этот человек уже в команде на этом конкурсе, а участвуют один раз. Чтобы подать свою заявку, сначала выйдите из команды."
        )
    if person and organization is None and (job := main_job(person, today)):
        organization = job.organization
    entry = Entry(
        contest=contest,
        person=person if "person" in whose else None,
        organization=organization,
        state=EntryState.DRAFT,
        applicant=by,
    )
    return add(entry, by=by, action="contests.begin_entry")


@transaction.atomic
def write_entry(entry: Entry, *, by: Any, members: Iterable[Person] | None = None, **values: Any) -> Entry:
    """Keep the words of a draft, or of an entry that was given back. ``values``: nomination, title, about, answer.

    Raises: Stale, Gone, NotNow, TeamIsFull.
    """
    _check_writable(entry)
    change(entry, values, by=by, action="contests.write_entry")
    if members is not None:
        set_colleagues(entry, list(members), by=by)
    return entry


@transaction.atomic
def add_file(entry: Entry, *, title: str, by: Any, file: Any = None, url: str = "") -> EntryFile:
    """Add a file or a link. Raises: NotNow, TooMany, TooLarge, Infected."""
    entry = lock(copy.copy(entry))
    _check_writable(entry)
    contest = entry.contest
    if entry.files.count() >= contest.files_most:
        raise TooMany(f"К заявке можно приложить не больше {contest.files_most}. Уберите лишнее.")
    row = EntryFile(entry=entry, title=clean(title), url=url)
    if file:
        if file.size > contest.file_megabytes * MEGABYTE:
            raise TooLarge(f"Файл больше {contest.file_megabytes} МБ. Сожмите его или дайте ссылку.")
        refuse_infected_upload(file)
        row.file, row.name, row.size = file, str(file.name)[-255:], file.size
    return add(row, by=by, action="contests.add_file")


@transaction.atomic
def remove_file(row: EntryFile, *, by: Any) -> None:
    """Raises: NotNow."""
    _check_writable(lock(copy.copy(row.entry)))
    copies = [row.copy.file.name] if hasattr(row, "copy") else []
    remove_files(filter(None, [row.file.name, *copies]))
    remove(row, by=by, action="contests.remove_file", reason="")


@transaction.atomic
def send_entry(entry: Entry, *, by: Any) -> Entry:
    """Send an entry, or send it once more after corrections; copies for the jury are made of its files.

    Raises: NotNow, NotComplete, TooMany.
    """
    contest = lock(copy.copy(entry.contest))
    entry = lock(copy.copy(entry))
    _check_writable(entry)
    _check_complete(entry)
    _check_once(entry)
    others = contest.entries.filter(team=None, state__in=LIVE, organization=entry.organization_id)
    n_others = others.exclude(pk=entry.pk).count() if entry.organization_id else 0
    if contest.per_organization and n_others >= contest.per_organization:
        raise TooMany(
            f"От одной организации принимают не больше {contest.per_organization}, и столько уже подано."
        )
    values = {"state": EntryState.SENT, "sent_at": timezone.now()}
    _move(entry, values, by=by, action="contests.send_entry")
    if contest.is_blind:
        write_for_jury(entry)
        copy_files(entry)
    return entry


def _check_complete(entry: Entry) -> None:
    missing = [] if entry.title else ["название работы"]
    if entry.nomination_id is None and entry.contest.nominations.exists():
        missing.append("номинацию")
    if entry.contest.files_most and not entry.files.exists():
        missing.append("файл или ссылку")
    silent = entry.members.filter(agreed_at=None).select_related("person").order_by("person", "pk")
    missing += [f"согласие: {each.person}" for each in silent]
    if missing:
        raise NotComplete(f"Чтобы отправить заявку, добавьте: {', '.join(missing)}.")


def _check_once(entry: Entry) -> None:
    """Raises: AlreadyEntered."""
    if listed := entered_elsewhere(entry, entrants(entry)):
        raise AlreadyEntered(
            f"Уже участвуют в другой заявке этого конкурса: {listed}. Один человек участвует один раз: "
            "уберите его из команды или подождите, пока он откажется там."
        )


@transaction.atomic
def withdraw_entry(entry: Entry, *, by: Any) -> Entry:
    """Take an entry back, as long as nobody marks it; a draft is thrown away. Raises: NotNow."""
    entry = lock(copy.copy(entry))
    if not may_withdraw(entry, timezone.localdate()):
        if entry.state == EntryState.ADMITTED:
            raise NotNow("Работы уже оценивают: отозвать заявку можно только через организатора.")
        raise NotNow("Эту заявку отозвать уже нельзя. Обновите страницу.")
    return _move(entry, {"state": EntryState.WITHDRAWN, "code": ""}, by=by, action="contests.withdraw_entry")


def _check_writable(entry: Entry) -> None:
    if entry.state not in EDITABLE:
        raise NotNow(
            "Заявка отправлена, править её уже нельзя. Если нужно, попросите организатора вернуть её."
        )
    if entry.state == EntryState.RETURNED:
        _check_phase(entry.contest, PhaseKind.APPLICATIONS, PhaseKind.CHECK)
    else:
        _check_phase(entry.contest, PhaseKind.APPLICATIONS)


def _check_phase(contest: Contest, *kinds: PhaseKind) -> None:
    """Raises: NotNow."""
    lasting = phases_on(contest, timezone.localdate())
    if not lasting.keys() & set(kinds):
        named = " или ".join(f"«{each.label}»" for each in kinds)
        raise NotNow(f"Сейчас не идёт этап {named}. Дни этапов – на странице конкурса.")


# --- The formal check -----------------------------------------------------------------------------------------------
@transaction.atomic
def return_entries(entries: Iterable[Entry], *, note: str, by: Any) -> int:
    """Ask for corrections; return of how many. Raises: NotNow, NeedsNote."""
    why = _reason(note, "Напишите, что исправить: это увидит заявитель.")
    contest, rows = _to_check(entries, {EntryState.SENT})
    for each in rows:
        values = {"state": EntryState.RETURNED, "note": why}
        _move(each, values, by=by, action="contests.return_entry", reason=why)
    tell_entrants(contest, rows, f"Заявку на конкурс просят исправить: {contest}. {why}", by=by)
    return len(rows)


@transaction.atomic
def reject_entries(entries: Iterable[Entry], *, note: str, by: Any) -> int:
    """Refuse entries; return how many. Raises: NotNow, NeedsNote."""
    why = _reason(note, "Напишите, почему заявка отклонена: это увидит заявитель.")
    contest, rows = _to_check(entries, OPEN)
    for each in rows:
        values = {"state": EntryState.REJECTED, "note": why, "code": ""}
        _move(each, values, by=by, action="contests.reject_entry", reason=why)
    tell_entrants(contest, rows, f"Заявка на конкурс отклонена: {contest}. {why}", by=by)
    return len(rows)


@transaction.atomic
def admit_entries(entries: Iterable[Entry], *, by: Any) -> int:
    """Admit entries; each gets a code drawn by lot, which tells nothing of who came first. Return how many. Raises: NotNow."""
    contest, rows = _to_check(entries, {EntryState.SENT})
    for each, code in zip(rows, _free_codes(contest, len(rows)), strict=True):
        values = {"state": EntryState.ADMITTED, "note": "", "code": code}
        _move(each, values, by=by, action="contests.admit_entry")
    tell_entrants(contest, rows, f"Заявка на конкурс допущена: {contest}.", by=by)
    return len(rows)


def _reason(note: str, otherwise: str) -> str:
    if not note.strip():
        raise NeedsNote(otherwise)
    return clean(note)[:1000]


def _to_check(entries: Iterable[Entry], allowed: Collection[str]) -> tuple[Contest, list[Entry]]:
    """Return the contest and those of ``entries`` that are in one of the ``allowed`` states, all locked. Raises: NotNow."""
    shown = list(entries)
    contest = lock(copy.copy(shown[0].contest)) if shown else None
    locked = (
        Entry.objects.select_for_update()
        .filter(pk__in=[each.pk for each in shown], state__in=allowed)
        .order_by("pk")
    )
    now = set(locked.values_list("pk", flat=True))  # whoever took an entry back meanwhile is not among them
    rows = [each for each in shown if each.pk in now]
    if contest is None or not rows:
        raise NotNow("Отметьте заявки, которые ждут проверки: с выбранными этого уже не сделать.")
    _check_phase(contest, PhaseKind.APPLICATIONS, PhaseKind.CHECK)
    return contest, rows


def _free_codes(contest: Contest, n_wanted: int) -> list[str]:
    taken = set(contest.entries.exclude(code="").values_list("code", flat=True))
    drawn: set[str] = set()
    size = max(1000, 4 * (len(taken) + n_wanted))
    while len(drawn) < n_wanted:
        code = f"{secrets.randbelow(size):03d}"
        if code not in taken:
            drawn.add(code)
    return list(drawn)


def _move(entry: Entry, values: dict[str, Any], *, by: Any, action: str, reason: str = "") -> Entry:
    """Change an entry, and the state of the members of its team with it; each stays of their own school."""
    change(entry, values, by=by, action=action, reason=reason)
    entry.members.update(state=entry.state, nomination=entry.nomination_id)
    return entry
