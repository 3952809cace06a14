"""The support desk's view of imports: to look at, never to change."""

from django.contrib import admin

from masterstvo.imports.models import ImportBatch


@admin.register(ImportBatch)
class ImportBatchAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "municipality", "state", "by", "created_at", "committed_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["municipality", "by"]
    search_fields = ["name", "sha256"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
