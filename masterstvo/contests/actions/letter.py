"""Letters of thanks: numbered and with a code as diplomas are, to all who are to be thanked at once."""

import copy
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.contests.actions.result import NobodyToDecide, NotYet
from masterstvo.contests.choices import ContestState, JuryRole
from masterstvo.contests.models import Contest, Letter
from masterstvo.contests.queries.thanks import unthanked_jurors, unthanked_schools
from masterstvo.core.audit import record_many
from masterstvo.core.versions import lock
from masterstvo.documents.actions.issuing import numbered
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant

MERITS = {JuryRole.CHAIR: "за руководство жюри"}
OF_JURY, OF_SCHOOL = "за работу в жюри", "за подготовку победителей"


@transaction.atomic
def thank_jury(contest: Contest, *, by: Any) -> int:
    """Write a letter to each juror who marked and has none; return how many. Raises: NotYet, NobodyToDecide."""
    contest = _over(contest)
    letters = [
        Letter(
            person=each.appointment.person,
            name=str(each.appointment.person),
            merit=MERITS.get(JuryRole(each.role), OF_JURY),
        )
        for each in unthanked_jurors(contest)
    ]
    given = _issued(contest, letters, by=by)
    for each in given:
        _tell([each.person.user_id] if each.person else [], each, by=by)
    return len(given)


@transaction.atomic
def thank_schools(contest: Contest, *, by: Any) -> int:
    """Write a letter to each school whose people won and that has none; return how many. Raises: NotYet, NobodyToDecide."""
    contest = _over(contest)
    letters = [
        Letter(organization=each, name=str(each), merit=OF_SCHOOL) for each in unthanked_schools(contest)
    ]
    given = _issued(contest, letters, by=by)
    for each in given:
        grants = Grant.objects.on(timezone.localdate()).filter(
            organization=each.organization_id, role=Role.ORGANIZATION, user__is_active=True
        )
        _tell(grants.values_list("user", flat=True), each, by=by)
    return len(given)


def _over(contest: Contest) -> Contest:
    """Lock the contest. Raises: NotYet."""
    contest = lock(copy.copy(contest))
    if contest.state != ContestState.FINISHED:
        raise NotYet("Благодарят, когда итоги объявлены.")
    return contest


def _issued(contest: Contest, letters: list[Letter], *, by: Any) -> list[Letter]:
    if not letters:
        raise NobodyToDecide("Благодарить некого: письма есть у всех.")
    issuer: Any = contest.municipality  # only a contest of ours has a jury and results
    for each, own in zip(letters, numbered(Letter, issuer, len(letters)), strict=True):
        each.contest, each.contest_title = contest, str(contest)
        for name, value in own.items():
            setattr(each, name, value)
    given = Letter.objects.bulk_create(letters)
    told: list[tuple[str, int, dict[str, Any]]] = [(Letter._meta.label, each.pk, {}) for each in given]
    record_many(by, "contests.issue_letter", told, place_id=issuer.pk)
    return given


def _tell(users: Iterable[int | None], letter: Letter, *, by: Any) -> None:
    others = sorted({user for user in users if user and user != getattr(by, "pk", None)})
    if others:
        notify(
            others,
            kind=NoticeKind.DECISION,
            text=f"Вам благодарственное письмо {letter.merit}: {letter.contest_title}.",
            url=letter.get_absolute_url(),
            key=f"contests:letter:{letter.pk}",
        )
