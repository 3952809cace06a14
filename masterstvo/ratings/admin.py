"""The support desk's view of ratings."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.ratings.models import Rating


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    list_display = ["title", "municipality", "kind", "state", "starts_on", "ends_on"]
    search_fields = ["title"]
    list_select_related = ["municipality"]
