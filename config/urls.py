"""The root of all addresses: each app brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("masterstvo.accounts.urls")),
    path("", include("masterstvo.core.urls")),
    path("", include("masterstvo.organizations.urls")),
    path("", include("masterstvo.people.urls")),
    path("", include("masterstvo.plans.urls")),
    path("", include("masterstvo.imports.urls")),
]
