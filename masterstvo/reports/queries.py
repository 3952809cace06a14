"""What a report is composed of and checked against, read once each in a constant number of queries."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import Count, F, Q

from masterstvo.contests.models import Entry
from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.words import fold
from masterstvo.documents.models import Document
from masterstvo.events.models import Event, Participation
from masterstvo.indicators.evaluation import Period, Scope, Value, evaluate, report_period
from masterstvo.indicators.models import Indicator
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.choices import Basis
from masterstvo.people.models import Employment
from masterstvo.plans.models import Activity, Direction, Plan, Target
from masterstvo.plans.queries.secrecy import secrecies_of_files, shown_numbers
from masterstvo.reports.choices import ReportState
from masterstvo.reports.models import (
    CarriedConclusion,
    FrozenValue,
    Narrative,
    Report,
    ReportApproval,
    TargetReason,
)
from masterstvo.training.models import Training


class NoPlan(DomainError):
    pass


def plan_of_year(municipality: Municipality, year: int) -> Plan:
    """Return the plan that ``year`` is reported on: the plan of the shortest time, a yearly one before a road map.

    Raises: NoPlan, naming the years there are.
    """
    covering = Plan.objects.filter(municipality=municipality, year_from__lte=year, year_to__gte=year)
    found = sorted(covering, key=lambda plan: (plan.year_to - plan.year_from, -plan.pk))
    if found:
        return found[0]
    spans = (
        Plan.objects.filter(municipality=municipality)
        .order_by("year_from")
        .values_list("year_from", "year_to")
    )
    known = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)
    there = (
        f"Есть планы: {known}." if known else "Планов пока нет: загрузите план, masterstvo plan import ФАЙЛ."
    )
    raise NoPlan(f"На {year} год у «{municipality}» нет плана. {there}")


def current_report(plan: Plan, year: int) -> Report | None:
    """Return the edition people work with: the draft when there is one, else the latest approved."""
    editions = list(Report.objects.filter(plan=plan, year=year).select_related("plan__municipality__region"))
    drafts = [report for report in editions if report.state == ReportState.DRAFT]
    return next(iter(drafts or editions), None)


def reported_values(municipality: Municipality, code: str) -> dict[int, Value]:
    """Return {year: value} of an indicator as approved reports keep it: of the latest edition, on the shortest plan. Queries: one."""
    rows = FrozenValue.objects.filter(report__plan__municipality=municipality, code=code)
    nearest_last = sorted(
        rows.select_related("report__plan"),
        key=lambda row: (row.report.plan.year_from - row.report.plan.year_to, row.report.edition, row.pk),
    )
    return {row.report.year: frozen_value(row) for row in nearest_last}


def reported_days() -> list[dt.date]:
    """Return the days for which reports counted. Queries: one."""
    return list(Report.objects.order_by("as_of").values_list("as_of", flat=True).distinct())


def frozen_value(row: FrozenValue) -> Value:
    return Value(
        code=row.code,
        title=row.title,
        measure=row.measure,
        member_kind=row.member_kind,
        numerator=int(row.numerator or 0),
        denominator=None if row.denominator is None else int(row.denominator),
        value=row.value,
        decimals=row.decimals,
        included=frozenset(row.included),
        base=frozenset(row.base),
    )


def whole_formula(indicator: Indicator) -> dict[str, Any]:
    """Return the formula with whom it counts, which a part may leave to its whole."""
    if "of" in indicator.formula or indicator.parent is None:
        return dict(indicator.formula)
    return {"of": whole_formula(indicator.parent)["of"], **indicator.formula}


def conclusion_key(text: str) -> str:
    """Return what stays the same when a conclusion is typed again: its words without case and the last dot."""
    return sha256(fold(text).encode()).hexdigest()


@dataclass(frozen=True)
class ConclusionLine:
    """A conclusion of a section, and where it went; ``is_written`` is false when its words have been changed since."""

    text: str
    carried: CarriedConclusion | None
    is_written: bool = True


def conclusion_lines(report: Report, direction: Direction, texts: Iterable[str]) -> list[ConclusionLine]:
    """Return the conclusions ``texts`` of one section, then those that went to the plan in other words. Queries: one."""
    rows = CarriedConclusion.objects.filter(direction=direction, year=report.year).order_by("pk")
    there = {row.key: row for row in rows.select_related("activity__plan")}
    written = {conclusion_key(text): text for text in texts}
    lines = [ConclusionLine(text, there.get(key)) for key, text in written.items()]
    return lines + [
        ConclusionLine(row.text, row, is_written=False) for key, row in there.items() if key not in written
    ]


@dataclass(frozen=True)
class Attendance:
    """An event with how many people of each organization were there."""

    event: Event
    topics: list[str]
    people: int
    by_organization: list[tuple[str, int]]


@dataclass(frozen=True)
class ProviderSummary:
    """What one provider taught the municipality's people within the period."""

    provider: str
    programmes: int
    completions: int
    people: int
    in_register: int


