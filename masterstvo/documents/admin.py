"""The support desk's view of documents."""

from django.contrib import admin
from django.db import models

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.documents.models import Attachment, Document, DocumentFile, Register


class AttachmentInline(admin.TabularInline):
    model = Attachment
    extra = 0


class FileInline(admin.TabularInline):
    model = DocumentFile
    extra = 0


@admin.register(Register)
class RegisterAdmin(ReadOnlyAdmin):
    list_display = ["title", "pattern", "organization", "municipality"]
    list_select_related = ["organization", "municipality"]


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["number", "dated_on", "state", "kind", "organization", "municipality"]
    list_filter = ["state", "kind", "municipality"]
    list_select_related = ["organization", "municipality"]
    search_fields = ["number", "title"]
    autocomplete_fields = ["organization"]
    inlines = [FileInline, AttachmentInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
