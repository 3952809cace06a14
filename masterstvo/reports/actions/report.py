"""Everything that changes a report. An approved one is never changed: it is corrected by a new edition."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from masterstvo import __version__
from masterstvo.core.audit import apply_changes, record
from masterstvo.core.errors import DomainError
from masterstvo.core.integrity import Fault
from masterstvo.core.numbers import counted
from masterstvo.core.sandbox import CannotRead, run_limited
from masterstvo.core.scanning import refuse_infected
from masterstvo.core.versions import check_seen
from masterstvo.plans.models import Direction, Plan, Target
from masterstvo.reports.checks import Finding, run_checks
from masterstvo.reports.choices import ReportState
from masterstvo.reports.composition import compose
from masterstvo.reports.composition.content import ReportContent
from masterstvo.reports.composition.plain import from_plain, to_plain
from masterstvo.reports.models import CheckNote, FrozenValue, Narrative, Report, ReportApproval, TargetReason
from masterstvo.reports.queries import ReportFacts, whole_formula
from masterstvo.reports.word import InvalidTemplate, build_docx, check_template

NARRATIVE_FIELDS = ("facts", "problems", "causes", "conclusions")
REPORT_FIELDS = (
    "as_of",
    "order_number",
    "order_on",
    "signer",
    "signer_position",
    "foreword",
    "overall_problems",
    "overall_causes",
    "overall_needs",
    "overall_prospects",
)


class ReportIsApproved(DomainError):
    pass


class DraftExists(DomainError):
    pass


class WrongYear(DomainError):
    pass


class NotReady(DomainError):
    """The report cannot be approved yet; ``findings`` are in the way."""

    def __init__(self, findings: list[Finding]):
        self.findings = findings
        places = counted(len(findings), "замечание", "замечания", "замечаний")
        first = findings[0]
        super().__init__(f"До утверждения осталось {places}. Первое: {first.place.words}. {first.what}")


@transaction.atomic
def create_report(*, plan: Plan, as_of: dt.date, by: Any) -> Report:
    """Begin the report of the year of ``as_of``; after an approved edition, the next one with its words.

    Raises: WrongYear, DraftExists.
    """
    year = as_of.year
    if not plan.year_from <= year <= plan.year_to:
        raise WrongYear(f"План не относится к {year} году. Выберите дату внутри плана.")
    editions = list(Report.objects.select_for_update().filter(plan=plan, year=year).order_by("edition"))
    if any(report.state == ReportState.DRAFT for report in editions):
        raise DraftExists(f"Черновик отчёта за {year} год уже есть: продолжайте в нём.")
    last = editions[-1] if editions else None
    report = Report(plan=plan, year=year, as_of=as_of, edition=last.edition + 1 if last else 1)
    if last:
        _copy_words(last, report)
    report.save()
    if last:
        _copy_rows(last, report)
    record(
        by,
        "reports.create_report",
        report,
        changes={"as_of": (None, as_of), "edition": (None, report.edition)},
    )
    return report


@transaction.atomic
def edit_report(report: Report, *, by: Any, token: str | None = None, **values: Any) -> Report:
    """Change the requisites, the dates and the overall words of a draft.

    Raises: Stale, ReportIsApproved, WrongYear.
    """
    report = open_draft(report)
    if token is not None:
        check_seen(report, token)
    unknown = set(values) - set(REPORT_FIELDS)
    if unknown:
        raise TypeError(f"A report has no field to edit: {sorted(unknown)}")
    if "as_of" in values and values["as_of"].year != report.year:
        raise WrongYear(f"Это отчёт за {report.year} год: дата должна быть внутри него.")
    changes = apply_changes(report, values)
    if changes:
        report.save()
        record(by, "reports.edit_report", report, changes=changes)
    return report


@transaction.atomic
def write_narrative(
    *, report: Report, direction: Direction, by: Any, token: str | None = None, **words: str
) -> Narrative:
    """Write the section of one direction over the version that ``token`` has seen.

    Raises: ReportIsApproved, Stale.
    """
    report = open_draft(report)
    narrative = section_of(report, direction)
    if token is not None:
        check_seen(narrative, token)
    changes = apply_changes(
        narrative, {name: words[name].strip() for name in NARRATIVE_FIELDS if name in words}
    )
    if changes or narrative.pk is None:
        narrative.save()
        record(by, "reports.write_narrative", narrative, changes=changes)
    return narrative


def section_of(report: Report, direction: Direction) -> Narrative:
    """Return what is written of ``direction``, or an empty section that is not stored yet. Queries: one."""
    written = Narrative.objects.filter(report=report, direction=direction).first()
    return written or Narrative(report=report, direction=direction)


def reason_of(report: Report, target: Target) -> TargetReason:
    """Return why ``target`` was missed, or an empty reason that is not stored yet. Queries: one."""
    given = TargetReason.objects.filter(report=report, target=target).first()
    return given or TargetReason(report=report, target=target)


@transaction.atomic
def give_reason(
    *, report: Report, target: Target, text: str, by: Any, token: str | None = None
) -> TargetReason | None:
    """Say why a target was missed; an empty text takes the reason back.

    Raises: ReportIsApproved, Stale.
    """
    report = open_draft(report)
    reason = reason_of(report, target)
    if token is not None:
        check_seen(reason, token)
    before, after = reason.text, text.strip()
    if before == after:
        return reason if reason.pk else None
    record(by, "reports.give_reason", target, changes={"reason": (before, after)})
    if not after:
        TargetReason.objects.filter(report=report, target=target).delete()
        return None
    return TargetReason.objects.update_or_create(report=report, target=target, defaults={"text": after})[0]


def note_of(report: Report, finding: str) -> CheckNote:
    """Return the explanation of a finding, or an empty one that is not stored yet. Queries: one."""
    given = CheckNote.objects.filter(report=report, finding=finding).first()
    return given or CheckNote(report=report, finding=finding)


@transaction.atomic
def explain_finding(
    *, report: Report, finding: str, text: str, by: Any, token: str | None = None
) -> CheckNote | None:
    """Explain one finding of the checks by its key; an empty text takes the explanation back.

    Raises: ReportIsApproved, Stale.
    """
    report = open_draft(report)
    note = note_of(report, finding)
    if token is not None:
        check_seen(note, token)
    before, after = note.text, text.strip()
    if before == after:
        return note if note.pk else None
    record(by, "reports.explain_finding", report, changes={finding: (before, after)})
    if not after:
        CheckNote.objects.filter(report=report, finding=finding).delete()
        return None
    return CheckNote.objects.update_or_create(report=report, finding=finding, defaults={"text": after})[0]


@transaction.atomic
def set_template(report: Report, *, name: str, content: bytes, by: Any) -> Report:
    """Take an authority's own Word template for this report; an empty ``content`` returns to the built-in one.

    Raises: ReportIsApproved, Infected, CannotRead, InvalidTemplate.
    """
    report = open_draft(report)
    before = report.template.name
    if content:
        refuse_infected(content, name)
        run_limited(check_template, content)
        report.template.save(name, ContentFile(content), save=False)
    else:
        report.template = ""
    report.save()
    record(by, "reports.set_template", report, changes={"template": (before, report.template.name)})
    return report


@transaction.atomic
def approve_report(report: Report, *, by: Any, now: dt.datetime | None = None) -> Report:
    """Seal the report: its content, values, members, formulas and Word file stay as they are now.

    Raises: ReportIsApproved, NotReady, InvalidTemplate.
    """
    report = open_draft(report)
    facts = ReportFacts(report)
    standing = [finding for finding in run_checks(facts) if finding.is_open]
    if standing:
        raise NotReady(standing)
    content = to_plain(compose(report, facts)) | {"is_draft": False}
    values = _frozen_values(report, facts)
    FrozenValue.objects.bulk_create(values)
    report.content = content
    report.code_version = __version__
    report.sha256 = seal(content, values, report.code_version)
    report.state = ReportState.APPROVED
    report.approved_at, report.approved_by = now or timezone.now(), by
    file = _as_word(report, from_plain(ReportContent, content))
    report.file.save(f"report-{report.year}-{report.edition}.docx", ContentFile(file), save=False)
    report.save()
    record(by, "reports.approve_report", report, changes={"sha256": ("", report.sha256)})
    return report


def seal(content: Mapping[str, Any], values: list[FrozenValue], code: str) -> str:
    """Return the SHA-256 of everything an approved report holds, over its canonical JSON."""
    rows = [
        {
            "code": row.code,
            "title": row.title,
            "measure": row.measure,
            "member_kind": row.member_kind,
            **{name: _canonical(getattr(row, name)) for name in ("numerator", "denominator", "value")},
            "included": sorted(row.included),
            "base": sorted(row.base),
            "formula": row.formula,
        }
        for row in values
    ]
    whole = {"content": content, "values": rows, "code_version": code}
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def is_sealed(report: Report) -> bool:
    """Say whether an approved report still is what was approved."""
    rows = list(FrozenValue.objects.filter(report=report).order_by("pk"))
    return report.content is not None and seal(report.content, rows, report.code_version) == report.sha256


def broken_seals() -> Iterator[Fault]:
    """Find approved reports that are no longer what was approved."""
    for report in Report.objects.filter(state=ReportState.APPROVED).iterator():
        if not is_sealed(report):
            yield Fault(f"Отчёт {report.pk}: содержание не то, что было утверждено.")


def template_of(report: Report) -> bytes | None:
    """Return the authority's own template, or None for the built-in one."""
    if not report.template:
        return None
    with report.template.open("rb") as file:
        return file.read()


