"""Drift: what an approved report said, against what the same date gives now, told by the records that changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from masterstvo.core.dates import short_date
from masterstvo.core.models import AuditRecord
from masterstvo.core.numbers import NOTHING, format_decimal, format_percent
from masterstvo.indicators.evaluation import Value
from masterstvo.indicators.evaluation.needs import asks_for_secrets
from masterstvo.indicators.language import from_json
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Employment, Person
from masterstvo.plans.queries.secrecy import Secrecy, SecrecyOf
from masterstvo.reports.models import FrozenValue, Report
from masterstvo.reports.queries import ReportFacts, frozen_value, whole_formula

# Fields by which the records of a person or an organization lead to it.
_OWNERS = {"person": ("person", "mentee", "mentor"), "organization": ("organization",)}


@dataclass(frozen=True)
class Moved:
    """One who came into an indicator or left it since approval, and why."""

    id: int
    name: str
    why: str


@dataclass(frozen=True)
class Drift:
    """One indicator that no longer gives what was reported."""

    code: str
    title: str
    reported: str
    now: str
    formula_changed: bool
    added: tuple[Moved, ...]
    removed: tuple[Moved, ...]
    base_added: tuple[Moved, ...]
    base_removed: tuple[Moved, ...]


def drift(report: Report, secrecy_of: SecrecyOf) -> list[Drift]:
    """Return the indicators whose numbers, members or base differ from the approved ones, in the report's order.

    Numbers and names are those that ``secrecy_of`` lets the reader see.

    Queries: those of one evaluation and about a dozen for the reasons.
    """
    facts = ReportFacts(report)
    frozen = list(FrozenValue.objects.filter(report=report).order_by("pk"))
    changed = [
        (row, facts.values.get(row.code)) for row in frozen if _differs(row, facts.values.get(row.code))
    ]
    reasons = _Reasons(report, changed)
    return [_drift(row, value, facts, reasons, secrecy_of) for row, value in changed]


def _differs(row: FrozenValue, value: Value | None) -> bool:
    if value is None:
        return True
    return row.value != value.value or set(row.included) != value.included or set(row.base) != value.base


def _drift(
    row: FrozenValue, value: Value | None, facts: ReportFacts, reasons: "_Reasons", secrecy_of: SecrecyOf
) -> Drift:
    included, base = (value.included, value.base) if value else (frozenset(), frozenset())
    indicator = facts.indicators.get(row.code)
    asks = asks_for_secrets(from_json(row.formula, measure=row.measure))
    secrecy = secrecy_of.kind(asks or (indicator is not None and secrecy_of(indicator).is_secret))
    reported = frozen_value(row)

    def moved(members: Iterable[int]) -> tuple[Moved, ...]:
        return reasons.moved(row.member_kind, secrecy.seen(members, row.member_kind))

    return Drift(
        code=row.code,
        title=row.title,
        reported=_shown(reported, secrecy),
        now=_shown(value, secrecy) if value else NOTHING,
        formula_changed=indicator is None or whole_formula(indicator) != row.formula,
        added=moved(included - reported.included),
        removed=moved(reported.included - included),
        base_added=moved(base - reported.base),
        base_removed=moved(reported.base - base),
    )


def _shown(value: Value, secrecy: Secrecy) -> str:
    number = secrecy.number(value)
    if number.is_hidden and value.value is not None:
        return str(number.numerator)
    shown = format_percent if value.measure == "share" else format_decimal
    return shown(value.value, value.decimals)


class _Reasons:
    """Explains the moves of all indicators at once."""

    def __init__(self, report: Report, changed: Iterable[tuple[FrozenValue, Value | None]]):
        self.since = report.approved_at
        self.municipality_id = report.plan.municipality_id
        ids: dict[str, set[int]] = {}
        for row, value in changed:
            now = (value.included | value.base) if value else frozenset()
            was = set(row.included) | set(row.base)
            inside = (value.included if value else frozenset()) ^ set(row.included)
            ids.setdefault(row.member_kind, set()).update((now ^ was) | inside)
        self.names = {kind: _names(kind, members) for kind, members in ids.items()}
        self.records = {kind: self._records(kind, members) for kind, members in ids.items()}

    def moved(self, kind: str, members: Iterable[int]) -> tuple[Moved, ...]:
        names = self.names.get(kind, {})
        listed = [Moved(pk, names.get(pk, f"запись № {pk}"), self._why(kind, pk)) for pk in members]
        return tuple(sorted(listed, key=lambda one: (one.name, one.id)))

    def _why(self, kind: str, pk: int) -> str:
        if pk not in self.names.get(kind, {}):
            return "запись удалена"
        return (
            "; ".join(self.records.get(kind, {}).get(pk, []))
            or "записи не менялись: изменилась формула или соседние данные"
        )

    def _records(self, kind: str, members: set[int]) -> dict[int, list[str]]:
        """Return {member: [what was entered, corrected or deleted since approval]}."""
        told: dict[int, list[str]] = {}
        owners = _OWNERS.get(kind, ())
        for model in apps.get_models():
            if not model.__module__.startswith("masterstvo.") or not hasattr(model, "created_at"):
                continue
            for owner in owners:
                if _leads_to(model, owner, kind):
                    self._tell(model, owner, members, told)
        if kind == "person":
            self._tell_moves(members, told)
        return told

    def _tell(self, model: type[Model], owner: str, members: set[int], told: dict[int, list[str]]) -> None:
        rows = model._default_manager.filter(**{f"{owner}__in": members, "updated_at__gt": self.since})
        name = str(model._meta.verbose_name)
        told_by = [
            field.name for field in model._meta.fields if field.many_to_one
        ]  # what a row's own words name
        for row in rows.select_related(*told_by).order_by("pk"):
            entered = row.created_at > self.since  # type: ignore[attr-defined]
            verb = "внесено после утверждения" if entered else "исправлено после утверждения"
            day = row.created_at if entered else row.updated_at  # type: ignore[attr-defined]
            told.setdefault(getattr(row, f"{owner}_id"), []).append(
                f"{name}: {row} – {verb}, {short_date(timezone.localdate(day))}"
            )
        self._tell_deleted(model, owner, members, told)

    def _tell_deleted(
        self, model: type[Model], owner: str, members: set[int], told: dict[int, list[str]]
    ) -> None:
        deleted = AuditRecord.objects.filter(
            object_type=model._meta.label_lower, at__gt=self.since, action__contains="delete"
        )
        for record in deleted.order_by("pk"):
            before = (record.changes.get(owner) or [None])[0]
            if before in members:
                reason = f" ({record.reason})" if record.reason else ""
                told.setdefault(before, []).append(
                    f"{model._meta.verbose_name}: запись удалена {short_date(timezone.localdate(record.at))}{reason}"
                )

    def _tell_moves(self, members: set[int], told: dict[int, list[str]]) -> None:
        """Say who works elsewhere now; an entry of employment already says that it was entered or corrected."""
        elsewhere = (
            Employment.objects.filter(person__in=members, ends_on=None, basis="main")
            .exclude(organization__municipality=self.municipality_id)
            .select_related("organization")
        )
        for row in elsewhere:
            told.setdefault(row.person_id, []).append(
                f"теперь работает в другом муниципалитете: {row.organization}"
            )


def _leads_to(model: type[Model], owner: str, kind: str) -> bool:
    target = {"person": Person, "organization": Organization}[kind]
    fields = {field.name: field for field in model._meta.fields}
    return owner in fields and fields[owner].related_model is target


def _names(kind: str, members: set[int]) -> dict[int, str]:
    if kind == "person":
        return {person.pk: str(person) for person in Person.objects.filter(pk__in=members)}
    if kind == "organization":
        return {row.pk: str(row) for row in Organization.objects.filter(pk__in=members)}
    return {pk: f"запись № {pk}" for pk in members}
