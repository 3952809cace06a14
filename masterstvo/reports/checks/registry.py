"""The register of checks: each is a function that reads the facts and yields what does not hold together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from typing import TypeVar

from masterstvo.plans.models import Activity, Target
from masterstvo.reports.choices import Severity
from masterstvo.reports.queries import ReportFacts


@dataclass(frozen=True)
class Place:
    """What a finding speaks of: a kind, a key that stays the same from day to day, and words for people."""

    kind: str
    key: str
    words: str


@dataclass(frozen=True)
class Remark:
    """What a check yields: where, what is wrong, what to do."""

    place: Place
    what: str
    advice: str


@dataclass(frozen=True)
class Finding:
    """A remark of one check, with the explanation that somebody gave for it."""

    check: str
    severity: Severity
    place: Place
    what: str
    advice: str
    note: str = field(default="")

    @property
    def key(self) -> str:
        """Stable from run to run, so that an explanation stays with its finding."""
        return f"{self.check}:{self.place.kind}:{self.place.key}"[:200]

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way of approval."""
        return self.severity == Severity.BLOCKS or (self.severity == Severity.NEEDS_WORD and not self.note)


Found = TypeVar("Found")
Check = Callable[[ReportFacts], Iterable[Remark]]
_checks: dict[str, tuple[Severity, Check]] = {}


def check(key: str, severity: Severity) -> Callable[[Check], Check]:
    """Register a check under a stable ``key``."""

    def register(function: Check) -> Check:
        if key in _checks:
            raise ValueError(f"Two checks are called {key}.")
        _checks[key] = (severity, function)
        return function

    return register


def once(read: Callable[[ReportFacts], Iterable[Found]]) -> Callable[[ReportFacts], list[Found]]:
    """Let several checks share what ``read`` finds in a report."""

    @wraps(read)
    def kept(facts: ReportFacts) -> list[Found]:
        if read.__qualname__ not in facts.found:
            facts.found[read.__qualname__] = list(read(facts))
        return facts.found[read.__qualname__]

    return kept


def registered() -> dict[str, Severity]:
    return {key: severity for key, (severity, _) in _checks.items()}


def run_checks(facts: ReportFacts, *, only: Iterable[str] = ()) -> list[Finding]:
    """Return what is wrong with the report, the gravest first. Queries: those of ``facts``, whatever the number of checks."""
    chosen = set(only) or set(_checks)
    notes = facts.notes
    found: dict[str, Finding] = {}
    for key, (severity, function) in _checks.items():
        if key in chosen:
            for remark in function(facts):
                finding = Finding(key, severity, remark.place, remark.what, remark.advice)
                finding = Finding(
                    key, severity, remark.place, remark.what, remark.advice, notes.get(finding.key, "")
                )
                found.setdefault(finding.key, finding)
    order = list(Severity)
    return sorted(found.values(), key=lambda finding: order.index(finding.severity))


def of_activity(activity: Activity) -> Place:
    return Place("activity", str(activity.pk), activity_words(activity))


def of_target(target: Target) -> Place:
    number = f" {target.number.rstrip('.')}" if target.number else ""
    return Place("target", str(target.pk), f"Показатель{number} «{short(target.title)}»")


def activity_words(activity: Activity) -> str:
    number = f" № {activity.number.rstrip('.')}" if activity.number else ""
    return f"Мероприятие{number} «{short(activity.title)}»"


def short(text: str, length: int = 90) -> str:
    """Return the first line of ``text``, cut at a word."""
    line = text.strip().split("\n")[0].rstrip(" .:;,")
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + "…"


def digest(text: str) -> str:
    """Return a short stable key for a text that has no row of its own."""
    return sha256(text.encode()).hexdigest()[:16]
