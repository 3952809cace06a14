"""Rows of a document into rows of a plan: directions, targets, activities with their people, links and suggestions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from masterstvo.core.words import clean, fold
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Person
from masterstvo.plans import reading
from masterstvo.plans.choices import ActivityState
from masterstvo.plans.models import (
    Activity,
    ActivityEvidence,
    ActivityResponsible,
    Direction,
    Plan,
    PlanFile,
    Target,
    TargetSuggestion,
    TargetValue,
)
from masterstvo.plans.queries.written import (
    activity_texts,
    fit,
    links_in,
    provenance,
    schedule_values,
    state_told_by,
    target_numbers,
    target_texts,
)
from masterstvo.plans.reading import people_in


@dataclass(frozen=True)
class People:
    """The people of a municipality by surname, to recognise whom a plan names."""

    by_surname: dict[str, list[tuple[int, str, str]]]

    @classmethod
    def of(cls, municipality: Municipality) -> "People":
        """Queries: one."""
        found = defaultdict(list)
        rows = Person.objects.filter(municipality=municipality)
        for pk, last, first, patronymic in rows.values_list("pk", "last_name", "first_name", "patronymic"):
            found[fold(last)].append((pk, fold(first), fold(patronymic)))
        return cls(dict(found))

    def person_id(self, name: str) -> int | None:
        """Return the only person that «Соколова И. В.» or a full name can mean, else None."""
        surname, *given = clean(name.replace(".", ". ")).split(" ")
        starts = [fold(part) for part in given]
        if not starts:
            return None
        fits = [
            pk
            for pk, first, patronymic in self.by_surname.get(fold(surname), [])
            if all(own.startswith(start) for own, start in zip((first, patronymic), starts, strict=False))
        ]
        return fits[0] if len(fits) == 1 else None


def add_directions(
    plan: Plan, rows: Iterable[reading.Direction], file: PlanFile, known: dict[str, Direction] | None = None
) -> dict[str, Direction]:
    """Add the directions whose number is not in ``known`` and return all by number; a parent stands before its children."""
    found = dict(known or {})
    position = plan.directions.count()
    for row in rows:
        if row.number in found:
            continue
        found[row.number] = Direction.objects.create(
            plan=plan,
            parent=found.get(row.parent or ""),
            number=fit(Direction, "number", row.number),
            title=row.title,
            position=position,
            provenance=provenance(row.sources, file.pk),
        )
        position += 1
    return found


def add_activities(
    plan: Plan,
    rows: Sequence[tuple[int, reading.Activity]],
    *,
    directions: dict[str, Direction],
    suggestions: Collection[reading.Suggestion],
    people: People,
    file: PlanFile,
    is_report: bool,
) -> list[Activity]:
    """Add ``rows`` ((index in the document, row)) with everything that hangs on them. Queries: four."""
    years = (plan.year_from, plan.year_to)
    activities = []
    for index, row in rows:
        texts = activity_texts(row, is_report=is_report)
        actual = texts["actual_result"]
        activities.append(
            Activity(
                plan=plan,
                direction=directions.get(row.direction),
                position=index,
                state=state_told_by(actual) if actual else ActivityState.NOT_STARTED,
                provenance=provenance(row.sources, file.pk),
                **texts,
                **schedule_values(row.period_text, years),
            )
        )
    Activity.objects.bulk_create(activities)
    ActivityResponsible.objects.bulk_create(
        responsible for activity in activities for responsible in responsible_of(activity, people)
    )
    ActivityEvidence.objects.bulk_create(
        ActivityEvidence(activity=activity, url=url)
        for activity, (_, row) in zip(activities, rows, strict=True)
        if activity.actual_result
        for url in links_in(row, activity.actual_result)
    )
    by_index = {index: activity for activity, (index, _) in zip(activities, rows, strict=True)}
    TargetSuggestion.objects.bulk_create(
        TargetSuggestion(
            activity=by_index[each.activity],
            text=each.text,
            op=each.op,
            value=Decimal(str(each.value)),
            unit=each.unit,
        )
        for each in suggestions
        if each.activity in by_index
    )
    return activities


def responsible_of(activity: Activity, people: People) -> list[ActivityResponsible]:
    """Return, unsaved, everybody whom the row names; without a name, its words as they are («руководители ОО»)."""
    words = clean(activity.responsible_text)
    names = people_in(activity.responsible_text) or ([words] if words else [])
    return [
        ActivityResponsible(
            activity=activity,
            name=fit(ActivityResponsible, "name", name),
            person_id=people.person_id(name),
        )
        for name in names
    ]


def add_targets(plan: Plan, rows: Iterable[tuple[int, reading.Indicator]], file: PlanFile) -> list[Target]:
    """Add ``rows`` ((index in the document, row)) with their parts and numbers."""
    return [_target(plan, None, index, row, file) for index, row in rows]


def add_parts(target: Target, rows: Iterable[reading.Indicator], file: PlanFile) -> None:
    """Add the parts of ``target```, parts of parts included."""
    for position, row in enumerate(rows):
        _target(target.plan, target, position, row, file)


def _target(
    plan: Plan, parent: Target | None, position: int, row: reading.Indicator, file: PlanFile
) -> Target:
    target = Target.objects.create(
        plan=plan,
        parent=parent,
        position=position,
        provenance=provenance(row.sources, file.pk),
        **target_texts(row),
    )
    add_numbers(target, row)
    add_parts(target, row.children, file)
    return target


def add_numbers(target: Target, row: reading.Indicator) -> None:
    TargetValue.objects.bulk_create(TargetValue(target=target, **numbers) for numbers in target_numbers(row))
