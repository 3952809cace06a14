"""Pages of the log: by keys, not by numbers, so that the millionth record costs as much as the first."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.core.audit import plain_value
from masterstvo.core.history import Entry, entries, keys_in, secret_labels
from masterstvo.core.models import AuditRecord
from masterstvo.core.paging import PAGE_SIZE
from masterstvo.core.search import Folded, holding, matching
from masterstvo.people.models import Person
from masterstvo.people.personal import people_in

IN_EXCEL_AT_MOST = 10_000
LOOKED_BACK = dt.timedelta(days=365)  # words are compared one record after the other
SLACK = 1000  # transactions under way at the same time give their keys and moments in different orders
LAST_KEY = 2**62
UNDOABLE = frozenset(  # rows whose «edit» is nothing but new values in columns: no schedule, file or step follows from them
    {
        "contests.entry",
        "diagnostics.diagnostic",
        "events.event",
        "events.participation",
        "experts.expertappointment",
        "organizations.organization",
        "organizations.organizationfigure",
        "organizations.organizationstatus",
        "people.attestation",
        "people.employment",
        "people.person",
        "people.vacancy",
        "quality.pupilresult",
        "routes.route",
        "training.training",
    }
)


@dataclass(frozen=True)
class Stretch:
    """One page of the log. ``older`` and ``newer``: the keys to go on from, or None at an end."""

    entries: list[Entry]
    older: int | None
    newer: int | None


def narrowed(
    records: QuerySet[AuditRecord], wish: dict[str, Any], *, ever: bool = False
) -> tuple[QuerySet[AuditRecord], dt.date | None]:
    """Keep what was asked for: words of the doer's name, of the reason or the request's number; a kind of objects; days.

    Words without days are looked for in the last twelve months, unless ``ever``: the second value is then the first day, else None.
    """
    if wish.get("kind"):
        records = records.filter(object_type=wish["kind"])
    if wish.get("first"):
        records = _from(records, wish["first"])
    if wish.get("last"):
        until = _midnight(wish["last"] + dt.timedelta(days=1))
        records = records.filter(at__lt=until, pk__lt=_key_near(until) + SLACK)
    text = (wish.get("q") or "").strip()
    if not text:
        return records, None
    numbered = records.filter(origin__in=[text, f"request:{text}", f"imports.importbatch:{text}"])
    if numbered.exists():
        return numbered, None
    if ever or wish.get("first") or wish.get("last"):
        return _told_by(records, text), None
    since = timezone.localdate() - LOOKED_BACK
    return _told_by(_from(records, since), text), since


def _from(records: QuerySet[AuditRecord], day: dt.date) -> QuerySet[AuditRecord]:
    since = _midnight(day)
    return records.filter(at__gte=since, pk__gte=_key_near(since) - SLACK)


def _told_by(records: QuerySet[AuditRecord], text: str) -> QuerySet[AuditRecord]:
    """Keep what such a person did or gave as a reason."""
    by_name = Q(by__in=matching(User.objects.all(), text, "full_name").order_by().values("pk"))
    # One condition over the rows in their order: whoever reads a page stops at its end. Few have a reason, and only those are folded.
    by_reason = ~Q(reason="") & ~Q(object_type__in=secret_labels()) & holding(text, "folded_reason")
    return records.alias(folded_reason=Folded(F("reason"))).filter(by_name | by_reason)


def _key_near(moment: dt.datetime) -> int:
    """Return the key of the first record from ``moment`` on: keys grow with time, and pages are read by them. Queries: one."""
    following = AuditRecord.objects.filter(at__gte=moment).order_by("at", "pk").values_list("pk", flat=True)
    return following.first() or LAST_KEY


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def stretch(records: QuerySet[AuditRecord], user: Any, *, before: int | None, after: int | None) -> Stretch:
    """Return the records older than ``before``, or newer than ``after``, latest first. Queries: two, and those of ``entries``."""
    records = records.select_related("by")
    if after is not None:
        found = list(records.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
        rest, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE][::-1]
        has_older, has_newer = True, rest
    else:
        wanted = records.filter(pk__lt=before) if before is not None else records
        found = list(wanted.order_by("-pk")[: PAGE_SIZE + 1])
        has_older, has_newer = len(found) > PAGE_SIZE, before is not None
        found = found[:PAGE_SIZE]
    return Stretch(
        entries(found, user),
        older=found[-1].pk if found and has_older else None,
        newer=found[0].pk if found and has_newer else None,
    )


def last_edit(obj: Model) -> AuditRecord | None:
    """Return the record of the last correction of ``obj``, when it can be taken back: nothing was done since. Queries: one."""
    if obj._meta.label_lower not in UNDOABLE:
        return None
    done = AuditRecord.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
    last = done.exclude(action__contains=".read_").order_by("-pk").first()
    if last is None or not last.action.startswith(f"{obj._meta.app_label}.edit_"):
        return None
    columns = {field.name: field.attname for field in obj._meta.concrete_fields}
    stands = all(
        name in columns and plain_value(getattr(obj, columns[name])) == after
        for name, (_, after) in last.changes.items()
    )
    return last if stands else None


def people_told(records: QuerySet[AuditRecord]) -> set[int]:
    """Return the keys of the persons whom the sheet speaks of: in the rows, in what was changed there, and who did it.

    Queries: two, and one for each kind of rows.
    """
    latest = records.order_by("-pk").values_list("object_type", "object_id", "by", "changes")
    rows: dict[str, set[int | None]] = defaultdict(set)
    named: dict[Any, set[int]] = {Person: set(), User: set()}
    for label, pk, by, changes in latest[:IN_EXCEL_AT_MOST]:
        rows[label].add(pk)
        named[User].add(by)
        for name, values in changes.items():
            named.get(_target(label, name), set()).update(keys_in(values))
    told: set[int] = set()
    for label, pks in rows.items():
        if model := _model(label):
            about = people_in(model._base_manager.filter(pk__in=pks - {None}))
            told.update(about.values_list("pk", flat=True))
    by_key = Q(pk__in=named[Person]) | Q(user__in=named[User] - {None})
    return told.union(Person.objects.filter(by_key).values_list("pk", flat=True))


@cache
def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):  # an app that is no longer there
        return None


@cache
def _target(label: str, name: str) -> type[Model] | None:
    """Return whose keys the log keeps of one column, or None."""
    model = _model(label)
    fields = {field.name: field for field in model._meta.get_fields()} if model else {}
    return getattr(fields.get(name), "related_model", None)


def sheet_rows(records: QuerySet[AuditRecord], user: Any):
    """Yield the latest records as rows of a sheet, a thousand at a time."""
    last = None
    for _ in range(IN_EXCEL_AT_MOST // 1000):
        wanted = records.select_related("by").order_by("-pk")
        some = list((wanted.filter(pk__lt=last) if last else wanted)[:1000])
        for entry in entries(some, user):
            changes = "; ".join(f"{what}: {before} → {after}" for what, before, after in entry.changes or ())
            yield (
                timezone.localtime(entry.at).strftime("%d.%m.%Y %H:%M"),
                entry.who, entry.as_role, entry.what, entry.kind, entry.about, changes, entry.reason, entry.origin,
            )  # fmt: skip
        if len(some) < 1000:
            return
        last = some[-1].pk
