from django.urls import path

from masterstvo.indicators import views

app_name = "indicators"
urlpatterns = [
    path("indicators/new/", views.indicator_create, name="indicator_create"),
    path("indicators/<int:pk>/edit/", views.indicator_edit, name="indicator_edit"),
]
