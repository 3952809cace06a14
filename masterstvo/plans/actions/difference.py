"""Take into a plan what an edited document changes, row by row."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError, Stale
from masterstvo.plans import reading
from masterstvo.plans.actions.plan import check_may_change
from masterstvo.plans.actions.rows import (
    People,
    add_activities,
    add_directions,
    add_numbers,
    add_parts,
    add_targets,
    responsible_of,
)
from masterstvo.plans.actions.target import match_indicators
from masterstvo.plans.choices import OPEN_STATES, FileState
from masterstvo.plans.models import (
    Activity,
    ActivityEvidence,
    ActivityResponsible,
    Direction,
    Plan,
    PlanFile,
    Target,
)
from masterstvo.plans.queries.difference import (
    ADDED,
    CHANGED,
    REMOVED,
    Difference,
    RowChange,
    difference,
)
from masterstvo.plans.queries.written import (
    REPORT,
    fit,
    links_in,
    provenance,
    schedule_values,
    state_told_by,
)


class NothingChosen(DomainError):
    pass


@transaction.atomic
def accept_difference(
    *,
    plan: Plan,
    file: PlanFile,
    read: reading.ReadPlan,
    choices: Collection[str],
    token: str,
    by: Any,
    reason: str = "",
) -> Difference:
    """Take the rows with the keys ``choices`` from ``read`` and return what still differs.

    ``token``: of the difference that the person looked at. Raises: PlanIsClosed, ReasonNeeded, Stale, NothingChosen.
    """
    check_may_change(plan, reason)
    found = difference(plan, read)
    if found.token != token:
        raise Stale("Пока вы выбирали, план изменился: посмотрите отличия ещё раз.")
    chosen = [row for row in found.rows if row.key in set(choices)]
    if not chosen:
        raise NothingChosen("Отметьте хотя бы одну строку, которую нужно взять.")
    _Acceptance(plan, file, read, found, by, reason).take(chosen)
    file.plan = plan
    left = difference(plan, read)
    if left.is_empty:
        file.state = FileState.TAKEN
    file.save(update_fields=["plan", "state"])
    return left


class _Acceptance:
    """One document being taken into one plan."""

    def __init__(
        self, plan: Plan, file: PlanFile, read: reading.ReadPlan, found: Difference, by: Any, reason: str
    ):
        self.plan, self.file, self.read, self.found, self.by, self.reason = (
            plan,
            file,
            read,
            found,
            by,
            reason,
        )
        self.is_report = read.heading.kind == REPORT
        self.people = People.of(plan.municipality)
        by_pk = {direction.pk: direction for direction in plan.directions.all()}
        self.directions: dict[str, Direction] = {
            row.number: by_pk[pk]
            for row, pk in zip(read.directions, found.direction_pairs, strict=True)
            if pk is not None
        }

    def take(self, chosen: Collection[RowChange]) -> None:
        for row in chosen:
            if row.noun in ("plan", "direction"):
                self._set_fields(self.plan if row.noun == "plan" else Direction.objects.get(pk=row.pk), row)
        self._take_activities([row for row in chosen if row.noun == "activity"])
        self._take_targets([row for row in chosen if row.noun == "target"])
        self.plan.directions.filter(activities=None, children=None).exclude(
            pk__in=[direction.pk for direction in self.directions.values()]
        ).delete()

    def _set_fields(self, obj: Any, row: RowChange) -> None:
        changes = {}
        for field in row.fields:
            changes[field.name] = (getattr(obj, field.name), field.value)
            setattr(obj, field.name, field.value)
        obj.save()
        record(self.by, "plans.accept_difference", obj, changes=changes, reason=self.reason)

    # --- Activities -------------------------------------------------------------------------------------------------
    def _take_activities(self, rows: Collection[RowChange]) -> None:
        if not rows:
            return
        added = [row.index for row in rows if row.kind == ADDED]
        moved = [row.index for row in rows if any(field.name == "direction" for field in row.fields)]
        self._add_directions_of([*added, *moved])
        new = add_activities(
            self.plan,
            [(index, self.read.activities[index]) for index in added],
            directions=self.directions,
            suggestions=() if self.is_report else self.read.suggestions,
            people=self.people,
            file=self.file,
            is_report=self.is_report,
        )
        for activity in new:
            record(
                self.by,
                "plans.accept_difference",
                activity,
                changes={"title": ("", activity.title)},
                reason=self.reason,
            )
        for row in rows:
            if row.kind == CHANGED:
                self._change_activity(Activity.objects.get(pk=row.pk), row)
            elif row.kind == REMOVED:
                self._remove(Activity.objects.get(pk=row.pk))
        self._order_activities(dict(zip(added, new, strict=True)))

    def _add_directions_of(self, indexes: Collection[int]) -> None:
        rows = {row.number: row for row in self.read.directions}
        wanted: dict[str, reading.Direction] = {}
        for index in indexes:
            number: str | None = self.read.activities[index].direction
            above = []
            while number and number in rows and number not in self.directions:
                above.append(rows[number])
                number = rows[number].parent
            wanted |= {row.number: row for row in reversed(above)}
        self.directions = add_directions(self.plan, wanted.values(), self.file, self.directions)

    def _change_activity(self, activity: Activity, row: RowChange) -> None:
        read_row = self.read.activities[row.index]
        changes: dict[str, tuple[Any, Any]] = {
            field.name: (field.before, field.after) for field in row.fields
        }
        for field in row.fields:
            if field.name == "direction":
                activity.direction = self.directions.get(read_row.direction)
            else:
                setattr(activity, field.name, field.value)
        if "period_text" in changes:
            for name, value in schedule_values(
                activity.period_text, (self.plan.year_from, self.plan.year_to)
            ).items():
                setattr(activity, name, value)
        if "actual_result" in changes:
            self._take_result(activity, read_row, changes)
        if "responsible_text" in changes:
            activity.responsible.all().delete()
            ActivityResponsible.objects.bulk_create(responsible_of(activity, self.people))
        places = provenance(read_row.sources, self.file.pk)
        activity.provenance |= {name: places[name] for name in changes if name in places}
        activity.save()
        record(self.by, "plans.accept_difference", activity, changes=changes, reason=self.reason)

    def _take_result(
        self, activity: Activity, read_row: reading.Activity, changes: dict[str, tuple[Any, Any]]
    ) -> None:
        if activity.state in OPEN_STATES:
            before, activity.state = activity.state, state_told_by(activity.actual_result)
            changes["state"] = (before, activity.state)
        known = set(activity.evidence.values_list("url", flat=True))
        ActivityEvidence.objects.bulk_create(
            ActivityEvidence(activity=activity, url=url)
            for url in links_in(read_row, activity.actual_result)
            if url not in known
        )

    def _order_activities(self, added: dict[int, Activity]) -> None:
        """Put the rows into the document's order; a row that the document does not have stays behind its neighbour."""
        rows = {activity.pk: activity for activity in self.plan.activities.order_by("position", "pk")}
        placed = [
            key
            for index, pk in enumerate(self.found.activity_pairs)
            if (key := added[index].pk if index in added else pk) in rows
        ]
        before: int | None = None
        for pk in rows:
            if pk not in placed:
                placed.insert(placed.index(before) + 1 if before in placed else 0, pk)
            before = pk
        for position, key in enumerate(placed):
            rows[key].position = position
        Activity.objects.bulk_update(rows.values(), ["position"])

    # --- Targets ----------------------------------------------------------------------------------------------------
    def _take_targets(self, rows: Collection[RowChange]) -> None:
        for row in rows:
            if row.kind == ADDED:
                for target in add_targets(
                    self.plan, [(row.index, self.read.indicators[row.index])], self.file
                ):
                    record(
                        self.by,
                        "plans.accept_difference",
                        target,
                        changes={"title": ("", target.title)},
                        reason=self.reason,
                    )
            elif row.kind == CHANGED:
                self._change_target(Target.objects.get(pk=row.pk), row)
            else:
                self._remove(Target.objects.get(pk=row.pk))
        if rows:
            match_indicators(plan=self.plan)

    def _change_target(self, target: Target, row: RowChange) -> None:
        read_row = self.read.indicators[row.index]
        for field in row.fields:
            if field.name != "parts":
                value = field.value if field.name != "number" else fit(Target, "number", field.value)
                setattr(target, field.name, value)
        target.provenance |= provenance(read_row.sources, self.file.pk)
        target.save()
        names = {field.name for field in row.fields}
        if "target_text" in names:
            target.values.all().delete()
            add_numbers(target, read_row)
        if "parts" in names:
            codes = {part.title: part.indicator_code for part in target.children.all()}
            target.children.all().delete()
            add_parts(target, read_row.children, self.file)
            parts = list(target.children.all())
            for part in parts:
                part.indicator_code = codes.get(part.title, "")
            Target.objects.bulk_update(parts, ["indicator_code"])
        changes = {field.name: (field.before, field.after) for field in row.fields}
        record(self.by, "plans.accept_difference", target, changes=changes, reason=self.reason)

    def _remove(self, obj: Activity | Target) -> None:
        record(
            self.by, "plans.accept_difference", obj, changes={"title": (obj.title, "")}, reason=self.reason
        )
        obj.delete()


@transaction.atomic
def close_without_changes(*, plan: Plan, file: PlanFile, by: Any) -> None:
    """Remember a file that says nothing new, so that it is not compared again."""
    file.plan, file.state = plan, FileState.TAKEN
    file.save(update_fields=["plan", "state"])
    record(by, "plans.close_without_changes", file)
