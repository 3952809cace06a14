"""A contest of ours: its terms, its phases, its nominations and criteria, and its way from a draft to the end."""

import copy
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.models import Version
from masterstvo.assessments.queries.circle import Circle
from masterstvo.contests.actions.sheets import renew_sheets
from masterstvo.contests.actions.telling import tell_entrants, tell_opened
from masterstvo.contests.choices import ContestState, PhaseKind
from masterstvo.contests.models import Contest, Criteria, Nomination, Phase, RecommendedContest
from masterstvo.contests.queries.criteria import begun_sheets
from masterstvo.contests.queries.readiness import checklist
from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError, NeedsReason, NotReady
from masterstvo.core.versions import TOKEN, lock
from masterstvo.core.words import clean, quoted
from masterstvo.organizations.models import Municipality

Days = dict[str, tuple[dt.date, dt.date]]  # {kind of phase: [first day, the day after the last one)}
ORDER = list(PhaseKind)
AFTERWARDS = {"moves_to", "is_public", TOKEN}  # what is still to be said of a contest that is over
PROMISED = {
    PhaseKind.APPLICATIONS,
    PhaseKind.APPEAL,
}  # phases in which an entrant does something: who loses a day must hear of it


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
    """Change the terms. Once entries have come, the names stay hidden as they were promised to be.

    Once the results are announced, only where winners move on and who may see them. Raises: Stale, Gone, WrongMove.
    """
    with transaction.atomic():
        kept = {"circle": Circle.read(contest.circle or {}).kept()}
        if any(
            value != kept.get(name, getattr(contest, name))
            for name, value in values.items()
            if name not in AFTERWARDS
        ):
            _check_goes_on(contest)
        is_changed = values.get("is_blind", contest.is_blind) != contest.is_blind
        if is_changed and contest.entries.exclude(sent_at=None).exists():
            raise WrongMove(
                "Заявки уже поданы: видит ли жюри имена, менять поздно. Остальное сохраните без этой перемены."
            )
        return change(contest, values, by=by, action="contests.edit_contest")


@transaction.atomic
def set_terms(contest: Contest, *, days: Days, nominations: Sequence[str], by: Any, reason: str = "") -> None:
    """Set the phases and the nominations, both or neither. Raises: WrongMove, PhasesOutOfOrder, NeedsReason, NominationIsUsed."""
    set_phases(contest, days=days, by=by, reason=reason)
    set_nominations(contest, titles=nominations, by=by)


@transaction.atomic
def set_phases(contest: Contest, *, days: Days, by: Any, reason: str = "") -> None:
    """Replace the days of the phases. Of a running contest, days of applications and appeals are taken away with a ``reason`` that entrants read.

    Raises: WrongMove, PhasesOutOfOrder, NeedsReason.
    """
    contest = lock(copy.copy(contest))
    _check_order(days)
    known = list(contest.phases.all())
    before = {each.kind: _days(each.starts_on, each.ends_on) for each in known}
    after = {kind: _days(*each) for kind, each in days.items()}
    if before == after:
        return
    _check_goes_on(contest)
    cut = [
        PhaseKind(each.kind)
        for each in known
        if each.kind in PROMISED and _loses_days(each, days.get(each.kind))
    ]
    why = clean(reason)[:500]
    if cut and contest.state == ContestState.RUNNING:
        _tell_cut(contest, cut, after, why, by=by)
    contest.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(contest=contest, kind=kind, starts_on=first, ends_on=end) for kind, (first, end) in days.items()
    )
    record(by, "contests.set_phases", contest, changes={"phases": (_told(before), _told(after))}, reason=why)


def _check_order(days: Days) -> None:
    """Raises: PhasesOutOfOrder."""
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


def _loses_days(phase: Phase, now: tuple[dt.date, dt.date] | None) -> bool:
    """Tell whether days from today on are taken away: of a phase that lasts any of them, of a coming one by their number."""
    today = timezone.localdate()
    if phase.ends_on is None or phase.ends_on <= today:
        return False
    if now is None or phase.starts_on <= today:
        return now is None or now[0] > today or now[1] < phase.ends_on
    return now[1] - max(now[0], today) < phase.ends_on - phase.starts_on


def _tell_cut(contest: Contest, cut: list[PhaseKind], after: dict[str, str], why: str, *, by: Any) -> None:
    """Tell all who have entered, drafts too, which days are fewer. Raises: NeedsReason."""
    named = ", ".join(quoted(kind.label) for kind in cut)
    if not why:
        raise NeedsReason(
            f"Дней станет меньше: {named}. Участники на них рассчитывали – напишите почему, им придёт уведомление."
        )
    told = "; ".join(f"{kind.label} – {after.get(kind, 'этапа не будет')}" for kind in cut)
    tell_entrants(
        contest, contest.entries.filter(team=None), f"Изменились дни: {contest}. {told}. {why}", by=by
    )


def _days(first: dt.date, end: dt.date | None) -> str:
    return f"{first:%d.%m.%Y} – {end - dt.timedelta(days=1):%d.%m.%Y}" if end else f"{first:%d.%m.%Y}"


def _told(days: dict[str, str]) -> list[str]:
    return [f"{PhaseKind(kind).label}: {each}" for kind, each in sorted(days.items())]


@transaction.atomic
def set_nominations(contest: Contest, *, titles: Sequence[str], by: Any) -> None:
    """Keep the nominations named in ``titles``, in this order. Raises: WrongMove, NominationIsUsed."""
    contest = lock(copy.copy(contest))
    wanted = list(dict.fromkeys(filter(None, map(clean, titles))))
    known = {each.title: each for each in contest.nominations.all()}
    if set(known) == set(wanted):
        return
    _check_goes_on(contest)
    for title in known.keys() - set(wanted):
        try:
            known[title].delete()
        except ProtectedError as used:
            raise NominationIsUsed(f"В номинации {quoted(title)} уже есть заявки: её не убрать.") from used
    for title in wanted:
        if title not in known:
            Nomination.objects.create(contest=contest, title=title)
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


def _check_goes_on(contest: Contest) -> None:
    """Raises: WrongMove."""
    if contest.state == ContestState.FINISHED:
        raise WrongMove(
            "Итоги объявлены: название, дни, номинации и прочие условия больше не меняются. Изменить можно, куда выходят победители "
            "и видны ли итоги всем."
        )


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
