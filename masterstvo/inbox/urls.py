from django.urls import path

from masterstvo.inbox import views

app_name = "inbox"
urlpatterns = [
    path("inbox/", views.notice_list, name="notice_list"),
    path("inbox/read/", views.notice_read_all, name="notice_read_all"),
    path("inbox/settings/", views.notice_settings, name="notice_settings"),
    path("inbox/<int:pk>/open/", views.notice_open, name="notice_open"),
]
