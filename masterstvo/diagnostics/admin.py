"""The support desk's view of measurements: that they took place, never what they showed."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.diagnostics.models import Diagnostic


@admin.register(Diagnostic)
class DiagnosticAdmin(ReadOnlyAdmin):
    list_display = ["person", "measured_on", "procedure", "kind"]
    search_fields = ["person__last_name", "procedure"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]
    fields = ["person", "measured_on", "procedure", "kind"]
