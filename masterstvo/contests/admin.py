"""The support desk's view of contests and entries."""

from django.contrib import admin

from masterstvo.contests.models import Contest, Diploma, Entry, Letter
from masterstvo.core.support import ReadOnlyAdmin


@admin.register(Contest)
class ContestAdmin(ReadOnlyAdmin):
    list_display = ["title", "level", "municipality", "year", "state"]
    search_fields = ["title"]
    list_select_related = ["municipality"]


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["person", "contest", "state", "held_on", "result"]
    search_fields = ["person__last_name", "contest__title"]
    list_select_related = ["person", "contest"]
    autocomplete_fields = ["person", "contest"]


@admin.register(Diploma)
class DiplomaAdmin(ReadOnlyAdmin):
    list_display = ["name", "contest_title", "achievement", "issued_on"]
    search_fields = ["name", "contest_title"]


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["name", "contest_title", "merit", "issued_on"]
    search_fields = ["name", "contest_title"]
