"""A team: colleagues ticked, people of other schools invited by name, each agrees before the entry is sent (ADR 0049)."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.contests.choices import EDITABLE, Entrant
from masterstvo.contests.models import Entry
from masterstvo.contests.queries.entries import entered_elsewhere, is_open_to, shut_out
from masterstvo.core.actions import change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import clean, fold
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant, Organization
from masterstvo.people.models import Person
from masterstvo.people.queries import working


class TeamIsFull(DomainError):
    pass


class NotFound(DomainError):
    field = "name"


class NotForThem(DomainError):
    field = "name"


class DoNotFit(DomainError):
    field = "members"


class TooLate(DomainError):
    pass


class AlreadyEntered(DomainError):
    pass


@transaction.atomic
def set_colleagues(entry: Entry, people: Collection[Person], *, by: Any) -> None:
    """Keep in the team those of the applicant's own school who are named; people of other schools stay. Raises: TeamIsFull, DoNotFit."""
    people = [each for each in people if each.pk != entry.person_id]
    own = entry.members.filter(organization=entry.organization_id)
    before, wanted = set(own.values_list("person_id", flat=True)), {each.pk for each in people}
    n_others = entry.members.count() - len(before)
    _check_room(entry, len(wanted) + n_others)
    if wanted == before:
        return
    called = [each for each in people if each.pk not in before]
    if strangers := shut_out(entry.contest, called, timezone.localdate()):
        listed = ", ".join(map(str, strangers))
        raise DoNotFit(f"Конкурс не для них: {listed}. Кому он открыт, сказано на его странице.")
    if busy := entered_elsewhere(entry, called):
        raise DoNotFit(f"Уже участвуют в другой заявке этого конкурса: {busy}. Снимите отметку.")
    own.exclude(person__in=wanted).delete()
    for each in called:
        _call(entry, each, entry.organization, by=by)
    record(by, "contests.set_members", entry, changes={"members": (sorted(before), sorted(wanted))})


@transaction.atomic
def invite_member(entry: Entry, *, name: str, organization: Organization, by: Any) -> Entry:
    """Call somebody of another school, known by the full name: nobody's staff is listed to strangers. Raises: NotFound, TeamIsFull, NotForThem."""
    lock(entry)
    _check_open(entry)
    today = timezone.localdate()
    found = [each for each in working(today, organization=organization) if fold(str(each)) == fold(name)]
    if len(found) != 1:
        raise NotFound(
            "В этой организации такого человека не нашли. Напишите фамилию, имя и отчество полностью, как в документах."
            if not found
            else "В этой организации таких людей несколько: попросите её внести человека в команду."
        )
    (person,) = found
    if person.pk == entry.person_id or entry.members.filter(person=person).exists():
        raise NotFound("Этот человек в команде уже есть.")
    if not is_open_to(entry.contest, person, today):
        raise NotForThem("Конкурс не для этого человека: кому он открыт, сказано на его странице.")
    if entered_elsewhere(entry, [person]):
        raise NotForThem("Этот человек уже участвует в другой заявке этого конкурса, а участвуют один раз.")
    _check_room(entry, entry.members.count() + 1)
    member = _call(entry, person, organization, by=by)
    record(by, "contests.invite_member", entry, changes={"members": (None, str(person))})
    return member


def _check_open(entry: Entry) -> None:
    if entry.contest.entrant != Entrant.TEAM:
        raise TooLate("В этом конкурсе участвуют без команд.")
    if entry.state not in EDITABLE:
        raise TooLate(
            "Заявка уже отправлена: состав команды не меняется. Если нужно, попросите организатора вернуть её."
        )


def _check_room(entry: Entry, n_members: int) -> None:
    if n_members + 1 > entry.contest.team_most:
        raise TeamIsFull(f"В команде не больше {entry.contest.team_most}, считая того, кто подаёт заявку.")


def _call(entry: Entry, person: Person, organization: Organization | None, *, by: Any) -> Entry:
    """Write a member down and tell the person, and those who answer for another school. No name stands in what they are told."""
    member = Entry.objects.create(
        contest=entry.contest,
        person=person,
        organization=organization,
        nomination=entry.nomination,
        team=entry,
        state=entry.state,
        applicant=by,
    )
    own = [person.user_id] if person.user_id else []
    _tell(own, f"Вас зовут в команду на конкурс: {entry.contest}. Согласитесь или откажитесь.", member, by=by)
    if organization is not None and organization.pk != entry.organization_id:
        grants = Grant.objects.on(timezone.localdate()).filter(
            organization=organization, role__in=(Role.ORGANIZATION, Role.CURATOR), user__is_active=True
        )
        text = f"Работника вашей организации зовут в команду на конкурс: {entry.contest}."
        _tell(grants.values_list("user", flat=True), text, member, by=by)
    return member


def _tell(users: Any, text: str, member: Entry, *, by: Any) -> None:
    others = sorted({user for user in users if user != getattr(by, "pk", None)})
    if others:
        notify(
            others,
            kind=NoticeKind.INVITATION,
            text=text,
            url=member.get_absolute_url(),
            key=f"contest:team:{member.pk}",
        )


# --- What a member answers ------------------------------------------------------------------------------------------
@transaction.atomic
def agree_member(member: Entry, *, by: Any) -> Entry:
    """Note that a member agrees, or has agreed on paper at the school that says so. Raises: TooLate, AlreadyEntered."""
    team = _team_of(member)
    if member.agreed_at is None:
        if member.person and entered_elsewhere(team, [member.person]):
            raise AlreadyEntered(
                "Этот человек уже участвует в другой заявке этого конкурса, а участвуют один раз: "
                "сначала отзовите ту заявку или откажитесь в той команде."
            )
        values = {"agreed_at": timezone.now(), "agreed_by": by}
        change(member, values, by=by, action="contests.agree_member")
        _tell_applicant(team, f"В команде согласились: {team.contest}.", member, by=by)
    return member


@transaction.atomic
def leave_team(member: Entry, *, by: Any, reason: str = "") -> None:
    """Take a member out: they refused, or the applicant thinks otherwise. Raises: TooLate."""
    team = _team_of(member)
    _tell_applicant(team, f"В команде стало меньше человек: {team.contest}.", member, by=by)
    remove(member, by=by, action="contests.leave_team", reason=clean(reason)[:500])


def _team_of(member: Entry) -> Entry:
    key: Any = member.team_id  # a member is always somebody's
    team = lock(Entry.objects.get(pk=key))
    _check_open(team)
    return team


def _tell_applicant(team: Entry, text: str, member: Entry, *, by: Any) -> None:
    theirs = {team.applicant_id, team.person.user_id if team.person else None}
    users = sorted({each for each in theirs if each and each != getattr(by, "pk", None)})
    key = f"contest:team:{member.pk}:{timezone.now().isoformat()}"
    if users:
        notify(users, kind=NoticeKind.DECISION, text=text, url=team.get_absolute_url(), key=key)
