"""Who may see and change plans: everybody of the municipality sees, its head and methodist change."""

import rules

from masterstvo.organizations.rules import (
    EDITORS,
    add_view,
    edits,
    municipalities_where,
    reads,
    visible_municipalities,
    within,
)
from masterstvo.plans.models import (
    Activity,
    ActivityEvidence,
    Approval,
    Plan,
    PlanFile,
    Target,
    TargetSuggestion,
)
from masterstvo.plans.queries.opened import visible_definitions


def visible_plans(user):
    return Plan.objects.filter(municipality__in=visible_municipalities(user))


def visible_activities(user):
    return Activity.objects.filter(plan__municipality__in=visible_municipalities(user))


def activities_to_prove(user, document):
    """Return the activities that ``document`` may be laid to: of its municipality, where ``user`` changes plans."""
    return Activity.objects.filter(
        plan__municipality__in=municipalities_where(user, EDITORS).filter(pk=document.municipality_id)
    )


def visible_targets(user):
    return Target.objects.filter(plan__municipality__in=visible_municipalities(user))


def visible_plan_files(user):
    """Return the files whose reading ``user`` may decide about."""
    return PlanFile.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def visible_evidence(user):
    return ActivityEvidence.objects.filter(activity__in=visible_activities(user))


def visible_approvals(user):
    return Approval.objects.filter(plan__in=visible_plans(user)).select_related("plan__municipality")


def visible_suggestions(user):
    return TargetSuggestion.objects.filter(activity__in=visible_activities(user))


@rules.predicate
def edits_plan(user, obj):
    """Of a plan, or of anything that belongs to one."""
    if obj is None:
        return edits(user)
    holder = obj.activity if isinstance(obj, ActivityEvidence | TargetSuggestion) else obj
    plan = holder if isinstance(holder, Plan) else holder.plan
    return municipalities_where(user, EDITORS).filter(pk=plan.municipality_id).exists()


@rules.predicate
def imports_into(user, municipality):
    """Into this municipality; without one, into any."""
    if municipality is None:
        return edits(user)
    own = municipality.municipality_id if isinstance(municipality, PlanFile) else municipality.pk
    return municipalities_where(user, EDITORS).filter(pk=own).exists()


add_view("plans.view_plan", visible_plans, reads)
rules.add_perm("plans.view_definition", within(visible_definitions, reads) | rules.is_superuser)
rules.add_perm("plans.import_plan", imports_into | rules.is_superuser)
rules.add_perm("plans.change_plan", edits_plan | rules.is_superuser)
rules.add_perm("plans.view_today", rules.is_authenticated)  # the address of the site itself
add_view("plans.view_activity", visible_activities, reads)
rules.add_perm("plans.change_activity", edits_plan | rules.is_superuser)
add_view("plans.view_target", visible_targets, reads)
