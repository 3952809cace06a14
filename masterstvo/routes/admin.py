"""The support desk's view of routes."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.routes.models import Route


@admin.register(Route)
class RouteAdmin(ReadOnlyAdmin):
    list_display = ["person", "basis", "state", "approved_on"]
    search_fields = ["person__last_name"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]
