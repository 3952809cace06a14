"""What the support desk's pages (``/admin/``) may do: look at everything, write little, and never silently.

Rows that actions change are only looked at there: actions check, scan files, keep rules and write the log, Django's pages would not.
"""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest

from masterstvo.core.audit import record


class ReadOnlyAdmin(admin.ModelAdmin):
    """A model to look at."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordedAdmin(admin.ModelAdmin):
    """A model that has no pages of its own: each edit leaves a record in the log; nothing is deleted."""

    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        columns = {field.name: field.attname for field in obj._meta.concrete_fields}
        asked = {
            name: (form.initial.get(name), getattr(obj, columns[name]))
            for name in form.changed_data
            if name in columns
        }
        changes = {name: values for name, values in asked.items() if values[0] != values[1]}
        verb = "edit" if change else "create"
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            record(
                request.user,
                f"{obj._meta.app_label}.{verb}_{obj._meta.model_name}",
                obj,
                changes=changes if change else None,
            )
