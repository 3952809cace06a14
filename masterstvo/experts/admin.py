"""The support desk's view of the register of experts."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.experts.models import ExpertAppointment


@admin.register(ExpertAppointment)
class ExpertAppointmentAdmin(ReadOnlyAdmin):
    list_display = ["person", "kind", "level", "starts_on", "ends_on"]
    search_fields = ["person__last_name"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]
    raw_id_fields = ["document"]
