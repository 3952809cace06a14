"""A contest of ours: its terms, its phases, its nominations and criteria, and its way from a draft to the end."""

import copy
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.models import Version
from masterstvo.contests.actions.sheets import renew_sheets
from masterstvo.contests.actions.telling import tell_entrants, tell_opened
from masterstvo.contests.choices import ContestState, PhaseKind
from masterstvo.contests.models import Contest, Criteria, Nomination, Phase, RecommendedContest
from masterstvo.contests.queries.criteria import begun_sheets
from masterstvo.contests.queries.readiness import checklist
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError, NeedsReason, NotReady
from masterstvo.core.versions import lock
from masterstvo.core.words import clean, quoted
from masterstvo.organizations.models import Municipality

Days = dict[str, tuple[dt.date, dt.date]]  # {kind of phase: [first day, the day after the last one)}
ORDER = list(PhaseKind)


class WrongMove(DomainError):
    pass


class PhasesOutOfOrder(DomainError):
    """``field``: the day that stands wrong, as «marking_starts» or «marking_ends»."""

    def __init__(self, text: str, *, field: str) -> None:
        self.field = field
        super().__init__(text)


class StillUsed(DomainError):
    pass


class NominationIsUsed(StillUsed):
    field = "nominations"


class CriteriaDoNotFit(DomainError):
    field = "version"


@transaction.atomic
def create_contest(
    *, municipality: Municipality, title: str, year: int, level: str, by: Any, **values: Any
) -> Contest:
    """Begin a contest that the authority holds. ``values``: its other columns."""
    contest = Contest(
        municipality=municipality,
        title=clean(title),
        year=year,
        level=level,
        state=ContestState.DRAFT,
        **values,
    )
    return add(contest, by=by, action="contests.create_contest")


def edit_contest(contest: Contest, *, by: Any, **values: Any) -> Contest:
    """Change the terms. Once entries have come, the names stay hidden as they were promised to be. Raises: Stale, Gone, WrongMove."""
    with transaction.atomic():
        is_changed = values.get("is_blind", contest.is_blind) != contest.is_blind
        if is_changed and contest.entries.exclude(sent_at=None).exists():
            raise WrongMove(
                "Заявки уже поданы: видит ли жюри имена, менять поздно. Остальное сохраните без этой перемены."
            )
        return change(contest, values, by=by, action="contests.edit_contest")


@transaction.atomic
def set_terms(contest: Contest, *, days: Days, nominations: Sequence[str], by: Any) -> None:
    """Set the phases and the nominations, both or neither. Raises: PhasesOutOfOrder, NominationIsUsed."""
    set_phases(contest, days=days, by=by)
    set_nominations(contest, titles=nominations, by=by)


@transaction.atomic
def set_phases(contest: Contest, *, days: Days, by: Any) -> None:
    """Replace the days of the phases. Raises: PhasesOutOfOrder."""
    lock(copy.copy(contest))
    previous = None
    for kind in filter(days.__contains__, ORDER):
        first, end = days[kind]
        if end <= first:
            raise PhasesOutOfOrder(
                f"Этап «{kind.label}» кончается раньше, чем начинается.", field=f"{kind}_ends"
            )
        if previous is not None and first < days[previous][0]:
            raise PhasesOutOfOrder(
                f"Этап «{kind.label}» начинается раньше этапа «{previous.label}».", field=f"{kind}_starts"
            )
        previous = kind
    before = {each.kind: _days(each.starts_on, each.ends_on) for each in contest.phases.all()}
    after = {kind: _days(*each) for kind, each in days.items()}
    if before == after:
        return
    contest.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(contest=contest, kind=kind, starts_on=first, ends_on=end) for kind, (first, end) in days.items()
    )
    record(by, "contests.set_phases", contest, changes={"phases": (_told(before), _told(after))})


def _days(first: dt.date, end: dt.date | None) -> str:
    return f"{first:%d.%m.%Y} – {end - dt.timedelta(days=1):%d.%m.%Y}" if end else f"{first:%d.%m.%Y}"


def _told(days: dict[str, str]) -> list[str]:
    return [f"{PhaseKind(kind).label}: {each}" for kind, each in sorted(days.items())]


@transaction.atomic
def set_nominations(contest: Contest, *, titles: Sequence[str], by: Any) -> None:
    """Keep the nominations named in ``titles``, in this order. Raises: NominationIsUsed."""
    lock(copy.copy(contest))
    wanted = list(dict.fromkeys(filter(None, map(clean, titles))))
    known = {each.title: each for each in contest.nominations.all()}
    for title in known.keys() - set(wanted):
        try:
            known[title].delete()
        except ProtectedError as used:
            raise NominationIsUsed(f"В номинации {quoted(title)} уже есть заявки: её не убрать.") from used
    for title in wanted:
        if title not in known:
            Nomination.objects.create(contest=contest, title=title)
    if set(known) != set(wanted):
        record(by, "contests.set_nominations", contest, changes={"nominations": (sorted(known), wanted)})


