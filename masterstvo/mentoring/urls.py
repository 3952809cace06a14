from django.urls import path

from masterstvo.mentoring import views

app_name = "mentoring"
urlpatterns = [
    path("mentoring/", views.mentorship_list, name="mentorship_list"),
    path("mentoring/new/", views.mentorship_create, name="mentorship_create"),
    path("mentoring/<int:pk>/edit/", views.mentorship_edit, name="mentorship_edit"),
    path("mentoring/<int:pk>/delete/", views.mentorship_delete, name="mentorship_delete"),
]
