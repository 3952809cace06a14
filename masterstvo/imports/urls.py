from django.urls import path

from masterstvo.imports import views

app_name = "imports"
urlpatterns = [
    path("imports/", views.batch_list, name="batch_list"),
    path("imports/new/", views.batch_create, name="batch_create"),
    path("imports/samples/<slug:kind>/", views.batch_sample, name="batch_sample"),
    path("imports/<int:pk>/", views.batch_detail, name="batch_detail"),
    path("imports/<int:pk>/columns/", views.batch_map, name="batch_map"),
    path("imports/<int:pk>/fix/", views.batch_fix, name="batch_fix"),
    path("imports/<int:pk>/commit/", views.batch_commit, name="batch_commit"),
    path("imports/<int:pk>/refused/", views.batch_refused, name="batch_refused"),
    path("imports/<int:pk>/undo/", views.batch_undo, name="batch_undo"),
    path("imports/<int:pk>/drop/", views.batch_drop, name="batch_drop"),
]
