from django.urls import path

from masterstvo.diagnostics import views

app_name = "diagnostics"
urlpatterns = [
    path("diagnostics/", views.diagnostic_list, name="diagnostic_list"),
    path("diagnostics/new/", views.diagnostic_create, name="diagnostic_create"),
    path("diagnostics/<int:pk>/edit/", views.diagnostic_edit, name="diagnostic_edit"),
    path("diagnostics/<int:pk>/delete/", views.diagnostic_delete, name="diagnostic_delete"),
    path("profiles/<int:pk>/", views.profile_detail, name="profile_detail"),
    path("deficits/", views.deficit_list, name="deficit_list"),
    path("deficits/map/", views.deficit_map, name="deficit_map"),
    path("deficits/<int:pk>/ready/", views.deficit_ready, name="deficit_ready"),
    path("competences/", views.framework_detail, name="framework_detail"),
    path("wards/", views.ward_list, name="ward_list"),
    path("diagnostics/shares/new/", views.share_create, name="share_create"),
    path("diagnostics/shares/<int:pk>/delete/", views.share_delete, name="share_delete"),
]
