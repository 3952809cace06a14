"""The support desk's view of events and participation."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.events.models import Event, Participation


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["title", "held_on", "kind", "level", "municipality"]
    search_fields = ["title"]
    list_select_related = ["municipality"]
    autocomplete_fields = ["topics"]


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin):
    list_display = ["person", "event", "role", "was_present"]
    search_fields = ["person__last_name", "event__title"]
    list_select_related = ["person", "event"]
    autocomplete_fields = ["person", "event"]
