"""The support desk's view of results of pupils."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.quality.models import PupilResult, SkillResult


@admin.register(PupilResult)
class PupilResultAdmin(ReadOnlyAdmin):
    list_display = ["organization", "year", "procedure", "subject", "grade"]
    search_fields = ["organization__title", "subject"]
    list_select_related = ["organization"]
    autocomplete_fields = ["organization"]


@admin.register(SkillResult)
class SkillResultAdmin(ReadOnlyAdmin):
    list_display = ["organization", "year", "procedure", "subject", "grade", "skill"]
    search_fields = ["organization__title", "subject", "skill"]
    list_select_related = ["organization"]
    autocomplete_fields = ["organization"]
