from django.urls import path

from masterstvo.documents.views import document, line, register, step

app_name = "documents"
urlpatterns = [
    path("documents/", document.document_list, name="document_list"),
    path("documents/new/", document.document_create, name="document_create"),
    path("documents/<int:pk>/", document.document_detail, name="document_detail"),
    path("documents/<int:pk>/edit/", document.document_edit, name="document_edit"),
    path("documents/<int:pk>/file/", document.document_file, name="document_file"),
    path("documents/<int:pk>/step/<slug:step>/", step.document_step, name="document_step"),
    path("documents/<int:pk>/add/<slug:part>/", line.document_add, name="document_add"),
    path("documents/<int:pk>/line/<slug:act>/<int:line>/", line.document_line, name="document_line"),
    path("documents/registers/", register.register_list, name="register_list"),
    path("documents/registers/new/", register.register_create, name="register_create"),
    path("documents/registers/<int:pk>/edit/", register.register_edit, name="register_edit"),
    path("documents/templates/new/", register.template_create, name="template_create"),
    path("documents/templates/<int:pk>/delete/", register.template_delete, name="template_delete"),
]
