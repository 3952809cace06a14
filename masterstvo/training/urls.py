from django.urls import path

from masterstvo.training.views import own, planning, programme, request, session, training

app_name = "training"
urlpatterns = [
    path("training/", training.training_list, name="training_list"),
    path("training/new/", training.training_create, name="training_create"),
    path("training/<int:pk>/edit/", training.training_edit, name="training_edit"),
    path("training/<int:pk>/delete/", training.training_delete, name="training_delete"),
    path("programmes/", programme.programme_list, name="programme_list"),
    path("programmes/new/", programme.programme_create, name="programme_create"),
    path("programmes/<int:pk>/edit/", programme.programme_edit, name="programme_edit"),
    path("providers/", programme.provider_list, name="provider_list"),
    path("providers/new/", programme.provider_create, name="provider_create"),
    path("providers/<int:pk>/edit/", programme.provider_edit, name="provider_edit"),
    path("courses/", session.session_list, name="session_list"),
    path("courses/new/", session.session_create, name="session_create"),
    path("courses/<int:pk>/", session.session_detail, name="session_detail"),
    path("courses/<int:pk>/edit/", session.session_edit, name="session_edit"),
    path("courses/<int:pk>/delete/", session.session_delete, name="session_delete"),
    path("courses/<int:pk>/apply/", session.session_apply, name="session_apply"),
    path("courses/<int:pk>/complete/", session.session_complete, name="session_complete"),
    path("course-requests/", request.request_list, name="request_list"),
    path("my-courses/", own.my_courses, name="my_courses"),
    path("course-plan/", planning.course_plan, name="course_plan"),
    path("course-hours/", planning.course_hours, name="course_hours"),
]
