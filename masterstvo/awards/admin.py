"""The support desk's view of awards."""

from django.contrib import admin

from masterstvo.awards.models import Award, Nomination
from masterstvo.core.support import ReadOnlyAdmin


@admin.register(Award)
class AwardAdmin(ReadOnlyAdmin):
    list_display = ["title", "municipality", "level", "starts_on", "ends_on"]
    search_fields = ["title"]
    list_select_related = ["municipality"]


@admin.register(Nomination)
class NominationAdmin(ReadOnlyAdmin):
    list_display = ["person", "award", "year", "state"]
    search_fields = ["person__last_name"]
    list_select_related = ["person", "award"]
