"""The support desk's view of providers, programmes and courses."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin, RecordedAdmin
from masterstvo.training.models import Programme, Provider, Session, Training, TrainingRequest


@admin.register(Provider)
class ProviderAdmin(RecordedAdmin):
    list_display = ["title", "kind", "parent"]
    search_fields = ["title"]
    list_select_related = ["parent"]


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ["title", "provider", "hours", "kind", "in_federal_register"]
    search_fields = ["title"]
    list_select_related = ["provider"]
    autocomplete_fields = ["provider", "topics"]


@admin.register(Training)
class TrainingAdmin(ReadOnlyAdmin):
    list_display = ["person", "programme", "finished_on"]
    search_fields = ["person__last_name", "programme__title"]
    list_select_related = ["person", "programme"]
    autocomplete_fields = ["person", "programme"]


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ["programme", "municipality", "starts_on", "seats"]
    search_fields = ["programme__title"]
    list_select_related = ["programme", "municipality"]
    autocomplete_fields = ["programme"]


@admin.register(TrainingRequest)
class TrainingRequestAdmin(ReadOnlyAdmin):
    list_display = ["person", "programme", "session", "state"]
    search_fields = ["person__last_name", "programme__title"]
    list_select_related = ["person", "programme", "session__programme"]
    autocomplete_fields = ["person", "programme"]
