from django.urls import path

from masterstvo.journal import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.record_list, name="record_list"),
    path("journal/<str:label>/<int:object_id>/", views.object_history, name="object_history"),
    path("journal/<str:label>/<int:object_id>/undo/", views.object_undo, name="object_undo"),
]
