"""The report's contents with the state of each part, and where each finding is put right."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify

from masterstvo.core.versions import token_of
from masterstvo.reports.checks import Finding
from masterstvo.reports.choices import Severity
from masterstvo.reports.composition.compose import direction_nodes
from masterstvo.reports.models import CheckNote, Report
from masterstvo.reports.queries import ReportFacts

ORDER, TABLE_1, TABLE_2, OVERALL, APPENDICES = "order", "table1", "table2", "overall", "appendices"
_PARTS = {"target": TABLE_1, "plan": TABLE_1, "activity": TABLE_2, "link": TABLE_2, "order": TABLE_2}


@dataclass(frozen=True)
class Part:
    """A line of the contents. ``tone``: ok, risk (wants a word) or bad (blocks)."""

    title: str
    url: str
    tone: str
    depth: int = 0
    is_current: bool = False


@dataclass(frozen=True)
class FindingLine:
    """A finding with the page where it is put right."""

    finding: Finding
    url: str
    icon: str
    tone: str

    @property
    def anchor(self) -> str:
        return anchor_of(self.finding.key)

    @property
    def token(self) -> str:
        """Tells which explanation the page has shown."""
        return token_of(CheckNote(text=self.finding.note), ["text"])


def anchor_of(key: str) -> str:
    """Return the id of a finding's line on the page."""
    return f"finding-{slugify(key)}"


_LOOKS = {
    Severity.BLOCKS: ("x", "bad"),
    Severity.NEEDS_WORD: ("triangle-alert", "risk"),
    Severity.NOTE: ("info", ""),
}


def finding_lines(report: Report, findings: Iterable[Finding]) -> list[FindingLine]:
    lines = []
    for finding in findings:
        icon, tone = _LOOKS[finding.severity]
        if finding.note and finding.severity == Severity.NEEDS_WORD:
            icon, tone = "check", "ok"
        lines.append(FindingLine(finding, place_url(report, finding), icon, tone))
    return lines


def outline(facts: ReportFacts, findings: Iterable[Finding], *, current: str = "") -> list[Part]:
    """Return the contents; ``current`` is the key of the part that the page shows."""
    report = facts.report
    worst: dict[str, str] = {}
    for finding in findings:
        if finding.is_open:
            key = part_of(finding)
            worst[key] = "bad" if finding.severity == Severity.BLOCKS or worst.get(key) == "bad" else "risk"
    detail, edit = (
        reverse("reports:report_detail", args=[report.pk]),
        reverse("reports:report_edit", args=[report.pk]),
    )

    def part(key: str, title: str, url: str, depth: int = 0) -> Part:
        return Part(title, url, worst.get(key, "ok"), depth, key == current)

    sections = [
        part(
            str(node.direction.pk),
            f"{node.number} {node.title}",
            reverse("reports:report_narrative_edit", args=[report.pk, node.direction.pk]),
            node.depth,
        )
        for node in direction_nodes(facts)
        if node.direction
    ]
    return [
        part(ORDER, "Приказ и пояснительная записка", edit),
        part(TABLE_1, "Таблица 1. Показатели", f"{detail}#table1"),
        *sections,
        part(TABLE_2, "2. Таблица мероприятий", f"{detail}#table2"),
        part(OVERALL, "3. Выводы и предложения", f"{edit}#id_overall_problems"),
        part(APPENDICES, "Приложения", f"{detail}#appendices"),
    ]


def part_of(finding: Finding) -> str:
    """Return the key of the part that a finding belongs to."""
    kind, key = finding.place.kind, finding.place.key
    if kind == "direction":
        return key.split(":")[0]
    if kind == "report":
        return OVERALL if key.startswith("overall") else APPENDICES if key == "events_after" else ORDER
    return _PARTS.get(kind, TABLE_2)


def place_url(report: Report, finding: Finding) -> str:
    """Return the page on which a finding is put right."""
    kind, key = finding.place.kind, finding.place.key.split(":")[0]
    if kind == "activity":
        return reverse("plans:activity_detail", args=[key])
    if kind == "target":
        return reverse("reports:report_reason_edit", args=[report.pk, key])
    if kind == "direction":
        return reverse("reports:report_narrative_edit", args=[report.pk, key])
    if kind == "report" and key == "approvals":
        return reverse("reports:report_detail", args=[report.pk]) + "#approvals"
    if kind == "report":
        return reverse("reports:report_edit", args=[report.pk])
    return reverse("reports:report_check_list", args=[report.pk])
