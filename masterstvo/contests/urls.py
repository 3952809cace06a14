from django.urls import path

from masterstvo.contests.views import fact

app_name = "contests"
urlpatterns = [
    path("contests/", fact.entry_list, name="entry_list"),
    path("contests/new/", fact.entry_create, name="entry_create"),
    path("contests/<int:pk>/edit/", fact.entry_edit, name="entry_edit"),
    path("contests/<int:pk>/delete/", fact.entry_delete, name="entry_delete"),
    path("contests/contests/new/", fact.contest_create, name="contest_create"),
]
