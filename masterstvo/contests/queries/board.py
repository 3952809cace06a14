"""Everything that a jury has done in one phase of a contest, ready to be counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Prefetch, Q, QuerySet

from masterstvo.assessments.content.scoring import score
from masterstvo.contests.choices import AssignmentState, EntryState, JuryRole, PhaseKind, SheetState
from masterstvo.contests.marking import (
    Correction,
    Earlier,
    Mark,
    Method,
    Ranking,
    Rules,
    Third,
    TieBreak,
    Waiting,
    rank,
)
from masterstvo.contests.models import (
    Assignment,
    Contest,
    Criteria,
    Entry,
    JuryMember,
    JuryRules,
    MarkSheet,
    Nomination,
)

NOT_COUNTED = (AssignmentState.ABSTAINED, AssignmentState.APPEALED)


@dataclass
class Board:
    """One phase: its rules, members, entries, and what was given to whom. Nothing of it asks the database again.

    ``first``: the board of the first marking, where it weighs in the final's total.
    """

    contest: Contest
    phase: str
    rules: JuryRules
    criteria: list[Criteria]
    members: list[JuryMember]
    entries: list[Entry]
    assignments: list[Assignment]
    first: "Board | None" = None
    _by_entry: dict[int, list[Assignment]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_entry = defaultdict(list)
        for each in self.assignments:
            by_entry[each.entry_id].append(each)
        self._by_entry = dict(by_entry)

    # --- Who marks what -------------------------------------------------------------------------------------------
    def of_entry(self, entry: Entry) -> list[Assignment]:
        return self._by_entry.get(entry.pk, [])

    def criteria_of(self, entry: Entry) -> list[Criteria]:
        """Return by what an entry is marked: the criteria of its nomination, else those of the whole contest."""
        return _of_nomination(self.criteria, entry)

    @property
    def nominations(self) -> list[Nomination | None]:
        """Return the nominations that have entries, those without one as None; each has places of its own."""
        return list({each.nomination_id: each.nomination for each in self.entries}.values())

    def entries_in(self, nomination: Nomination | None) -> list[Entry]:
        return [each for each in self.entries if each.nomination == nomination]

    # --- Marks ------------------------------------------------------------------------------------------------------
    def mark_of(self, each: Assignment, *, states: Iterable[str] = (SheetState.COUNTED,)) -> Fraction | None:
        """Return the mark of finished sheets in one of ``states``, weighted over the sets of criteria; None while one is missing."""
        sheets = {sheet.criteria_id: sheet for sheet in each.sheets.all()}
        parts = []
        for criteria in self.criteria_of(each.entry):
            sheet = sheets.get(criteria.pk)
            if sheet is None or sheet.finished_at is None or sheet.state not in states:
                return None
            parts.append((criteria.weight, Fraction(sheet.percent or 0)))
        whole = sum(weight for weight, _ in parts)
        return sum((weight * value for weight, value in parts), Fraction(0)) / whole if whole else None

    def marks(self, entries: Iterable[Entry], *, also: Iterable[int] = ()) -> list[Mark]:
        """Return the marks that count for ``entries``, and those of the assignments ``also`` that wait for a decision."""
        also = set(also)
        found = []
        for entry in entries:
            for each in self.of_entry(entry):
                states = tuple(SheetState) if each.pk in also else (SheetState.COUNTED,)
                value = None if each.state in NOT_COUNTED else self.mark_of(each, states=states)
                if value is not None:
                    found.append(Mark(each.member_id, entry.pk, value, self._parts(each), each.is_third))
        return found

    def _parts(self, each: Assignment) -> dict[str, Fraction]:
        if not any(name.startswith(TieBreak.PART) for name in self.rules.tie_breaks):
            return {}
        found: dict[str, Fraction] = {}
        for sheet in each.sheets.all():
            sections = score(sheet.version.parts, sheet.answers, sheet.form).sections
            found |= {
                key: Fraction(part.percent) for key, part in sections.items() if part.percent is not None
            }
        return found

    def waiting(self, entries: Iterable[Entry]) -> list[Waiting]:
        """Return the sheets that are not there. A mark that waits for a decision is missing too; who was replaced is not waited for."""
        found = []
        for entry in entries:
            for each in self.of_entry(entry):
                if each.state == AssignmentState.ABSTAINED:
                    found.append(Waiting(each.member_id, entry.pk, has_abstained=True))
                elif each.state == AssignmentState.APPEALED:
                    continue
                elif self.is_pending(each) or (
                    each.state == AssignmentState.GIVEN and not self.is_done(each)
                ):
                    found.append(Waiting(each.member_id, entry.pk))
        return found

    def is_done(self, each: Assignment) -> bool:
        return self.mark_of(each, states=tuple(SheetState)) is not None

    def is_pending(self, each: Assignment) -> bool:
        """Tell whether a whole mark waits for the organizer to say whether it counts."""
        return self.is_done(each) and any(sheet.state == SheetState.PENDING for sheet in each.sheets.all())

    @property
    def pending(self) -> list[Assignment]:
        kept = [each for each in self.assignments if each.state != AssignmentState.APPEALED]
        return [each for each in kept if self.is_pending(each)]

    # --- Counting ---------------------------------------------------------------------------------------------------
    @property
    def declared(self) -> Rules:
        """Return the rules as ``marking`` takes them."""
        chair = next((each.pk for each in self.members if each.role == JuryRole.CHAIR), None)
        return Rules(
            method=Method(self.rules.method),
            correction=Correction(self.rules.correction),
            threshold=None if self.rules.threshold is None else Fraction(self.rules.threshold),
            third=Third(self.rules.third),
            tie_breaks=tuple(self.rules.tie_breaks),
            n_prizes=self.rules.n_prizes,
            chair=chair,
            n_jurors=self.rules.jurors_per_entry,
            weights=(self.rules.marking_weight if self.first else 0, self.rules.final_weight),
        )

    def earlier(self, nomination: Nomination | None) -> Earlier | None:
        """Return the first marking of ``nomination``, None where it does not weigh."""
        if self.first is None:
            return None
        entries = self.first.entries_in(nomination)
        return Earlier([each.pk for each in entries], self.first.marks(entries))

    def ranking(self, nomination: Nomination | None) -> Ranking:
        entries = self.entries_in(nomination)
        keys, earlier = [each.pk for each in entries], self.earlier(nomination)
        return rank(keys, self.marks(entries), self.declared, self.waiting(entries), earlier)

    def rankings(self) -> list[tuple[Nomination | None, Ranking]]:
        return [(each, self.ranking(each)) for each in self.nominations]


def _of_nomination(criteria: list[Criteria], entry: Entry) -> list[Criteria]:
    own = [each for each in criteria if each.nomination_id and each.nomination_id == entry.nomination_id]
    return own or [each for each in criteria if each.nomination_id is None]


def criteria_of(entry: Entry, phase: str) -> list[Criteria]:
    """Return by what an entry is marked in ``phase``. Queries: one."""
    rows = Criteria.objects.filter(contest=entry.contest_id, phase=phase).select_related(
        "version__instrument"
    )
    return _of_nomination(list(rows.order_by("pk")), entry)


def rules_of(contest: Contest) -> JuryRules:
    """Return the rules of marking, the usual ones while none are written. Queries: one."""
    return JuryRules.objects.filter(contest=contest).first() or JuryRules(contest=contest)


def board_of(contest: Contest, phase: str = PhaseKind.MARKING) -> Board:
    """Return what the jury has done in ``phase``. In the final stand only the entries that were let in.

    Queries: six, twice so many for a final beside which the first marking weighs.
    """
    sheets = MarkSheet.objects.filter(assignment__entry__contest=contest).select_related("version")
    assignments = list(
        Assignment.objects.filter(entry__contest=contest, phase=phase)
        .select_related("entry__nomination", "member")
        .prefetch_related(Prefetch("sheets", sheets.order_by("pk")))
        .order_by("member", "pk")
    )
    entries = admitted(contest)
    if phase == PhaseKind.FINAL:
        given = {each.entry_id for each in assignments}
        entries = entries.filter(Q(is_finalist=True) | Q(is_finalist=None, pk__in=given))
    rules = rules_of(contest)
    return Board(
        contest,
        phase,
        rules,
        list(Criteria.objects.filter(contest=contest, phase=phase).order_by("pk")),
        list(members_of(contest)),
        list(entries),
        assignments,
        board_of(contest) if phase == PhaseKind.FINAL and rules.marking_weight else None,
    )


def members_of(contest: Contest) -> QuerySet[JuryMember]:
    """Return the jury, those who left too, each with the person. Queries: one, and one for their nominations."""
    rows = JuryMember.objects.filter(contest=contest).select_related(
        "appointment__person", "appointment__document"
    )
    return rows.prefetch_related("nominations").order_by("pk")


def admitted(contest: Contest) -> QuerySet[Entry]:
    """Return the entries that are judged: of a team the one that leads to the others."""
    rows = Entry.objects.filter(contest=contest, state=EntryState.ADMITTED, team=None)
    return rows.select_related("nomination", "person", "organization").order_by("code", "pk")