def report_file(report: Report) -> bytes:
    """Return the report as Word: the stored file of an approved one, a draft built anew. Raises: InvalidTemplate."""
    if report.state == ReportState.APPROVED:
        with report.file.open("rb") as file:
            return file.read()
    return _as_word(report, compose(report))


def _as_word(report: Report, content: ReportContent) -> bytes:
    """Return the report as Word; an authority's own template is filled in a process with limits. Raises: InvalidTemplate."""
    template = template_of(report)
    if template is None:
        return build_docx(content)
    try:
        return run_limited(build_docx, content, template=template)
    except CannotRead as stopped:
        raise InvalidTemplate(
            "Заполнить свой шаблон Word не удалось: он слишком сложен или повреждён. Уберите из него лишние таблицы"
            " и картинки и загрузите снова или вернитесь к шаблону программы."
        ) from stopped


def open_draft(report: Report) -> Report:
    """Return the report anew, locked, or refuse: what is approved stays."""
    fresh = Report.objects.select_for_update().get(pk=report.pk)
    if fresh.state == ReportState.APPROVED:
        raise ReportIsApproved(
            "Отчёт утверждён и больше не меняется. Чтобы исправить его, начните новую редакцию."
        )
    return fresh


def _frozen_values(report: Report, facts: ReportFacts) -> list[FrozenValue]:
    return [
        FrozenValue(
            report=report,
            code=code,
            title=value.title,
            measure=value.measure,
            member_kind=value.member_kind,
            decimals=value.decimals,
            numerator=value.numerator,
            denominator=value.denominator,
            value=value.value,
            included=sorted(value.included),
            base=sorted(value.base),
            formula=whole_formula(facts.indicators[code]),
        )
        for code, value in facts.values.items()
    ]


def _canonical(number: Any) -> str | None:
    """Return a number the same way before and after the database pads it with zeros."""
    return None if number is None else format(round(Decimal(number), 3).normalize(), "f")


def _copy_words(last: Report, report: Report) -> None:
    for name in REPORT_FIELDS:
        if name not in ("as_of", "order_number", "order_on"):
            setattr(report, name, getattr(last, name))
    report.template = last.template


def _copy_rows(last: Report, report: Report) -> None:
    ReportApproval.objects.bulk_create(  # the same people agree anew
        ReportApproval(report=report, name=row.name, position=row.position, task=row.task)
        for row in last.approvals.all()
    )
    Narrative.objects.bulk_create(
        Narrative(
            report=report,
            direction_id=row.direction_id,
            **{name: getattr(row, name) for name in NARRATIVE_FIELDS},
        )
        for row in last.narratives.all()
    )
    TargetReason.objects.bulk_create(
        TargetReason(report=report, target_id=row.target_id, text=row.text) for row in last.reasons.all()
    )
    CheckNote.objects.bulk_create(
        CheckNote(report=report, finding=row.finding, text=row.text) for row in last.check_notes.all()
    )
