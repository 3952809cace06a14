"""The support desk's view of documents."""

from django.contrib import admin
from django.db import models

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.documents.models import Attachment, Document


class AttachmentInline(admin.TabularInline):
    model = Attachment
    extra = 0


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["number", "dated_on", "kind", "organization", "municipality"]
    list_filter = ["kind", "municipality"]
    list_select_related = ["organization", "municipality"]
    search_fields = ["number", "title"]
    autocomplete_fields = ["organization"]
    readonly_fields = ["sha256"]
    inlines = [AttachmentInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
