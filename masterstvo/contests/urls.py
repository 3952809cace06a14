from django.urls import path

from masterstvo.contests.views import fact, jury, marking

app_name = "contests"
urlpatterns = [
    path("contests/", fact.entry_list, name="entry_list"),
    path("contests/new/", fact.entry_create, name="entry_create"),
    path("contests/<int:pk>/edit/", fact.entry_edit, name="entry_edit"),
    path("contests/<int:pk>/delete/", fact.entry_delete, name="entry_delete"),
    path("contests/contests/new/", fact.contest_create, name="contest_create"),
    path("contests/<int:pk>/jury/", jury.jury_detail, name="jury_detail"),
    path("contests/<int:pk>/jury/rules/", jury.jury_rules, name="jury_rules"),
    path("contests/<int:pk>/jury/new/", jury.jurymember_create, name="jurymember_create"),
    path("contests/<int:pk>/jury/ranking/", jury.jury_ranking, name="jury_ranking"),
    path("contests/<int:pk>/jury/protocol/", jury.jury_protocol, name="jury_protocol"),
    path("contests/<int:pk>/jury/do/<slug:step>/", jury.jury_step, name="jury_step"),
    path("contests/jury/<int:pk>/", jury.jurymember_edit, name="jurymember_edit"),
    path("contests/mine/jury/", marking.my_jury, name="my_jury"),
    path("contests/mine/jury/<int:pk>/", marking.mark_edit, name="mark_edit"),
    path("contests/mine/jury/<int:pk>/files/<int:key>/", marking.mark_file, name="mark_file"),
]
