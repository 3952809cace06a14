from django.urls import path

from masterstvo.reports.views import approval, conclusion, note, report, words

app_name = "reports"
urlpatterns = [
    path("reports/", report.report_list, name="report_list"),
    path("reports/new/", report.report_create, name="report_create"),
    path("reports/template.docx", report.report_template_download, name="report_template_download"),
    path("reports/note/", note.note_detail, name="note_detail"),
    path("reports/summaries/<int:pk>/summary.docx", note.summary_download, name="summary_download"),
    path("reports/<int:pk>/", report.report_detail, name="report_detail"),
    path("reports/<int:pk>/preview/", report.report_preview, name="report_preview"),
    path("reports/<int:pk>/approvals/new/", approval.approval_create, name="approval_create"),
    path("reports/approvals/<int:pk>/", approval.approval_edit, name="approval_edit"),
    path("reports/approvals/<int:pk>/agree/", approval.approval_agree, name="approval_agree"),
    path("reports/approvals/<int:pk>/delete/", approval.approval_delete, name="approval_delete"),
    path(
        "reports/<int:pk>/sections/<int:direction_id>/carry/",
        conclusion.conclusion_carry,
        name="conclusion_carry",
    ),
    path("reports/conclusions/<int:pk>/return/", conclusion.conclusion_return, name="conclusion_return"),
    path("reports/<int:pk>/approve/", report.report_approve, name="report_approve"),
    path("reports/<int:pk>/checks/", words.report_check_list, name="report_check_list"),
    path("reports/<int:pk>/checks/explain/", words.report_finding_explain, name="report_finding_explain"),
    path("reports/<int:pk>/correct/", report.report_correct, name="report_correct"),
    path("reports/<int:pk>/drift/", report.report_drift, name="report_drift"),
    path("reports/<int:pk>/edit/", report.report_edit, name="report_edit"),
    path(
        "reports/<int:pk>/sections/<int:direction_id>/",
        words.report_narrative_edit,
        name="report_narrative_edit",
    ),
    path("reports/<int:pk>/targets/<int:target_id>/", words.report_reason_edit, name="report_reason_edit"),
    path("reports/<int:pk>/template/", report.report_template_edit, name="report_template_edit"),
    path("reports/<int:pk>/report.docx", report.report_download, name="report_download"),
]
