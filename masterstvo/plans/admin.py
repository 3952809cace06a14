"""The support desk's view of plans, their rows, targets and files."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.plans.models import (
    Activity,
    ActivityEvidence,
    ActivityResponsible,
    Approval,
    Direction,
    Plan,
    PlanFile,
    Target,
    TargetSuggestion,
    TargetValue,
)


class ApprovalInline(admin.TabularInline):
    model = Approval
    extra = 0


class ResponsibleInline(admin.TabularInline):
    model = ActivityResponsible
    extra = 0
    raw_id_fields = ["person"]


class EvidenceInline(admin.TabularInline):
    model = ActivityEvidence
    extra = 0
    raw_id_fields = ["document"]


class ValueInline(admin.TabularInline):
    model = TargetValue
    extra = 0


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ["name", "municipality", "state", "order_number", "order_on"]
    list_filter = ["municipality", "state", "kind"]
    list_select_related = ["municipality"]
    search_fields = ["title", "order_number"]
    inlines = [ApprovalInline]


@admin.register(PlanFile)
class PlanFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "municipality", "plan", "state", "read_at"]
    list_filter = ["municipality", "state"]
    list_select_related = ["municipality", "plan__municipality"]
    search_fields = ["name", "sha256"]


@admin.register(Direction)
class DirectionAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "plan"]
    list_select_related = ["plan__municipality"]
    search_fields = ["title"]
    raw_id_fields = ["plan", "parent"]


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "plan", "period_text", "due_on", "state"]
    list_filter = ["state", "schedule_kind"]
    list_select_related = ["plan__municipality"]
    search_fields = ["number", "title", "actual_result"]
    raw_id_fields = ["plan", "direction", "targets"]
    inlines = [ResponsibleInline, EvidenceInline]


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "indicator_code", "plan"]
    list_select_related = ["plan__municipality"]
    search_fields = ["title", "indicator_code"]
    raw_id_fields = ["plan", "parent"]
    inlines = [ValueInline]


@admin.register(TargetSuggestion)
class TargetSuggestionAdmin(ReadOnlyAdmin):
    list_display = ["text", "activity", "state"]
    list_filter = ["state"]
    list_select_related = ["activity"]
    raw_id_fields = ["activity"]
