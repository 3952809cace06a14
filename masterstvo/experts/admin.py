"""The support desk's view of expert appointments."""

from django.contrib import admin

from masterstvo.experts.models import ExpertAppointment


@admin.register(ExpertAppointment)
class ExpertAppointmentAdmin(admin.ModelAdmin):
    list_display = ["person", "kind", "level", "starts_on", "ends_on"]
    search_fields = ["person__last_name"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]
