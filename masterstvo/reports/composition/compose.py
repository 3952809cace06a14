"""Put the content of a report together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from masterstvo.core.addresses import is_address
from masterstvo.core.dates import short_date
from masterstvo.plans.choices import ActivityState
from masterstvo.plans.models import Activity, ActivityEvidence, Direction
from masterstvo.reports.choices import ReportState
from masterstvo.reports.composition import wording
from masterstvo.reports.composition.content import (
    ActivityGroup,
    ActivityRow,
    ApprovalRow,
    CarriedRow,
    ContestRow,
    CourseRow,
    EventRow,
    IndicatorRow,
    Link,
    ReportContent,
    Section,
)
from masterstvo.reports.composition.growth import growth_sentences, speaks_of_growth
from masterstvo.reports.composition.masters import master_rows, master_sentences, parts_named
from masterstvo.reports.composition.mentoring import mentoring_of, mentoring_sentences, speaks_of_mentoring
from masterstvo.reports.composition.plain import from_plain
from masterstvo.reports.composition.targets import TargetState, target_states, unit_of
from masterstvo.reports.models import Report
from masterstvo.reports.queries import ReportFacts

_OPEN = (ActivityState.NOT_STARTED, ActivityState.GOING)
_UNFINISHED = (ActivityState.PART, ActivityState.NOT_HELD, ActivityState.POSTPONED)
NO_DIRECTION = "Мероприятия плана"


@dataclass(frozen=True)
class DirectionNode:
    """A direction where it stands in the tree: its number in section 1, its depth, its own activities and those of the whole branch."""

    direction: Direction | None
    number: str
    depth: int
    activities: list[Activity]
    branch: list[Activity]

    @property
    def title(self) -> str:
        return self.direction.title.strip() if self.direction else NO_DIRECTION


def compose(report: Report, facts: ReportFacts | None = None) -> ReportContent:
    """Return what ``report`` says: an approved one exactly as it was approved, a draft from the facts of today.

    Queries: about twenty, whatever the size of the plan.
    """
    if report.state == ReportState.APPROVED:
        return from_plain(ReportContent, report.content)
    facts = facts or ReportFacts(report)
    states = target_states(facts)
    nodes = list(direction_nodes(facts))
    plan, municipality = facts.plan, facts.municipality
    mentoring = mentoring_of(facts)
    return ReportContent(
        municipality=municipality.title,
        region=municipality.region.title,
        authority=municipality.authority_title or f"Орган управления образованием: {municipality.title}",
        year=report.year,
        as_of=report.as_of,
        is_draft=True,
        plan_title=plan.title.strip(),
        plan_order=wording.plan_order(facts),
        order_number=report.order_number,
        order_on=report.order_on,
        signer=report.signer,
        signer_position=report.signer_position,
        goal=plan.goal.strip(),
        tasks=tuple(str(task).strip() for task in plan.tasks if str(task).strip()),
        foreword=wording.paragraphs(report.foreword) or wording.foreword(facts, states),
        indicators=tuple(_indicator_row(state, facts) for state in states),
        sections=tuple(section(node, facts, states) for node in nodes),
        groups=tuple(_group(node, facts) for node in nodes),
        states=wording.state_counts(facts.activities),
        problems=wording.lines(report.overall_problems),
        causes=wording.lines(report.overall_causes),
        needs=wording.lines(report.overall_needs),
        prospects=wording.lines(report.overall_prospects),
        carried=tuple(_carried(facts)),
        events=tuple(_events(facts)),
        contests=tuple(_contests(facts)),
        courses=tuple(CourseRow(**vars(row)) for row in facts.providers),
        approvals=tuple(
            ApprovalRow(row.name, row.position, row.task, row.due_on, row.agreed_on)
            for row in facts.approvals
        ),
        masters=master_rows(facts),
        pairs=mentoring.pairs,
        acts=mentoring.acts,
        mentoring=mentoring.sentences,
    )


def direction_nodes(facts: ReportFacts) -> Iterator[DirectionNode]:
    """Yield the directions of the plan from the top down, then the activities that belong to none."""
    children: dict[int | None, list[Direction]] = {}
    for direction in facts.directions:
        children.setdefault(direction.parent_id, []).append(direction)
    activities: dict[int | None, list[Activity]] = {}
    for activity in facts.activities:
        activities.setdefault(activity.direction_id, []).append(activity)

    def below(parent: int | None, prefix: str, depth: int) -> Iterator[DirectionNode]:
        for place, direction in enumerate(children.get(parent, ()), start=1):
            number = f"{prefix}{place}."
            parts = list(below(direction.pk, number, depth + 1))
            own = activities.get(direction.pk, [])
            branch = own + [activity for part in parts if part.depth == depth + 1 for activity in part.branch]
            yield DirectionNode(direction, number, depth, own, branch)
            yield from parts

    yield from below(None, "1.", 1)
    if None in activities:
        number = f"1.{len(children.get(None, ())) + 1}."
        yield DirectionNode(None, number, 1, activities[None], activities[None])


def section(node: DirectionNode, facts: ReportFacts, states: Sequence[TargetState]) -> Section:
    """Return one direction of section 1: people's words, or the automatic ones until they write."""
    words = facts.narratives.get(node.direction.pk) if node.direction else None
    own = wording.paragraphs(words.facts) if words else ()
    return Section(
        number=node.number,
        title=node.title,
        depth=node.depth,
        facts=own or wording.direction_facts(node.activities, node.branch, states) + _of_facts(node, facts),
        problems=wording.lines(words.problems) if words else (),
        causes=wording.lines(words.causes) if words else (),
        conclusions=wording.lines(words.conclusions) if words else (),
    )


