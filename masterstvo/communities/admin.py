"""The support desk's view of communities."""

from django.contrib import admin

from masterstvo.communities.models import Community, CommunityMember, Meeting
from masterstvo.core.support import ReadOnlyAdmin


@admin.register(Community)
class CommunityAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "municipality", "organization", "starts_on", "ends_on"]
    search_fields = ["title"]
    list_select_related = ["municipality", "organization"]


@admin.register(CommunityMember)
class CommunityMemberAdmin(ReadOnlyAdmin):
    list_display = ["person", "community", "role", "starts_on", "ends_on"]
    search_fields = ["person__last_name", "community__title"]
    list_select_related = ["person", "community"]
    autocomplete_fields = ["person", "community"]


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ["title", "community", "held_on", "state", "protocol_number"]
    search_fields = ["title", "community__title"]
    list_select_related = ["community"]
    autocomplete_fields = ["community"]
