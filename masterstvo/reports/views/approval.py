"""The agreement sheet of a report."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.errors import DomainError
from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.reports.actions.approval import add_approval, agree, edit_approval, remove_approval
from masterstvo.reports.forms import ApprovalForm
from masterstvo.reports.models import ReportApproval
from masterstvo.reports.rules import visible_approvals, visible_drafts


@requires("reports.change_report", among=visible_drafts)
def approval_create(request, report):
    form = bind(ApprovalForm, request, instance=ReportApproval(report=report))
    if submit(form, add_approval, report=report, by=request.user):
        return done(request, "Строка внесена в лист согласования.", _sheet(report))
    return show_form(request, "reports/approval_create.html", form, report=report)


@requires("reports.change_report", among=visible_approvals)
def approval_edit(request, approval):
    form = bind(ApprovalForm, request, instance=approval)
    if submit(form, edit_approval, approval=approval, by=request.user):
        return done(request, "Строка листа согласования сохранена.", _sheet(approval.report))
    context = {"approval": approval, "report": approval.report}
    return show_form(request, "reports/approval_edit.html", form, **context)


@require_POST
@requires("reports.change_report", among=visible_approvals)
def approval_agree(request, approval):
    values = {"approval": approval, "on": timezone.localdate()}
    return _act(request, approval.report, f"Отмечено: {approval.name}, согласовано.", agree, **values)


@require_POST
@requires("reports.change_report", among=visible_approvals)
def approval_delete(request, approval):
    said = "Строка убрана из листа согласования."
    return _act(request, approval.report, said, remove_approval, approval=approval)


def _act(request, report, said, action, **values):
    sheet = _sheet(report)
    try:
        action(by=request.user, **values)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(sheet)
    return done(request, said, sheet)


def _sheet(report):
    return f"{reverse('reports:report_detail', args=[report.pk])}#approvals"
