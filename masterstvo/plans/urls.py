from django.urls import path

from masterstvo.plans.views import activity, approval, plan, result, target, today

app_name = "plans"
urlpatterns = [
    path("", today.today, name="today"),
    # activity
    path("plans/activities/", activity.activity_list, name="activity_list"),
    path("plans/activities/plan-<int:plan_id>/", activity.activity_list, name="activity_list"),
    path("plans/activities/year/", activity.activity_year, name="activity_year"),
    path("plans/activities/plan-<int:plan_id>/year/", activity.activity_year, name="activity_year"),
    path("plans/activities/plan-<int:pk>/new/", activity.activity_create, name="activity_create"),
    path("plans/<int:pk>/calendar.ics", activity.activity_ical, name="activity_ical"),
    path("plans/activities/<int:pk>/", activity.activity_detail, name="activity_detail"),
    path("plans/activities/<int:pk>/edit/", activity.activity_edit, name="activity_edit"),
    path("plans/activities/<int:pk>/undo/", activity.activity_undo, name="activity_undo"),
    path("plans/activities/<int:pk>/accept/", result.result_accept, name="result_accept"),
    path("plans/activities/<int:pk>/delete/", activity.activity_delete, name="activity_delete"),
    path("plans/activities/<int:pk>/targets/", activity.activity_link, name="activity_link"),
    path("plans/evidence/<int:pk>/delete/", activity.evidence_delete, name="evidence_delete"),
    # approval
    path("plans/<int:pk>/approvals/new/", approval.approval_create, name="approval_create"),
    path("plans/approvals/<int:pk>/delete/", approval.approval_delete, name="approval_delete"),
    # plan
    path("plans/", plan.plan_list, name="plan_list"),
    path("plans/new/", plan.plan_create, name="plan_create"),
    path("plans/<int:pk>/", plan.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/edit/", plan.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/approve/", plan.plan_approve, name="plan_approve"),
    path("plans/<int:pk>/state/", plan.plan_change_state, name="plan_change_state"),
    path("plans/files/<int:pk>/", plan.plan_import, name="plan_import"),
    path("plans/files/<int:pk>/difference/", plan.plan_difference, name="plan_difference"),
    path("plans/files/<int:pk>/discard/", plan.plan_discard, name="plan_discard"),
    path("plans/suggestions/<int:pk>/", plan.suggestion_decide, name="suggestion_decide"),
    path("plans/targets/<int:pk>/definition/", plan.target_match, name="target_match"),
    # target
    path("plans/definitions/<int:pk>/", target.definition_detail, name="definition_detail"),
    path("plans/targets/", target.target_list, name="target_list"),
    path("plans/targets/<int:pk>/", target.target_detail, name="target_detail"),
]
