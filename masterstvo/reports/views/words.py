"""People's words: sections, reasons, explanations."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from masterstvo.core.forms import bind, submit
from masterstvo.core.paging import page_with, paginate
from masterstvo.core.views import done, render_page, requires, show_form
from masterstvo.plans.models import Direction, Target
from masterstvo.reports.actions import report as actions
from masterstvo.reports.checks import run_checks
from masterstvo.reports.composition.compose import direction_nodes, section
from masterstvo.reports.composition.targets import target_states
from masterstvo.reports.composition.wording import lines
from masterstvo.reports.forms import NarrativeForm, NoteForm, ReasonForm
from masterstvo.reports.queries import ReportFacts, conclusion_lines
from masterstvo.reports.rules import visible_drafts, visible_reports
from masterstvo.reports.views.outline import anchor_of, finding_lines
from masterstvo.reports.views.report import side


@requires("reports.change_report", among=visible_drafts)
def report_narrative_edit(request, report, direction_id):
    direction = get_object_or_404(Direction, plan=report.plan_id, pk=direction_id)
    written = actions.section_of(report, direction)
    form = bind(NarrativeForm, request, instance=written)
    if submit(form, actions.write_narrative, report=report, direction=direction, by=request.user):
        return done(request, "Раздел сохранён.", "reports:report_narrative_edit", report.pk, direction.pk)
    return show_form(
        request,
        "reports/report_narrative_edit.html",
        form,
        direction=direction,
        **_section(request, report, direction, written),
    )


def _section(request, report, direction, written):
    """Return what stands beside the form: number, automatic words, targets, saved conclusions, the next section."""
    facts = ReportFacts(report)
    nodes = [node for node in direction_nodes(facts) if node.direction]
    place = next(number for number, node in enumerate(nodes) if node.direction == direction)
    states = target_states(facts)
    fed = {target.pk for activity in nodes[place].activities for target in activity.targets.all()}
    automatic = section(nodes[place], facts, states)
    return {
        "number": nodes[place].number,
        "automatic": automatic.facts,
        "next_year": report.year + 1,
        "conclusions": conclusion_lines(report, direction, lines(written.conclusions)),
        "states": [state for state in states if state.target.pk in fed],
        "following": nodes[place + 1] if place + 1 < len(nodes) else None,
        **side(request, report, facts, current=str(direction.pk)),
    }


@requires("reports.change_report", among=visible_drafts)
def report_reason_edit(request, report, target_id):
    target = get_object_or_404(Target, plan=report.plan_id, pk=target_id)
    form = bind(ReasonForm, request, reason=actions.reason_of(report, target))
    if submit(form, actions.give_reason, report=report, target=target, by=request.user):
        return done(request, "Причина сохранена.", report)
    state = next(row for row in target_states(ReportFacts(report)) if row.target.pk == target.pk)
    return show_form(
        request, "reports/report_reason_edit.html", form, report=report, target=target, state=state
    )


@requires("reports.view_report", among=visible_reports)
def report_check_list(request, report):
    findings = run_checks(ReportFacts(report))
    page = paginate(request, findings)
    context = _said_of(request, report, findings) | {"page": page, "lines": finding_lines(report, page.rows)}
    return render(request, "reports/report_check_list.html", context)


@requires("reports.change_report", among=visible_drafts)
@require_POST
def report_finding_explain(request, report):
    """Keep an explanation. htmx gets the finding's own piece back; a page without scripts the list where it stands, or that finding once more when it was refused."""
    key = request.POST.get("finding", "")
    form = NoteForm(request.POST, note=actions.note_of(report, key))
    is_kept = bool(submit(form, actions.explain_finding, report=report, finding=key, by=request.user))
    findings = run_checks(ReportFacts(report))
    place = next((number for number, each in enumerate(findings) if each.key == key), 0)
    if is_kept and not request.htmx:
        address = reverse("reports:report_check_list", args=[report.pk])
        return done(request, "Пояснение сохранено.", f"{address}?page={page_with(place)}#{anchor_of(key)}")
    lines = finding_lines(report, [each for each in findings if each.key == key])
    context = _said_of(request, report, findings) | {"lines": lines, "line": lines[0] if lines else None}
    if not is_kept:
        context |= {"form": form, "refused": key}
    return _list_of_findings(request, context, status=200 if is_kept else 422)


def _list_of_findings(request, context, status=200):
    """Answer with the list, or with the piece of one finding where a script asked for it."""
    piece = "reports/_finding.html"
    return render_page(request, "reports/report_check_list.html", context, piece=piece, status=status)


def _said_of(request, report, findings):
    """Return what the page says beside the lines themselves."""
    return {
        "report": report,
        "n_standing": sum(finding.is_open for finding in findings),
        "may_explain": request.user.has_perm("reports.change_report", report) and report.state == "draft",
    }
