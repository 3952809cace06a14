"""Two campaigns by one instrument side by side: all who answered, and those who were measured twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from masterstvo.assessments.content.parts import Content, Criterion
from masterstvo.assessments.content.scoring import score
from masterstvo.assessments.models import Campaign
from masterstvo.assessments.queries.campaign import finished
from masterstvo.core.suppression import hidden_cells
from masterstvo.organizations.models import Organization

WHOLE = ""  # the key of all shared questions together


@dataclass(frozen=True)
class Answers:
    """What one campaign says. ``percents``: {who: {section: percent}}, ``places``: {who: organization}; of nobody's sheets each is one who."""

    percents: Mapping[int, Mapping[str, Decimal]]
    places: Mapping[int, int | None]

    def of(self, part: str, people: Iterable[int]) -> dict[int, Decimal]:
        return {who: self.percents[who][part] for who in people if part in self.percents[who]}


@dataclass(frozen=True)
class Line:
    """A section, or an organization. A percent is None where nobody answered, or too few to be told (``is_hidden``)."""

    title: str
    n_before: int
    n_after: int
    n_twice: int
    before: Decimal | None
    after: Decimal | None
    twice_before: Decimal | None
    twice_after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How those measured twice have changed, in points of percent."""
        if self.twice_before is None or self.twice_after is None:
            return None
        return self.twice_after - self.twice_before

    @property
    def is_hidden(self) -> bool:
        return (bool(self.n_before) and self.before is None) or (bool(self.n_after) and self.after is None)

    @property
    def is_twice_hidden(self) -> bool:
        return bool(self.n_twice) and self.change is None


@dataclass(frozen=True)
class Comparison:
    """``sections``: the first line is of all shared questions. ``n_criteria``: how many are shared."""

    before: Campaign
    after: Campaign
    n_criteria: int
    sections: list[Line]
    organizations: list[Line]


def comparable(campaign: Campaign, campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Return those of ``campaigns`` that asked by the same instrument, in whichever version or copy."""
    rows = campaigns.filter(
        municipality=campaign.municipality_id,
        version__instrument__key=campaign.version.instrument.key,
        assessor=campaign.assessor,
    )
    return rows.exclude(pk=campaign.pk).select_related("version__instrument")


def shared_criteria(first: Content, second: Content) -> dict[str, list[Criterion]]:
    """Return {section of ``second``: its questions that ``first`` asks under the same key with the same answers}."""
    known = {each.key: _answers_of(each) for each in first.criteria()}
    return {
        section.key: [
            each
            for each in section.criteria
            if each.scale.best > 0 and known.get(each.key) == _answers_of(each)
        ]
        for section in second.sections
    }


def _answers_of(criterion: Criterion) -> tuple[object, ...]:
    scale = criterion.scale
    return scale.kind, scale.maximum, tuple((each.key, each.points) for each in scale.options)


def compare(one: Campaign, other: Campaign, *, least: int) -> Comparison:
    """Return the earlier campaign beside the later one. ``least``: fewer people are told of by no number. Queries: three."""
    before, after = sorted((one, other), key=lambda each: (each.starts_on, each.pk))
    content = after.version.parts
    shared = shared_criteria(before.version.parts, content)
    first, second = _answers(before, shared), _answers(after, shared)
    # Sheets of nobody have numbers of their own, which name nobody twice.
    twice = first.percents.keys() & second.percents.keys() if not after.is_anonymous else frozenset()
    parts = {WHOLE: "В целом"} | {each.key: each.title for each in content.sections if shared[each.key]}
    people = {WHOLE: (first.percents.keys(), second.percents.keys())}
    return Comparison(
        before,
        after,
        sum(map(len, shared.values())),
        [
            _lines({WHOLE: title}, people, first, second, twice, part=part, least=least)[0]
            for part, title in parts.items()
        ],
        _by_organization(first, second, twice, least) if not after.is_anonymous else [],
    )


def _answers(campaign: Campaign, shared: Mapping[str, list[Criterion]]) -> Answers:
    """Return the percents of each person: of several observed lessons, their mean."""
    content = campaign.version.parts
    found: dict[int, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    places: dict[int, int | None] = {}
    for sheet in finished(campaign):
        who = getattr(sheet, "person_id", sheet.pk)
        places[who] = getattr(sheet, "organization_id", None)
        told = score(content, sheet.answers, sheet.form).criteria
        sections = {key: _weighted(told, criteria) for key, criteria in shared.items()}
        sections[WHOLE] = _weighted(told, [each for criteria in shared.values() for each in criteria])
        for key, percent in sections.items():
            if percent is not None:
                found[who][key].append(percent)
    percents = {
        who: {key: sum(values, Decimal(0)) / len(values) for key, values in parts.items()}
        for who, parts in found.items()
    }
    return Answers(percents, places)


def _weighted(told: Mapping[str, Decimal], criteria: list[Criterion]) -> Decimal | None:
    known = [each for each in criteria if each.key in told]
    weight = sum((each.weight for each in known), Decimal(0))
    return sum((each.weight * told[each.key] for each in known), Decimal(0)) / weight if weight else None


def _by_organization(first: Answers, second: Answers, twice: Iterable[int], least: int) -> list[Line]:
    keys = {key for side in (first, second) for key in side.places.values() if key}
    titles = {each.pk: str(each) for each in Organization.objects.filter(pk__in=keys)}
    people = {
        key: tuple({who for who in side.percents if side.places[who] == key} for side in (first, second))
        for key in titles
    }
    lines = _lines(titles, people, first, second, twice, part=WHOLE, least=least)
    return sorted(lines, key=lambda each: each.title)


def _lines(
    titles: Mapping[Any, str],
    people: Mapping[Any, tuple[Collection[int], ...]],
    first: Answers,
    second: Answers,
    twice: Iterable[int],
    *,
    part: str,
    least: int,
) -> list[Line]:
    """Return a line for each group. Of one column all numbers are told or none: the mean of all would tell the one left out."""
    told = {}
    both = set(twice)
    for key in titles:
        before, after = first.of(part, people[key][0]), second.of(part, people[key][1])
        same = both & before.keys() & after.keys()
        told[key] = (before, after, {who: before[who] for who in same}, {who: after[who] for who in same})
    is_open = [
        not hidden_cells({key: len(sides[column]) for key, sides in told.items()}, threshold=least)
        for column in (0, 1)
    ]
    # Those left out of «twice» must be nobody or many, else two means tell of them.
    rests = {
        (key, column): len(sides[column]) - len(sides[2]) for key, sides in told.items() for column in (0, 1)
    }
    counts = {key: len(sides[2]) for key, sides in told.items()}
    is_twice_open = all(is_open) and not (
        hidden_cells(counts, threshold=least) or hidden_cells(rests, threshold=least)
    )
    return [
        Line(
            titles[key],
            len(sides[0]),
            len(sides[1]),
            len(sides[2]),
            _mean(sides[0]) if is_open[0] else None,
            _mean(sides[1]) if is_open[1] else None,
            _mean(sides[2]) if is_twice_open else None,
            _mean(sides[3]) if is_twice_open else None,
        )
        for key, sides in told.items()
    ]


def _mean(percents: Mapping[int, Decimal]) -> Decimal | None:
    return sum(percents.values(), Decimal(0)) / len(percents) if percents else None
