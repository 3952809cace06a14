from django.urls import path

from masterstvo.diagnostics.views import diagnostic, framework

app_name = "diagnostics"
urlpatterns = [
    path("diagnostics/", diagnostic.diagnostic_list, name="diagnostic_list"),
    path("diagnostics/new/", diagnostic.diagnostic_create, name="diagnostic_create"),
    path("diagnostics/<int:pk>/edit/", diagnostic.diagnostic_edit, name="diagnostic_edit"),
    path("diagnostics/<int:pk>/delete/", diagnostic.diagnostic_delete, name="diagnostic_delete"),
    path("profiles/<int:pk>/", diagnostic.profile_detail, name="profile_detail"),
    path("deficits/", diagnostic.deficit_list, name="deficit_list"),
    path("deficits/map/", diagnostic.deficit_map, name="deficit_map"),
    path("deficits/<int:pk>/ready/", diagnostic.deficit_ready, name="deficit_ready"),
    path("competences/", framework.framework_detail, name="framework_detail"),
    path("competences/begin/", framework.framework_begin, name="framework_begin"),
    path("competences/frameworks/<int:pk>/import/", framework.framework_import, name="framework_import"),
    path(
        "competences/frameworks/<int:pk>/export/<str:form>/",
        framework.framework_export,
        name="framework_export",
    ),
    path("competences/frameworks/<int:pk>/new/", framework.competence_create, name="competence_create"),
    path("competences/<int:pk>/edit/", framework.competence_edit, name="competence_edit"),
    path("competences/<int:pk>/change/", framework.competence_change, name="competence_change"),
    path("competences/<int:pk>/targets/new/", framework.target_create, name="target_create"),
    path("competences/<int:pk>/measures/<str:instrument>/", framework.measure_edit, name="measure_edit"),
    path("wards/", diagnostic.ward_list, name="ward_list"),
    path("diagnostics/shares/new/", diagnostic.share_create, name="share_create"),
    path("diagnostics/shares/<int:pk>/delete/", diagnostic.share_delete, name="share_delete"),
]
