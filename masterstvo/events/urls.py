from django.urls import path

from masterstvo.events import views

app_name = "events"
urlpatterns = [
    path("events/", views.event_list, name="event_list"),
    path("events/new/", views.event_create, name="event_create"),
    path("events/<int:pk>/edit/", views.event_edit, name="event_edit"),
    path("events/<int:pk>/delete/", views.event_delete, name="event_delete"),
    path("events/<int:pk>/", views.event_detail, name="event_detail"),
    path("events/<int:pk>/people/new/", views.participation_create, name="participation_create"),
    path("participation/<int:pk>/edit/", views.participation_edit, name="participation_edit"),
    path("participation/<int:pk>/delete/", views.participation_delete, name="participation_delete"),
]
