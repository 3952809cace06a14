"""The support desk's view of practices."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.practices.models import Practice, Review


@admin.register(Practice)
class PracticeAdmin(ReadOnlyAdmin):
    list_display = ["title", "municipality", "kind", "banked_on", "ends_on", "is_hidden"]
    search_fields = ["title"]
    list_select_related = ["municipality"]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["version", "person", "due_on", "finished_on", "recused_on"]
    list_select_related = ["version", "person"]
