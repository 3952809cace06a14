"""What the parts of a formula come to for each participant, and the lists and lines of the pages."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Count, Prefetch, QuerySet, Sum

from masterstvo.assessments.models import Sheet
from masterstvo.communities.choices import MemberRole
from masterstvo.communities.models import Community, CommunityMember
from masterstvo.communities.queries import known_measures, scores
from masterstvo.contests.choices import ContestState
from masterstvo.contests.models import Contest, Entry
from masterstvo.contests.queries.board import board_of
from masterstvo.core.numbers import counted
from masterstvo.indicators import registry
from masterstvo.indicators.choices import Measure
from masterstvo.indicators.evaluation import Evaluation, Period, Scope, Value, formula_of, term_titles
from masterstvo.indicators.evaluation.needs import asks_for_secrets
from masterstvo.indicators.language import formula_words, to_json
from masterstvo.indicators.models import Indicator
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant, Organization
from masterstvo.people.choices import Basis
from masterstvo.people.models import Employment, Person
from masterstvo.ratings.choices import SCORE, RatingKind
from masterstvo.ratings.counting import HUNDRED, Known, Participant
from masterstvo.ratings.models import Line, Part, Rating, Standing


# --- What may be taken ----------------------------------------------------------------------------------------------------
def unfit_because(indicator: Indicator, kind: str) -> str:
    """Return why ``indicator`` cannot be a part of a formula about participants of ``kind``; "" when it can."""
    formula = formula_of(indicator)
    if asks_for_secrets(formula):
        return "Этот показатель говорит о результатах диагностики: их знают только сам человек и те, кто его сопровождает."
    fact = registry.facts().get(formula.of.name)
    if kind == RatingKind.COMMUNITY:
        if fact or registry.populations()[formula.of.name].member_kind != "person":
            return "Для сообществ подходят показатели о людях: из них берутся члены сообщества."
    elif fact and not fact.organization:
        return "Этот показатель считает записи, а не людей: по организациям их не разложить. Возьмите показатель о работниках."
    return ""


def indicators_for(rating: Rating, today: dt.date) -> list[Indicator]:
    """Return the definitions in force that fit the formula. Queries: one."""
    found = indicators_in_force(rating.day_of(today), rating.municipality)
    return [each for each in found if not unfit_because(each, rating.kind)]


def definition_of(indicator: Indicator) -> dict[str, Any]:
    """Return the columns of ``indicator`` that say what it counts, whole: a part of another one brings its ``of``."""
    kept = ("code", "title", "measure", "decimals", "moved_person")
    return {name: getattr(indicator, name) for name in kept} | {"formula": to_json(formula_of(indicator))}


@dataclass(frozen=True)
class Clause:
    """A part of a formula in words. ``source``: from where its number is; ``counts``: whom it counts, "" where the source says all."""

    part: Part
    source: str
    counts: str = ""


def clauses_of(parts: Iterable[Part]) -> list[Clause]:
    """Return a formula in words. Queries: two for the dictionary, where there is an indicator."""
    return [_clause(each, titles) for titles in [term_titles()] for each in parts]


def _clause(part: Part, titles: Callable[[str, str], str]) -> Clause:
    indicator = part.as_indicator
    if indicator is None:
        return Clause(part, _source(part))
    words = formula_words(formula_of(indicator), titles=titles, decimals=indicator.decimals)
    return Clause(part, f"Показатель {indicator}", str(words))


def _source(part: Part) -> str:
    if part.rule:
        return f"Правило сообществ: {part.get_rule_display()}"
    return f"Жюри конкурса: {part.contest}" if part.contest else f"Инструмент: {part.campaign}"


# --- What is known ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Behind:
    """What a part came to for one participant, and the people who are the number. ``known``: None where nothing is."""

    known: Known | None = None
    included: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()


NOTHING = Behind()


@dataclass
class Gathered:
    """``sets``: {key of a participant: {key of a part: what is behind it}}."""

    rows: list[Organization] | list[Community]
    sizes: Mapping[int, int]
    sets: dict[int, dict[int, Behind]] = field(default_factory=lambda: defaultdict(dict))

    def participants(self) -> list[Participant]:
        """Return the participants as ``counting`` takes them."""
        return [
            Participant(
                key=each.pk,
                name=str(each),
                size=self.sizes.get(each.pk, 0),
                known={part: behind.known for part, behind in self.sets[each.pk].items() if behind.known},
            )
            for each in self.rows
        ]


def gather(rating: Rating, today: dt.date) -> Gathered:
    """Return all that the formula asks for, of every participant. Queries: those of one evaluation and a few more, however many they are."""
    parts = list(
        rating.parts.select_related("indicator__parent", "campaign", "contest").order_by("position", "pk")
    )
    period = Period(rating.starts_on, rating.day_of(today))
    if rating.is_of_communities:
        return _of_communities(rating, parts, period)
    return _of_organizations(rating, parts, period)


def _evaluation(rating: Rating, parts: Iterable[Part], period: Period) -> Evaluation:
    indicators = [indicator for each in parts if (indicator := each.as_indicator)]
    return Evaluation(indicators, scope=Scope(municipality_id=rating.municipality_id), period=period)


# --- Organizations --------------------------------------------------------------------------------------------------------
def _organizations(rating: Rating, day: dt.date) -> QuerySet[Organization]:
    """Return the schools that take part on ``day``."""
    rows = Organization.objects.filter(municipality=rating.municipality_id).open_on(day)
    return rows.filter(kind__in=rating.circle) if rating.circle else rows


def _of_organizations(rating: Rating, parts: list[Part], period: Period) -> Gathered:
    rows = _organizations(rating, period.last)
    jobs = Employment.objects.on(period.last).filter(
        organization__municipality=rating.municipality_id, basis=Basis.MAIN
    )
    sizes = jobs.order_by().values_list("organization").annotate(Count("person", distinct=True))
    gathered = Gathered(list(rows.order_by("title", "pk")), dict(sizes))
    evaluation = _evaluation(rating, parts, period)
    campaigns, juries = _campaigns(parts), _juries(parts, lambda entry: entry.organization_id)
    for part in parts:
        indicator = part.as_indicator
        found = _by_organization(evaluation, indicator) if indicator else {}
        for each in gathered.rows:
            if indicator:
                behind = found.get(each.pk, _absent(indicator))
            else:
                asked = (part.campaign_id, each.pk) if part.campaign_id else (part.contest_id, each.pk)
                behind = (campaigns if part.campaign_id else juries).get(asked, NOTHING)
            gathered.sets[each.pk][part.pk] = behind
    return gathered


def _by_organization(evaluation: Evaluation, indicator: Indicator) -> dict[int, Behind]:
    return {key: _behind(value) for key, value in evaluation.by_organization(indicator).items()}


def _behind(value: Value) -> Behind:
    if value.measure == Measure.SHARE:
        known = Known(Fraction(value.numerator), Fraction(value.denominator or 0))
    else:
        known = Known(Fraction(value.value or 0))
    if value.member_kind != "person":
        return Behind(known)
    return Behind(known, value.included, value.base - value.included)


def _absent(indicator: Indicator) -> Behind:
    """Return what is behind an organization that the evaluation does not know: no records are a count of 0, no staff is no data."""
    counts_records = formula_of(indicator).of.name in registry.facts()
    if counts_records and indicator.measure != Measure.SHARE:
        return Behind(Known(Fraction(0)))
    return NOTHING


def _campaigns(parts: Iterable[Part]) -> dict[tuple[int | None, int], Behind]:
    """Return {(campaign, organization): the mean of its finished sheets}. Queries: one, none without campaigns."""
    keys = [each.campaign_id for each in parts if each.campaign_id]
    if not keys:
        return {}
    rows = Sheet.objects.filter(
        campaign__in=keys, finished_at__isnull=False, percent__isnull=False, organization__isnull=False
    )
    summed = rows.order_by().values_list("campaign", "organization").annotate(Count("pk"), Sum("percent"))
    return {
        (campaign, organization): Behind(
            Known(
                Fraction(str(total)) / number,
                Fraction(100),
                f"среднее, {counted(number, 'лист', 'листа', 'листов')}" if number > 1 else "итог листа",
            )
        )
        for campaign, organization, number, total in summed
        if organization is not None
    }


def _juries(parts: Iterable[Part], whose: Callable[[Entry], Any]) -> dict[tuple[int | None, Any], Behind]:
    """Return {(contest, whose entry): the best total that a jury of experts gave}, of contests that are over. Queries: some seven a contest."""
    keys = [each.contest_id for each in parts if each.contest_id]
    found: dict[tuple[int | None, Any], Fraction] = {}
    for contest in Contest.objects.filter(pk__in=keys, state=ContestState.FINISHED).order_by("pk"):
        board = board_of(contest)
        entries: dict[Any, Entry] = {each.pk: each for each in board.entries}
        for _, ranking in board.rankings():
            for row in ranking.rows:
                if row.total is not None:
                    key = contest.pk, whose(entries[row.entry])
                    found[key] = max(found.get(key, Fraction(0)), Fraction(row.total))
    return {key: Behind(Known(total, HUNDRED, "итог жюри")) for key, total in found.items()}


# --- Communities ----------------------------------------------------------------------------------------------------------
def _communities(rating: Rating, first: dt.date, last: dt.date) -> QuerySet[Community]:
    """Return the communities that take part in those days."""
    rows = Community.objects.filter(municipality=rating.municipality_id).overlapping(first, last)
    return rows.filter(kind__in=rating.circle) if rating.circle else rows


def _of_communities(rating: Rating, parts: list[Part], period: Period) -> Gathered:
    rows = _communities(rating, period.first, period.last)
    communities = list(rows.order_by("title", "pk"))
    members: dict[int, set[int]] = defaultdict(set)
    belonging = CommunityMember.objects.on(period.last).filter(community__in=communities)
    for community, person in belonging.values_list("community", "person"):
        members[community].add(person)
    gathered = Gathered(communities, {key: len(people) for key, people in members.items()})
    ruled = _ruled([each.pk for each in communities], parts, period)
    leaders = {key: person.pk for key, person in leaders_of(members, period.last).items()}
    juries = _juries(parts, lambda entry: entry.person_id)
    evaluation = _evaluation(rating, parts, period)
    for part in parts:
        indicator = part.as_indicator
        value = evaluation.value(indicator) if indicator else None
        for each in communities:
            if part.contest_id:
                asked = part.contest_id, leaders.get(each.pk)
                gathered.sets[each.pk][part.pk] = juries.get(asked, NOTHING)
                continue
            behind = (
                _of_members(value, frozenset(members[each.pk]))
                if value
                else Behind(ruled.get((each.pk, part.rule)))
            )
            gathered.sets[each.pk][part.pk] = behind
    return gathered


def _of_members(value: Value, members: frozenset[int]) -> Behind:
    """Restrict an indicator to the members of a community: its sets, and theirs."""
    base, included = value.base & members, value.included & members
    if not base:
        return NOTHING
    is_share = value.measure == Measure.SHARE
    known = Known(Fraction(len(included)), Fraction(len(base)) if is_share else None)
    return Behind(known, included, base - included)


def _ruled(
    communities: list[int], parts: Iterable[Part], period: Period
) -> dict[tuple[int, str], Known | None]:
    """Return {(community, rule): what is known}. Queries: four for measures, five for the whole score, none unless asked for."""
    rules = {each.rule for each in parts if each.rule}
    found: dict[tuple[int, str], Known | None] = {}
    if rules - {SCORE}:
        for key, known in known_measures(communities, period.first, period.last).items():
            for measure, each in known.items():
                whole = None if each.whole is None else Fraction(each.whole)
                found[key, measure] = Known(Fraction(each.done), whole)
    if SCORE in rules:
        for key, score in scores(communities, period.first, period.last).items():
            found[key, SCORE] = None if score.total is None else Known(Fraction(score.total))
    return found


# --- What was counted -----------------------------------------------------------------------------------------------------
def with_lines(rows: QuerySet[Standing]) -> QuerySet[Standing]:
    """Give each standing ``told``: its lines without the people. Queries: one more."""
    lines = Line.objects.defer("counted", "others").order_by("part__position", "part")
    return rows.prefetch_related(Prefetch("lines", lines, to_attr="told"))


def winners(rating: Rating) -> list[Standing]:
    """Return the standings with a prize, the best first. Queries: one."""
    rows = rating.standings.filter(place__lte=rating.n_prizes)
    return list(rows.select_related("organization", "community").order_by("place", "title", "pk"))


def leaders_of(communities: Iterable[int], day: dt.date) -> dict[int, Person]:
    """Return {community: its leader on ``day``}, of several the one longest there. Queries: one."""
    led = CommunityMember.objects.on(day).filter(role=MemberRole.LEADER, community__in=communities)
    rows = led.select_related("person").order_by("-starts_on", "-pk")
    return {each.community_id: each.person for each in rows}


def accounts_of(rating: Rating, day: dt.date) -> list[int]:
    """Return the accounts of those who answer for the participants: heads of schools, leaders of communities. Queries: one.

    Before the first count the participants are those of ``day``.
    """
    taking: Any
    if rating.is_of_communities:
        taking = rating.standings.values("community")
        if not rating.counted_at:
            taking = _communities(rating, day, day).order_by().values("pk")
        led = CommunityMember.objects.on(day).filter(role=MemberRole.LEADER, community__in=taking)
        users = led.values_list("person__user", flat=True)
    else:
        taking = rating.standings.values("organization")
        if not rating.counted_at:
            taking = _organizations(rating, day).order_by().values("pk")
        held = Grant.objects.on(day).filter(role=Role.ORGANIZATION, organization__in=taking)
        users = held.values_list("user", flat=True)
    return sorted({key for key in users if key})