def add_criteria(
    contest: Contest,
    *,
    version: Version,
    by: Any,
    nomination: Nomination | None = None,
    phase: str = PhaseKind.MARKING,
    weight: int = 1,
) -> Criteria:
    """Say by what entries are marked; works that jurors already have get a sheet for it. Raises: CriteriaDoNotFit."""
    if version.published_on is None or version.instrument.subject != Subject.ENTRY:
        raise CriteriaDoNotFit("Нужна опубликованная версия инструмента о конкурсной работе.")
    criteria = Criteria(contest=contest, version=version, nomination=nomination, phase=phase, weight=weight)
    with transaction.atomic():
        lock(copy.copy(contest))
        if begun_sheets(contest, phase, nomination).exists():
            raise CriteriaDoNotFit(
                "По прежним критериям уже оценивают, с новыми эти оценки пропали бы: критерии объявляют до первой оценки. "
                "Новые можно добавить к этапу, где ещё не оценивали."
            )
        add(criteria, by=by, action="contests.add_criteria")
        renew_sheets(contest, phase)
    return criteria


def remove_criteria(criteria: Criteria, *, by: Any) -> None:
    """Take a set of criteria away while nobody has marked by it. Raises: StillUsed."""
    with transaction.atomic():
        contest = lock(copy.copy(criteria.contest))
        begun = begun_sheets(contest, criteria.phase, criteria.nomination)
        if begun.exists() or criteria.sheets.exclude(answers={}).exists():
            raise StillUsed("По этим критериям уже оценивают: убрать их нельзя.")
        phase = criteria.phase
        criteria.sheets.all().delete()
        remove(criteria, by=by, action="contests.remove_criteria", reason="")
        renew_sheets(contest, phase)


# --- States ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_contest(contest: Contest, *, by: Any) -> Contest:
    """Publish the contest: from now on its phases say what may be done; those who may enter are told. Raises: WrongMove, NotReady."""
    contest = lock(copy.copy(contest))
    _check_state(contest, ContestState.DRAFT)
    missing = [each.text.lower() for each in checklist(contest) if each.is_needed and not each.is_done]
    if missing:
        raise NotReady(f"Чтобы открыть конкурс, добавьте: {'; '.join(missing)}.")
    change(contest, {"state": ContestState.RUNNING}, by=by, action="contests.open_contest")
    tell_opened(contest, by=by)
    return contest


@transaction.atomic
def cancel_contest(contest: Contest, *, reason: str, by: Any) -> Contest:
    """Call the contest off; whoever entered is told. Raises: WrongMove, NeedsReason."""
    if not reason.strip():
        raise NeedsReason("Напишите, почему конкурс отменён: это увидят участники.")
    contest = lock(copy.copy(contest))
    _check_state(contest, ContestState.DRAFT, ContestState.RUNNING)
    why = clean(reason)[:500]
    change(contest, {"state": ContestState.CANCELLED}, by=by, action="contests.cancel_contest", reason=why)
    tell_entrants(contest, contest.entries.exclude(sent_at=None), f"Конкурс отменён: {contest}. {why}", by=by)
    return contest


def _check_state(contest: Contest, *allowed: ContestState) -> None:
    if contest.state not in allowed:
        now = ContestState(contest.state).label
        raise WrongMove(f"Конкурс сейчас «{now}», и этого с ним уже не сделать. Обновите страницу.")


def remove_contest(contest: Contest, *, by: Any, reason: str) -> None:
    """Remove a contest that nobody has entered. Raises: StillUsed."""
    try:
        with transaction.atomic():
            remove(contest, by=by, action="contests.remove_contest", reason=reason)
    except ProtectedError as used:
        raise StillUsed("У конкурса есть заявки: его можно только отменить.") from used


# --- Contests of others that the authority recommends ---------------------------------------------------------------
@transaction.atomic
def recommend_contest(
    *,
    municipality: Municipality,
    title: str,
    level: str,
    apply_by: dt.date,
    by: Any,
    url: str = "",
    note: str = "",
) -> RecommendedContest:
    """Put an outside contest on the list of the year; one that nobody has named yet is named."""
    contest = Contest.objects.filter(municipality=None, title=clean(title), level=level).first()
    if contest is None:
        contest = add(Contest(title=clean(title), level=level), by=by, action="contests.add_contest")
    row = RecommendedContest(
        municipality=municipality, contest=contest, apply_by=apply_by, url=url, note=clean(note)
    )
    return add(row, by=by, action="contests.recommend_contest")


def unrecommend_contest(row: RecommendedContest, *, by: Any) -> None:
    remove(row, by=by, action="contests.unrecommend_contest", reason="")