class ReportFacts:
    """Everything one report speaks of; each part is read when first asked for. Queries: one to three a part."""

    def __init__(self, report: Report):
        self.report = report
        self.plan = report.plan
        self.municipality = report.plan.municipality
        self.period = Period(dt.date(report.year, 1, 1), report.as_of)
        self.found: dict[Any, list[Any]] = {}  # what several checks look for, see checks/registry.py: once

    @cached_property
    def directions(self) -> list[Direction]:
        return list(Direction.objects.filter(plan=self.plan).order_by("position", "pk"))

    @cached_property
    def targets(self) -> list[Target]:
        return list(
            Target.objects.filter(plan=self.plan)
            .order_by("position", "pk")
            .prefetch_related("values", "children")
        )

    @cached_property
    def activities(self) -> list[Activity]:
        rows = Activity.objects.filter(plan=self.plan).order_by("position", "pk")
        return list(rows.prefetch_related("evidence__document", "targets"))

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {row.code: row for row in indicators_in_force(self.report.as_of, self.municipality)}

    @cached_property
    def values(self) -> dict[str, Value]:
        return evaluate(
            list(self.indicators.values()),
            scope=Scope(municipality_id=self.municipality.pk),
            period=report_period(self.report.as_of),
        )

    @cached_property
    def hidden(self) -> dict[str, str]:
        """{code: words} of the numbers that tell what measurements of few people showed: a report is passed on, so nobody reads them there."""
        rows = [(self.indicators[code], value) for code, value in self.values.items()]
        numbers = shown_numbers(rows, secrecies_of_files())
        return {
            row.code: str(numbers[row.pk].numerator)
            for row, value in rows
            if numbers[row.pk].is_hidden and value.value is not None
        }

    @cached_property
    def narratives(self) -> dict[int, Narrative]:
        if self.report.pk is None:
            return {}
        return {row.direction_id: row for row in Narrative.objects.filter(report=self.report)}

    @cached_property
    def reasons(self) -> dict[int, str]:
        if self.report.pk is None:
            return {}
        return dict(TargetReason.objects.filter(report=self.report).values_list("target_id", "text"))

    @cached_property
    def notes(self) -> dict[str, str]:
        return dict(self.report.check_notes.values_list("finding", "text")) if self.report.pk else {}

    @cached_property
    def approvals(self) -> list[ReportApproval]:
        """The lines of the agreement sheet, in the order in which they were entered."""
        return list(self.report.approvals.order_by("pk")) if self.report.pk else []

    @cached_property
    def events(self) -> list[Event]:
        """The municipality's events of the report's year, those after the as-of date included."""
        of_year = Event.objects.filter(
            municipality=self.municipality, held_on__year=self.report.year, is_held=True
        )
        return list(of_year.order_by("held_on", "title", "pk").prefetch_related("topics__merged_into"))

    @cached_property
    def attendances(self) -> list[Attendance]:
        """The events within the period, in order of date."""
        within = [event for event in self.events if event.held_on <= self.period.last]
        people: dict[int, set[int]] = defaultdict(set)
        present = Participation.objects.filter(event__in=within, was_present=True)
        for event_id, person_id in present.values_list("event_id", "person_id"):
            people[event_id].add(person_id)
        return [
            Attendance(
                event,
                terms.meant_titles(event.topics.all()),
                len(people[event.pk]),
                self._by_place(people[event.pk], event.held_on),
            )
            for event in within
        ]

    @cached_property
    def entries(self) -> list[Entry]:
        """Contest entries of the municipality's people within the period."""
        rows = Entry.objects.filter(
            held_on__range=(self.period.first, self.period.last), person__in=list(self._places)
        )
        ordered = rows.select_related("contest", "person").order_by(
            "held_on", "contest__title", "person__last_name", "pk"
        )
        return list(ordered)

    @cached_property
    def providers(self) -> list[ProviderSummary]:
        completions = Training.objects.filter(
            finished_on__range=(self.period.first, self.period.last), person__in=list(self._places)
        )
        rows = (
            completions.values(provider=F("programme__provider__title"))
            .annotate(
                programmes=Count("programme", distinct=True),
                completions=Count("pk"),
                people=Count("person", distinct=True),
                in_register=Count("pk", filter=Q(programme__in_federal_register=True)),
            )
            .order_by("-completions", "provider")
        )
        return [ProviderSummary(**row) for row in rows]

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """{vocabulary: {key: title}} of all that a report names."""
        return terms.titles_of(
            "level", "contest_result", "document_kind", "expert_kind", "mentoring_model", "mentoring_format"
        )

    @cached_property
    def organizations(self) -> list[Organization]:
        """The directory: every organization of the municipality, closed ones too, with its other spellings."""
        rows = Organization.objects.filter(municipality=self.municipality).order_by("pk")
        return list(rows.prefetch_related("aliases"))

    @cached_property
    def orders(self) -> list[Document]:
        """Orders of the authority itself that have their number, in order of date."""
        rows = Document.objects.filter(municipality=self.municipality, organization=None, kind="order")
        rows = rows.exclude(dated_on=None).only("number", "dated_on", "title")
        return list(rows.order_by("dated_on", "pk"))

    @cached_property
    def headcounts(self) -> dict[str, int]:
        """How many people work on the as-of date: {"teaching": 236, …, "staff": teachers and heads together}."""
        by_category = Counter(
            Employment.objects.on(self.period.last)
            .filter(basis=Basis.MAIN, organization__municipality=self.municipality)
            .order_by()
            .values_list("category", flat=True)
        )
        return {**by_category, "staff": by_category["teaching"] + by_category["managing"]}

    @cached_property
    def _places(self) -> dict[int, list[tuple[dt.date, dt.date | None, str]]]:
        """{person: [(from, to, organization)]} of main employments within the period."""
        rows = (
            Employment.objects.overlapping(self.period.first, self.period.last)
            .filter(basis=Basis.MAIN, organization__municipality=self.municipality)
            .select_related("organization")
            .only("person_id", "starts_on", "ends_on", "organization__title", "organization__short_title")
            .order_by("person_id", "starts_on")
        )
        places = defaultdict(list)
        for row in rows:
            places[row.person_id].append((row.starts_on, row.ends_on, str(row.organization)))
        return dict(places)

    def place_of(self, person_id: int, day: dt.date) -> str:
        """Return the name of the organization where the person worked on ``day``, or an empty text."""
        for starts_on, ends_on, organization in self._places.get(person_id, ()):
            if starts_on <= day and (ends_on is None or day < ends_on):
                return organization
        return ""

    def _by_place(self, people: Iterable[int], day: dt.date) -> list[tuple[str, int]]:
        counted = Counter(self.place_of(person, day) or "другие организации" for person in people)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def people_named(report: Report) -> set[int]:
    """Return the keys of the persons whom the report names: those who took part in contests, by what is known today."""
    return {entry.person_id for entry in ReportFacts(report).entries if entry.person_id}
