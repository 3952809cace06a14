from django.urls import path

from masterstvo.diagnostics import views

app_name = "diagnostics"
urlpatterns = [
    path("diagnostics/", views.diagnostic_list, name="diagnostic_list"),
    path("diagnostics/new/", views.diagnostic_create, name="diagnostic_create"),
    path("diagnostics/<int:pk>/edit/", views.diagnostic_edit, name="diagnostic_edit"),
    path("diagnostics/<int:pk>/delete/", views.diagnostic_delete, name="diagnostic_delete"),
]
