"""How long each kind of data is kept, and whose term is over: only proposed, removed by a person."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from masterstvo.core.dates import months_before
from masterstvo.core.numbers import NBSP, counted
from masterstvo.core.terms import titles_of
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Employment, Person
from masterstvo.people.panels import NAME
from masterstvo.people.personal import Expiry, expiries
from masterstvo.privacy.models import KeepingTerm
from masterstvo.privacy.queries.consent import in_force

CARD, WITHDRAWN = "card", "withdrawn"


@dataclass(frozen=True)
class Due:
    """Rows of one sort whose term is over."""

    expiry: Expiry
    rows: QuerySet
    n_rows: int

    @property
    def title(self) -> str:
        return self.expiry.title


@dataclass(frozen=True)
class Kept:
    """One kind of data. ``months``: None, when it goes with the card, stays or has a term of law in ``days``.

    ``before``: the day up to which the term is over; ``last_day``: the first of the days by which a law wants a decision.
    """

    kind: str
    title: str
    months: int | None
    since: str
    source: str
    is_own: bool
    before: dt.date | None
    n_due: int
    days: int | None = None
    last_day: dt.date | None = None

    @property
    def is_decided(self) -> bool:
        """Whether somebody decides about it here: it goes neither with the card nor never."""
        return bool(self.months or self.days)

    @property
    def term(self) -> str:
        """The term as people say it: «3 года», «18 мес.», «30 дней»."""
        if self.days:
            return counted(self.days, "день", "дня", "дней")
        if self.months is None:
            return "—"
        years, rest = divmod(self.months, 12)
        return f"{self.months}{NBSP}мес." if rest else counted(years, "год", "года", "лет")


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Return what the product comes with: {kind: {"months" or none, "since", "source"}}."""
    text = (Path(__file__).parent.parent / "retention.yaml").read_text(encoding="utf-8")
    return {row["kind"]: row for row in yaml.safe_load(text)}


def kept(municipality: Municipality, *, day: dt.date) -> list[Kept]:
    """Return every kind of data with its term and how much is over. Queries: two, and one for each sort of rows with a term."""
    own = {each.kind: each for each in KeepingTerm.objects.on(day).filter(municipality=municipality)}
    titles = titles_of("data_kind")["data_kind"]
    return [_kept(kind, row, own.get(kind), titles, municipality, day) for kind, row in shipped().items()]


def _kept(
    kind: str,
    row: dict[str, Any],
    own: KeepingTerm | None,
    titles: dict[str, str],
    municipality: Municipality,
    day: dt.date,
) -> Kept:
    if kind == WITHDRAWN:
        return _kept_by_law(kind, row, titles, municipality, day)
    months = own.months if own else row.get("months")
    before = months_before(day, months) if months else None
    return Kept(
        kind=kind,
        title=titles.get(kind, kind),
        months=months,
        since=row.get("since", ""),
        source=own.source if own else row["source"],
        is_own=own is not None,
        before=before,
        n_due=_n_due(kind, municipality, before) if before else 0,
    )


def _kept_by_law(
    kind: str, row: dict[str, Any], titles: dict[str, str], municipality: Municipality, day: dt.date
) -> Kept:
    last_days = [erase_by(person) for person in withdrawn_people(municipality, day=day)]
    return Kept(
        kind=kind,
        title=titles.get(kind, kind),
        months=None,
        days=row["days"],
        since=row["since"],
        source=row["source"],
        is_own=False,
        before=None,
        n_due=len(last_days),
        last_day=min(last_days, default=None),
    )


def _n_due(kind: str, municipality: Municipality, before: dt.date) -> int:
    if kind == CARD:
        return due_people(municipality, before=before).count()
    return sum(each.n_rows for each in due_rows(kind, municipality, before=before))


def due_rows(kind: str, municipality: Municipality, *, before: dt.date) -> list[Due]:
    """Return the sorts of rows of a kind, each with those from before ``before``. Queries: one for each."""
    found = [(each, each.rows(municipality, before=before)) for each in expiries(kind)]
    return [Due(each, rows, rows.count()) for each, rows in found]


def due_people(municipality: Municipality, *, before: dt.date) -> QuerySet[Person]:
    """Return whose last job ended by ``before``; who never had one, when the card is older than that.

    Each with ``left_on``, the first day without a job, or None.
    """
    jobs = Employment.objects.filter(person=OuterRef("pk"))
    later = jobs.filter(Q(ends_on=None) | Q(ends_on__gt=before))
    return (
        Person.objects.filter(
            Q(Exists(jobs)) | Q(created_at__date__lt=before),
            ~Exists(later),
            municipality=municipality,
            erased_on=None,
        )
        .annotate(left_on=Max("employments__ends_on"))
        .order_by(*NAME, "pk")
    )


def withdrawn_people(municipality: Municipality, *, day: dt.date) -> QuerySet[Person]:
    """Return whose consent was taken back by ``day`` and whose data have no other ground: no job from then on, no consent.

    Each with ``withdrawn_on`` and ``left_on``, the first day without a job, or None; ``erase_by`` tells the last day.
    """
    jobs = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), person=OuterRef("pk"))
    return (
        Person.objects.filter(
            ~Exists(jobs),
            ~Exists(in_force(day).filter(person=OuterRef("pk"))),
            municipality=municipality,
            erased_on=None,
            consents__withdrawn_on__lte=day,
        )
        .annotate(withdrawn_on=Max("consents__withdrawn_on"), left_on=Max("employments__ends_on"))
        .order_by("withdrawn_on", *NAME, "pk")
    )


def erase_by(person: Any) -> dt.date:
    """Return the last day that the law leaves for one of ``withdrawn_people``: counted from when the last ground was gone."""
    since = max(filter(None, (person.withdrawn_on, person.left_on)))
    return since + dt.timedelta(days=shipped()[WITHDRAWN]["days"])
