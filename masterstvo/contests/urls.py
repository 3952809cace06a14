from django.urls import path

from masterstvo.contests.views import appeal, contest, entry, fact, jury, marking, result

app_name = "contests"
urlpatterns = [
    # contest
    path("contests/", contest.contest_list, name="contest_list"),
    path("contests/new/", contest.contest_create, name="contest_create"),
    path("contests/<int:pk>/", contest.contest_detail, name="contest_detail"),
    path("contests/<int:pk>/edit/", contest.contest_edit, name="contest_edit"),
    path("contests/<int:pk>/terms/", contest.contest_terms, name="contest_terms"),
    path("my-contests/", contest.contest_own, name="contest_own"),
    # entry
    path("contests/<int:pk>/apply/", entry.contest_apply, name="contest_apply"),
    path("contests/entries/<int:pk>/", entry.entry_detail, name="entry_detail"),
    path("contests/files/<int:pk>/", entry.entry_file, name="entry_file"),
    path("contests/copies/<int:pk>/", entry.copy_file, name="copy_file"),
    # result
    path("contests/<int:pk>/results/", result.contest_results, name="contest_results"),
    path("contests/<int:pk>/public/", result.contest_public, name="contest_public"),
    path("diplomas/<str:code>/", result.diploma_verify, name="diploma_verify"),
    # appeal
    path("contests/<int:pk>/appeals/", appeal.contest_appeals, name="contest_appeals"),
    # fact
    path("contests/facts/", fact.entry_list, name="entry_list"),
    path("contests/facts/new/", fact.entry_create, name="entry_create"),
    path("contests/facts/<int:pk>/edit/", fact.entry_edit, name="entry_edit"),
    path("contests/facts/<int:pk>/delete/", fact.entry_delete, name="entry_delete"),
    path("my-contests/report/", fact.entry_report, name="entry_report"),
    path("my-contests/report/<int:pk>/edit/", fact.report_edit, name="report_edit"),
    path("contests/facts/contests/new/", fact.outside_create, name="outside_create"),
    # jury
    path("contests/<int:pk>/jury/", jury.jury_detail, name="jury_detail"),
    path("contests/<int:pk>/jury/rules/", jury.jury_rules, name="jury_rules"),
    path("contests/<int:pk>/jury/new/", jury.jurymember_create, name="jurymember_create"),
    path("contests/<int:pk>/jury/ranking/", jury.jury_ranking, name="jury_ranking"),
    path("contests/<int:pk>/jury/protocol/", jury.jury_protocol, name="jury_protocol"),
    path("contests/<int:pk>/jury/do/<slug:step>/", jury.jury_step, name="jury_step"),
    path("contests/jury/<int:pk>/", jury.jurymember_edit, name="jurymember_edit"),
    path("contests/mine/jury/", marking.my_jury, name="my_jury"),
    path("contests/mine/jury/<int:pk>/", marking.mark_edit, name="mark_edit"),
    path("contests/mine/jury/<int:pk>/files/<int:copy>/", marking.mark_file, name="mark_file"),
]
