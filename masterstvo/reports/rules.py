"""Who may see, write and approve reports."""

import rules

from masterstvo.organizations.choices import Role
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    add_view,
    edits,
    has_role,
    municipalities_where,
    reads,
    visible_organizations,
    within,
)
from masterstvo.reports.choices import ReportState
from masterstvo.reports.models import CarriedConclusion, Report, ReportApproval


def visible_reports(user):
    reports = Report.objects.filter(plan__municipality__in=municipalities_where(user, READERS))
    return reports.select_related("plan__municipality__region")


def visible_drafts(user):
    """Return the reports that still change: an approved one has no pages of editing."""
    return visible_reports(user).filter(state=ReportState.DRAFT)


def visible_approved(user):
    return visible_reports(user).filter(state=ReportState.APPROVED)


def visible_approvals(user):
    """Return the lines of agreement sheets that still change."""
    return ReportApproval.objects.filter(report__in=visible_drafts(user)).select_related("report__plan")


def visible_conclusions(user):
    """Return the conclusions that went to the plan from the directions of visible reports."""
    plans = visible_reports(user).order_by().values("plan")
    return CarriedConclusion.objects.filter(direction__plan__in=plans).select_related("direction__plan")


@rules.predicate
def writes_report(user, obj):
    """Of a report, or of anything that belongs to one or to its plan."""
    if obj is None:
        return edits(user)
    holder = {ReportApproval: "report", CarriedConclusion: "direction"}.get(type(obj))
    plan = (getattr(obj, holder) if holder else obj).plan
    return municipalities_where(user, EDITORS).filter(pk=plan.municipality_id).exists()


@rules.predicate
def heads_municipality(user, report):
    return (
        report is not None
        and municipalities_where(user, {Role.HEAD}).filter(pk=report.plan.municipality_id).exists()
    )


add_view("reports.view_report", visible_reports, has_role(READERS))
rules.add_perm("reports.change_report", writes_report | rules.is_superuser)
rules.add_perm("reports.approve_report", heads_municipality | rules.is_superuser)
rules.add_perm("reports.view_note", has_role(READERS) | rules.is_superuser)
rules.add_perm("reports.view_summary", within(visible_organizations, reads))
