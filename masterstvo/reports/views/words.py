"""People's words: sections, reasons, explanations."""

from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from masterstvo.core.forms import bind
from masterstvo.core.views import done, requires, show_form
from masterstvo.plans.models import Direction, Target
from masterstvo.reports.actions import report as actions
from masterstvo.reports.checks import run_checks
from masterstvo.reports.composition.compose import direction_nodes, section
from masterstvo.reports.composition.targets import target_states
from masterstvo.reports.composition.wording import lines
from masterstvo.reports.forms import NarrativeForm, NoteForm, ReasonForm
from masterstvo.reports.models import Narrative
from masterstvo.reports.queries import ReportFacts, conclusion_lines
from masterstvo.reports.rules import visible_drafts, visible_reports
from masterstvo.reports.views.outline import finding_lines
from masterstvo.reports.views.report import side


@requires("reports.change_report", among=visible_drafts)
def report_narrative_edit(request, report, direction_id):
    direction = get_object_or_404(Direction, plan=report.plan_id, pk=direction_id)
    written = Narrative.objects.filter(report=report, direction=direction).first()
    form = bind(NarrativeForm, request, instance=written, initial={"token": actions.token_of(written)})
    theirs = None
    if form.is_bound and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            actions.write_narrative(
                report=report, direction=direction, token=words.pop("token"), words=words, by=request.user
            )
        except actions.NarrativeChanged as refusal:
            theirs = refusal.theirs
            form.add_error(None, str(refusal))
            form.data = form.data.copy()
            form.data["token"] = actions.token_of(theirs)  # having seen theirs, the next save may replace it
        else:
            return done(request, "Раздел сохранён.", "reports:report_narrative_edit", report.pk, direction.pk)
    return show_form(
        request,
        "reports/report_narrative_edit.html",
        form,
        direction=direction,
        theirs=theirs,
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
        "conclusions": conclusion_lines(report, direction, lines(written.conclusions) if written else ()),
        "states": [state for state in states if state.target.pk in fed],
        "following": nodes[place + 1] if place + 1 < len(nodes) else None,
        **side(request, report, facts, current=str(direction.pk)),
    }


@requires("reports.change_report", among=visible_drafts)
def report_reason_edit(request, report, target_id):
    target = get_object_or_404(Target, plan=report.plan_id, pk=target_id)
    given = report.reasons.filter(target=target).first()
    form = bind(ReasonForm, request, initial={"text": given.text if given else ""})
    if form.is_bound and form.is_valid():
        actions.give_reason(report=report, target=target, by=request.user, **form.cleaned_data)
        return done(request, "Причина сохранена.", report)
    state = next(row for row in target_states(ReportFacts(report)) if row.target.pk == target.pk)
    return show_form(
        request, "reports/report_reason_edit.html", form, report=report, target=target, state=state
    )


@requires("reports.view_report", among=visible_reports)
def report_check_list(request, report):
    facts = ReportFacts(report)
    findings = run_checks(facts)
    context = {
        "report": report,
        "lines": finding_lines(report, findings),
        "n_standing": sum(finding.is_open for finding in findings),
        "may_explain": request.user.has_perm("reports.change_report", report) and report.state == "draft",
    }
    return render(request, "reports/report_check_list.html", context)


@requires("reports.change_report", among=visible_drafts)
@require_POST
def report_finding_explain(request, report):
    """Keep an explanation; htmx gets the finding's own piece back, a page without scripts the whole list."""
    key = request.POST.get("finding", "")
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.explain_finding(report=report, finding=key, by=request.user, **form.cleaned_data)
    if not request.htmx:
        return done(request, "Пояснение сохранено.", "reports:report_check_list", report.pk)
    lines = [
        line for line in finding_lines(report, run_checks(ReportFacts(report))) if line.finding.key == key
    ]
    context = {"report": report, "line": lines[0] if lines else None, "may_explain": True}
    response = render(request, "reports/_finding.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
