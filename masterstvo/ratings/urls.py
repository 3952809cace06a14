from django.urls import path

from masterstvo.ratings import views

app_name = "ratings"
urlpatterns = [
    path("ratings/", views.rating_list, name="rating_list"),
    path("ratings/new/", views.rating_create, name="rating_create"),
    path("ratings/<int:pk>/", views.rating_detail, name="rating_detail"),
    path("ratings/<int:pk>/edit/", views.rating_edit, name="rating_edit"),
    path("ratings/<int:pk>/act/", views.rating_act, name="rating_act"),
    path("ratings/<int:pk>/parts/new/", views.part_create, name="part_create"),
    path("ratings/parts/<int:pk>/edit/", views.part_edit, name="part_edit"),
    path("ratings/standings/<int:pk>/", views.standing_detail, name="standing_detail"),
]
