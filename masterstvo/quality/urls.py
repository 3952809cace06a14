from django.urls import path

from masterstvo.quality import views

app_name = "quality"
urlpatterns = [
    path("pupil-results/", views.pupilresult_list, name="pupilresult_list"),
    path("pupil-results/hints/", views.hint_list, name="hint_list"),
    path("pupil-results/new/", views.pupilresult_create, name="pupilresult_create"),
    path("pupil-results/<int:pk>/edit/", views.pupilresult_edit, name="pupilresult_edit"),
    path("pupil-results/<int:pk>/delete/", views.pupilresult_delete, name="pupilresult_delete"),
]
