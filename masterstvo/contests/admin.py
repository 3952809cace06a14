"""The support desk's view of contests and entries."""

from django.contrib import admin

from masterstvo.contests.models import Contest, Entry
from masterstvo.core.support import ReadOnlyAdmin


@admin.register(Contest)
class ContestAdmin(ReadOnlyAdmin):
    list_display = ["title", "level"]
    search_fields = ["title"]


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["person", "contest", "held_on", "result"]
    search_fields = ["person__last_name", "contest__title"]
    list_select_related = ["person", "contest"]
    autocomplete_fields = ["person", "contest"]
