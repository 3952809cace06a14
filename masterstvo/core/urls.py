from django.urls import path

from masterstvo.core import views

app_name = "core"
urlpatterns = [
    path("view/", views.view_change, name="view_change"),
    path("kit/", views.kit, name="kit"),
]
