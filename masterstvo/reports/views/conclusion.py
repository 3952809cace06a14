"""Conclusions on their way into next year's plan."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from masterstvo.core.errors import DomainError
from masterstvo.core.views import done, requires
from masterstvo.plans.models import Direction
from masterstvo.reports.actions.conclusion import carry_conclusion, return_conclusion
from masterstvo.reports.choices import ReportState
from masterstvo.reports.forms import ConclusionForm
from masterstvo.reports.queries import current_report
from masterstvo.reports.rules import visible_conclusions, visible_drafts


@require_POST
@requires("reports.change_report", among=visible_drafts)
def conclusion_carry(request, report, direction_id):
    direction = get_object_or_404(Direction, plan=report.plan_id, pk=direction_id)
    section = _section(report, direction)
    form = ConclusionForm(request.POST)
    if not form.is_valid():
        return redirect(section)
    try:
        carry_conclusion(report=report, direction=direction, by=request.user, **form.cleaned_data)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(section)
    return done(request, f"Вывод перенесён в проект плана на {report.year + 1} год.", section)


@require_POST
@requires("reports.change_report", among=visible_conclusions)
def conclusion_return(request, carried):
    direction = carried.direction
    report = current_report(direction.plan, carried.year)
    is_draft = report is not None and report.state == ReportState.DRAFT
    to = _section(report, direction) if is_draft else reverse("reports:report_list")
    try:
        return_conclusion(carried=carried, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(to)
    return done(request, f"Мероприятие убрано из проекта плана на {carried.year + 1} год.", to)


def _section(report, direction):
    address = reverse("reports:report_narrative_edit", args=[report.pk, direction.pk])
    return f"{address}#conclusions"
