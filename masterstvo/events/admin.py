"""The support desk's view of events, registrations and participation."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.events.models import Certificate, Event, Participation, Registration


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["title", "held_on", "state", "kind", "level", "municipality"]
    search_fields = ["title"]
    list_select_related = ["municipality"]
    autocomplete_fields = ["topics"]


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    list_display = ["person", "event", "role", "state", "queued_at"]
    search_fields = ["person__last_name", "event__title"]
    list_select_related = ["person", "event"]
    exclude = ["code"]


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin):
    list_display = ["person", "event", "role", "was_present"]
    search_fields = ["person__last_name", "event__title"]
    list_select_related = ["person", "event"]
    autocomplete_fields = ["person", "event"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "name", "event_title", "issued_on", "state", "municipality"]
    search_fields = ["name", "event_title"]
    list_select_related = ["municipality"]
    exclude = ["code"]
