"""The support desk's view of people, their jobs and qualification."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.people.models import Attestation, Employment, Person, ReserveEntry, Vacancy


class EmploymentInline(admin.TabularInline):
    model = Employment
    extra = 0
    autocomplete_fields = ["organization"]


class AttestationInline(admin.TabularInline):
    model = Attestation
    extra = 0


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    list_display = ["last_name", "first_name", "patronymic", "born_on", "municipality", "code"]
    list_filter = ["municipality"]
    list_select_related = ["municipality"]
    search_fields = ["last_name", "first_name", "patronymic", "code"]
    autocomplete_fields = ["user"]
    inlines = [EmploymentInline, AttestationInline]


@admin.register(Vacancy)
class VacancyAdmin(ReadOnlyAdmin):
    list_display = ["position", "organization", "subject", "opened_on", "closed_on"]
    list_select_related = ["organization"]
    autocomplete_fields = ["organization"]


@admin.register(ReserveEntry)
class ReserveEntryAdmin(ReadOnlyAdmin):
    list_display = ["person", "position", "starts_on", "ends_on"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]
