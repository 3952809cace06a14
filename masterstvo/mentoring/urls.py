from django.urls import path

from masterstvo.mentoring.views import asking, base, matching, pair, school, work

app_name = "mentoring"
urlpatterns = [
    path("mentoring/", pair.mentorship_list, name="mentorship_list"),
    path("mentoring/mine/", base.my_mentoring, name="my_mentoring"),
    path("mentoring/new/", pair.mentorship_create, name="mentorship_create"),
    path("mentoring/<int:pk>/", pair.mentorship_detail, name="mentorship_detail"),
    path("mentoring/<int:pk>/edit/", pair.mentorship_edit, name="mentorship_edit"),
    path("mentoring/<int:pk>/delete/", pair.mentorship_delete, name="mentorship_delete"),
    path("mentoring/<int:pk>/step/<slug:step>/", pair.mentorship_step, name="mentorship_step"),
    path("mentoring/<int:pk>/end/", pair.mentorship_end, name="mentorship_end"),
    path("mentoring/<int:pk>/diary/", work.conversation_create, name="conversation_create"),
    path("mentoring/diary/<int:pk>/delete/", work.conversation_delete, name="conversation_delete"),
    path("mentoring/<int:pk>/tasks/", work.task_create, name="task_create"),
    path("mentoring/tasks/<int:pk>/<slug:step>/", work.task_step, name="task_step"),
    path("mentoring/templates/", work.template_list, name="template_list"),
    path("mentoring/templates/new/", work.template_create, name="template_create"),
    path("mentoring/templates/<int:pk>/edit/", work.template_edit, name="template_edit"),
    path("mentoring/sheets/", asking.sheet_list, name="sheet_list"),
    path("mentoring/sheets/<int:pk>/", asking.sheet_answer, name="sheet_answer"),
    path("mentoring/mentors/", base.mentor_list, name="mentor_list"),
    path("mentoring/mentors/new/", base.mentor_create, name="mentor_create"),
    path("mentoring/mentors/<int:pk>/edit/", base.mentor_edit, name="mentor_edit"),
    path("mentoring/needs/", base.need_list, name="need_list"),
    path("mentoring/needs/new/", base.need_create, name="need_create"),
    path("mentoring/needs/<int:pk>/edit/", base.need_edit, name="need_edit"),
    path("mentoring/matching/", matching.matching_build, name="matching_build"),
    path("mentoring/schools/", school.school_list, name="school_list"),
    path("mentoring/schools/<int:pk>/", school.school_detail, name="school_detail"),
    path("mentoring/schools/<int:pk>/order/", school.order_create, name="order_create"),
    path("mentoring/schools/<int:pk>/<slug:kind>/edit/", school.condition_edit, name="condition_edit"),
]
