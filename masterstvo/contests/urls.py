from django.urls import path

from masterstvo.contests import views

app_name = "contests"
urlpatterns = [
    path("contests/", views.entry_list, name="entry_list"),
    path("contests/new/", views.entry_create, name="entry_create"),
    path("contests/<int:pk>/edit/", views.entry_edit, name="entry_edit"),
    path("contests/<int:pk>/delete/", views.entry_delete, name="entry_delete"),
    path("contests/contests/new/", views.contest_create, name="contest_create"),
]
