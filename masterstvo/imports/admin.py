"""The support desk's view of imports: to look at, never to change."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.imports.models import ImportBatch


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "municipality", "state", "by", "created_at", "committed_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["municipality", "by"]
    search_fields = ["name", "sha256"]
