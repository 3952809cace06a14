"""The root of all addresses: each app brings its own."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from masterstvo.accounts.views.sign_in import support_desk

handler500 = "masterstvo.core.views.server_error"
urlpatterns = [
    # The support desk signs in as everybody does: with limits and a second factor.
    path("admin/login/", support_desk),
    path("admin/password_change/", RedirectView.as_view(pattern_name="accounts:password_change")),
    path("admin/", admin.site.urls),
    path("", include("masterstvo.accounts.urls")),
    path("", include("masterstvo.agenda.urls")),
    path("", include("masterstvo.assessments.urls")),
    path("", include("masterstvo.communities.urls")),
    path("", include("masterstvo.practices.urls")),
    path("", include("masterstvo.awards.urls")),
    path("", include("masterstvo.ratings.urls")),
    path("", include("masterstvo.contests.urls")),
    path("", include("masterstvo.core.urls")),
    path("", include("masterstvo.diagnostics.urls")),
    path("", include("masterstvo.documents.urls")),
    path("", include("masterstvo.events.urls")),
    path("", include("masterstvo.experts.urls")),
    path("", include("masterstvo.imports.urls")),
    path("", include("masterstvo.inbox.urls")),
    path("", include("masterstvo.indicators.urls")),
    path("", include("masterstvo.journal.urls")),
    path("", include("masterstvo.mentoring.urls")),
    path("", include("masterstvo.organizations.urls")),
    path("", include("masterstvo.people.urls")),
    path("", include("masterstvo.plans.urls")),
    path("", include("masterstvo.privacy.urls")),
    path("", include("masterstvo.quality.urls")),
    path("", include("masterstvo.routes.urls")),
    path("", include("masterstvo.search.urls")),
    path("", include("masterstvo.training.urls")),
    path("", include("masterstvo.reports.urls")),
]
