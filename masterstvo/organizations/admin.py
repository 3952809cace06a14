"""The support desk's view of regions, municipalities, organizations and roles."""

from django.contrib import admin
from django.db import models

from masterstvo.core.support import ReadOnlyAdmin, RecordedAdmin
from masterstvo.organizations.models import (
    Grant,
    Municipality,
    Organization,
    OrganizationAlias,
    OrganizationFigure,
    OrganizationStatus,
    Region,
)


class AliasInline(admin.TabularInline):
    model = OrganizationAlias
    extra = 0


@admin.register(Region)
class RegionAdmin(RecordedAdmin):
    search_fields = ["title"]


@admin.register(Municipality)
class MunicipalityAdmin(RecordedAdmin):
    list_display = ["title", "code", "region"]
    list_select_related = ["region"]
    search_fields = ["title", "code"]


@admin.register(Organization)
class OrganizationAdmin(ReadOnlyAdmin):
    list_display = ["title", "code", "kind", "municipality", "closed_on"]
    list_filter = ["municipality", "kind"]
    list_select_related = ["municipality"]
    search_fields = ["title", "short_title", "code"]
    inlines = [AliasInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(OrganizationStatus)
class OrganizationStatusAdmin(ReadOnlyAdmin):
    list_display = ["organization", "kind", "topic", "starts_on", "ends_on"]
    list_filter = ["kind"]
    list_select_related = ["organization"]
    autocomplete_fields = ["organization"]


@admin.register(OrganizationFigure)
class OrganizationFigureAdmin(ReadOnlyAdmin):
    list_display = ["organization", "year", "kind", "value"]
    list_filter = ["year", "kind"]
    list_select_related = ["organization"]
    autocomplete_fields = ["organization"]


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "region", "municipality", "organization", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user", "region", "municipality", "organization"]
    autocomplete_fields = ["user", "organization"]
