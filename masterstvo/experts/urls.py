from django.urls import path

from masterstvo.experts import views

app_name = "experts"
urlpatterns = [
    path("experts/", views.expertappointment_list, name="expertappointment_list"),
    path("experts/new/", views.expertappointment_create, name="expertappointment_create"),
    path("experts/<int:pk>/edit/", views.expertappointment_edit, name="expertappointment_edit"),
    path("experts/<int:pk>/delete/", views.expertappointment_delete, name="expertappointment_delete"),
]
