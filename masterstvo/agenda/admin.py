"""The support desk's view of secret links: that they exist, never what opens them."""

from django.contrib import admin

from masterstvo.agenda.models import Feed
from masterstvo.core.support import ReadOnlyAdmin


@admin.register(Feed)
class FeedAdmin(ReadOnlyAdmin):
    list_display = ["user", "title", "whose", "made_at", "read_at"]
    list_select_related = ["user", "organization", "municipality"]
    exclude = ["token_hash"]
