"""The report itself: the list, the whole, the order, approval, the file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from masterstvo.core.errors import DomainError
from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.core.word import docx_response
from masterstvo.organizations.rules import editable_municipality
from masterstvo.people.actions import note_export
from masterstvo.plans.models import Plan
from masterstvo.plans.queries.secrecy import secrecies
from masterstvo.reports.actions import report as actions
from masterstvo.reports.checks import run_checks
from masterstvo.reports.choices import ReportState
from masterstvo.reports.composition import compose
from masterstvo.reports.composition.targets import target_states
from masterstvo.reports.drift import drift
from masterstvo.reports.forms import ReportCreateForm, ReportForm, TemplateForm
from masterstvo.reports.models import Report
from masterstvo.reports.queries import ReportFacts, people_named
from masterstvo.reports.rules import visible_approved, visible_drafts, visible_reports
from masterstvo.reports.views.outline import ORDER, finding_lines, outline
from masterstvo.reports.word import builtin_template
from masterstvo.reports.word.template import BLOCKS, WORDS


def side(request: HttpRequest, report: Report, facts: ReportFacts, *, current: str = "") -> dict[str, Any]:
    """Return what the contents and the list of checks beside the page show."""
    findings = run_checks(facts) if report.state == ReportState.DRAFT else []
    standing = [finding for finding in findings if finding.is_open]
    return {
        "report": report,
        "approvals": facts.approvals,
        "parts": outline(facts, findings, current=current),
        "standing": finding_lines(report, standing[:8]),
        "n_standing": len(standing),
        "n_findings": len(findings),
        "n_settled": len(findings) - len(standing),
        "may_change": report.state == ReportState.DRAFT
        and request.user.has_perm("reports.change_report", report),
        "may_approve": request.user.has_perm("reports.approve_report", report),
    }


@requires("reports.view_report")
def report_list(request):
    reports = visible_reports(request.user).filter(plan__municipality=request.municipality)
    return render(
        request, "reports/report_list.html", {"reports": reports.select_related("plan", "approved_by")}
    )


@requires("reports.change_report")
def report_create(request):
    plans = Plan.objects.filter(municipality=editable_municipality(request))
    form = bind(ReportCreateForm, request, plans=plans)
    report = submit(form, actions.create_report, by=request.user)
    if report:
        return done(request, "Черновик отчёта начат.", report)
    return show_form(request, "reports/report_create.html", form, has_plans=plans.exists())


@requires("reports.view_report", among=visible_reports)
def report_detail(request, report):
    facts = ReportFacts(report)
    content = compose(report, facts)
    states = target_states(facts) if report.state == ReportState.DRAFT else [None] * len(content.indicators)
    rows = list(zip(content.indicators, states, strict=True))
    heading = f"Отчёт о реализации плана за {report.year} год"
    is_draft = report.state == ReportState.DRAFT
    context = {"content": content, "rows": rows, "heading": heading, "is_draft": is_draft}
    return render(request, "reports/report_detail.html", context | side(request, report, facts))


@requires("reports.view_report", among=visible_reports)
@require_safe
def report_preview(request, report):
    """The whole report as one page to read and to print: the content that Word gets."""
    content = compose(report)
    context = {
        "report": report,
        "content": content,
        "rows": [(row, None) for row in content.indicators],
        "n_activities": sum(number for _, number in content.states),
        "overall": [
            ("Проблемы", content.problems),
            ("Причины проблем", content.causes),
            ("Потребности", content.needs),
            ("Перспективы", content.prospects),
        ],
    }
    return render(request, "reports/report_preview.html", context)


@requires("reports.change_report", among=visible_drafts)
def report_edit(request, report):
    form = bind(ReportForm, request, instance=report)
    if submit(form, actions.edit_report, report, by=request.user):
        return done(request, "Приказ и общие разделы сохранены.", report)
    return show_form(
        request, "reports/report_edit.html", form, **side(request, report, ReportFacts(report), current=ORDER)
    )


@requires("reports.change_report", among=visible_drafts)
def report_template_edit(request, report):
    form = bind(TemplateForm, request)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.set_template(
                report, name=file.name if file else "", content=file.read() if file else b"", by=request.user
            )
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return done(
                request, "Шаблон взят." if file else "Отчёт снова собирается по шаблону программы.", report
            )
    tags = {"words": WORDS, "blocks": BLOCKS}
    return show_form(request, "reports/report_template_edit.html", form, report=report, **tags)


@requires("reports.view_report")
@require_safe
def report_template_download(request):
    return docx_response("Шаблон отчёта.docx", builtin_template())


@requires("reports.approve_report", among=visible_drafts)
def report_approve(request, report):
    if request.method == "POST":
        try:
            actions.approve_report(report, by=request.user)
        except DomainError as refusal:
            context = side(request, report, ReportFacts(report)) | {"refusal": str(refusal)}
            return render(request, "reports/report_approve.html", context, status=422)
        return done(request, "Отчёт утверждён и больше не изменится.", report)
    return render(request, "reports/report_approve.html", side(request, report, ReportFacts(report)))


@requires("reports.view_report", among=visible_reports)
@require_safe
def report_download(request, report):
    state = "" if report.state == ReportState.APPROVED else " (черновик)"
    try:
        content = actions.report_file(report)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(report)
    note_export(
        people_named(report), by=request.user, what=f"Отчёт за {report.year} год в Word", purpose="отчёт"
    )
    return docx_response(f"Отчёт за {report.year} год{state}.docx", content)


@requires("reports.view_report", among=visible_approved)
@require_safe
def report_drift(request, report):
    context = {
        "report": report,
        "drifts": drift(report, secrecies(request.user, report.plan.municipality)),
        "is_sealed": actions.is_sealed(report),
    }
    return render(request, "reports/report_drift.html", context)


@requires("reports.change_report", among=visible_approved)
def report_correct(request, report):
    """Begin the next edition from an approved one."""
    if request.method == "POST":
        try:
            new = actions.create_report(plan=report.plan, as_of=report.as_of, by=request.user)
        except DomainError as refusal:
            return render(
                request,
                "reports/report_correct.html",
                {"report": report, "refusal": str(refusal)},
                status=422,
            )
        return redirect(new)
    return render(request, "reports/report_correct.html", {"report": report})
