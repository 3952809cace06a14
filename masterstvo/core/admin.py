"""The support desk's view of dictionaries and of the log."""

from django.contrib import admin

from masterstvo.core.models import AuditRecord, Term
from masterstvo.core.support import ReadOnlyAdmin, RecordedAdmin


@admin.register(Term)
class TermAdmin(RecordedAdmin):
    list_display = ["title", "vocabulary", "key", "is_confirmed", "merged_into"]
    list_filter = ["vocabulary", "is_confirmed"]
    list_select_related = ["merged_into"]
    search_fields = ["title", "key"]
    autocomplete_fields = ["merged_into"]


@admin.register(AuditRecord)
class AuditRecordAdmin(ReadOnlyAdmin):
    """Rows are only added, and only by actions."""

    list_display = ["at", "by", "action", "object_type", "object_id"]
    list_filter = ["object_type"]
    list_select_related = ["by"]
    search_fields = ["action", "reason"]