def _of_facts(node: DirectionNode, facts: ReportFacts) -> tuple[str, ...]:
    """Return the sentences on what the node's targets are counted from."""
    fed = {target.pk: target for activity in node.activities for target in activity.targets.all()}
    told: tuple[str, ...] = growth_sentences(facts) if speaks_of_growth(fed.values(), facts) else ()
    if parts := parts_named(fed.values(), facts):
        told += master_sentences(master_rows(facts), parts)
    return told + (mentoring_sentences(facts) if speaks_of_mentoring(fed.values(), facts) else ())


def is_overdue(activity: Activity, facts: ReportFacts) -> bool:
    """Say whether the activity's term was over on the report's date while nothing is known of it."""
    return activity.state in _OPEN and activity.due_on is not None and activity.due_on < facts.report.as_of


def _indicator_row(state: TargetState, facts: ReportFacts) -> IndicatorRow:
    target = state.target
    return IndicatorRow(
        number=target.number,
        block=target.block,
        title=target.title.strip(),
        plan_text=target.target_text.strip() or (wording.plan_words(state.plan) if state.plan else ""),
        fact_text=state.fact_text.strip(),
        is_part=target.parent_id is not None,
        is_below=state.is_below,
        reason=facts.reasons.get(target.pk, ""),
        unit=unit_of(state),
        plan=state.plan.value if state.plan else None,
        fact=state.fact,
    )


def _group(node: DirectionNode, facts: ReportFacts) -> ActivityGroup:
    number = node.direction.number.rstrip(".") if node.direction else ""
    rows = tuple(_activity_row(activity, facts) for activity in node.activities)
    return ActivityGroup(number, node.title, node.depth, rows)


def _activity_row(activity: Activity, facts: ReportFacts) -> ActivityRow:
    links = tuple(_link(proof) for proof in activity.evidence.all())
    words = wording.state_words(activity, is_overdue=is_overdue(activity, facts), has_proof=bool(links))
    return ActivityRow(
        number=activity.number,
        period=activity.period_text,
        title=activity.title,
        responsible=activity.responsible_text,
        expected=activity.expected_result,
        actual=activity.actual_result,
        state=words,
        links=links,
    )


def _link(proof: ActivityEvidence) -> Link:
    """Return the proof; what no reader could open keeps its words alone."""
    address = proof.url or (proof.document.url if proof.document else "")
    title = proof.title or (str(proof.document) if proof.document else proof.url)
    return Link(title, address if is_address(address) else "")


def _carried(facts: ReportFacts) -> Iterator[CarriedRow]:
    for activity in facts.activities:
        overdue = is_overdue(activity, facts)
        if activity.state not in _UNFINISHED and not overdue:
            continue
        why = wording.setback(activity) or "срок прошёл, результат не внесён"
        when = short_date(activity.postponed_to) if activity.postponed_to else f"{facts.report.year + 1} год"
        yield CarriedRow(activity.number, activity.title, why, when)


def _events(facts: ReportFacts) -> Iterator[EventRow]:
    for row in facts.attendances:
        yield EventRow(
            day=row.event.held_on,
            title=row.event.title,
            topics=", ".join(row.topics),
            level=facts.words["level"].get(row.event.level, row.event.level),
            people=row.people,
            by_organization=tuple(row.by_organization),
        )


def _contests(facts: ReportFacts) -> Iterator[ContestRow]:
    ordered = sorted(facts.entries, key=lambda entry: (entry.held_on, entry.contest.title, entry.contest_id))
    for (day, _, _), entries in groupby(
        ordered, key=lambda entry: (entry.held_on, entry.contest.title, entry.contest_id)
    ):
        group = list(entries)
        contest = group[0].contest
        yield ContestRow(
            day=day,
            title=contest.title,
            level=facts.words["level"].get(contest.level, contest.level),
            participants=tuple(
                (
                    entry.person.short_name,
                    facts.place_of(entry.person.pk, day),
                    facts.words["contest_result"].get(entry.result, entry.result),
                )
                for entry in group
                if entry.person
            ),
        )
