from django.urls import path

from masterstvo.events.views import (
    attendance,
    certificate,
    event,
    inviting,
    participation,
    programme,
    registration,
)

app_name = "events"
urlpatterns = [
    # event
    path("events/", event.event_list, name="event_list"),
    path("events/new/", event.event_create, name="event_create"),
    path("events/<int:pk>/", event.event_detail, name="event_detail"),
    path("events/<int:pk>/calendar.ics", event.event_ical, name="event_ical"),
    path("events/<int:pk>/edit/", event.event_edit, name="event_edit"),
    path("events/<int:pk>/delete/", event.event_delete, name="event_delete"),
    path("events/<int:pk>/move/", event.event_move, name="event_move"),
    # inviting
    path("events/invite/", inviting.event_invite, name="event_invite"),
    # programme
    path("events/<int:pk>/programme/", programme.event_programme, name="event_programme"),
    path("events/materials/<int:pk>/", programme.material_file, name="material_file"),
    path("events/photos/<int:pk>/", programme.photo_file, name="photo_file"),
    # registration
    path("my-events/", registration.event_own, name="event_own"),
    path("events/<int:pk>/register/", registration.event_register, name="event_register"),
    # attendance
    path("events/<int:pk>/attendance/", attendance.event_attendance, name="event_attendance"),
    path("events/<int:pk>/hall/", attendance.event_hall, name="event_hall"),
    path("here/<str:code>/", attendance.presence_own, name="presence_own"),
    path("events/<int:pk>/webinar/", attendance.event_webinar, name="event_webinar"),
    path("events/<int:pk>/present/<str:code>/", attendance.presence_confirm, name="presence_confirm"),
    # participation
    path("events/<int:pk>/people/new/", participation.participation_create, name="participation_create"),
    path("participation/<int:pk>/edit/", participation.participation_edit, name="participation_edit"),
    path("participation/<int:pk>/delete/", participation.participation_delete, name="participation_delete"),
    # certificate
    path("events/<int:pk>/certificates/", certificate.event_certificates, name="event_certificates"),
    path("certificates/<int:pk>/", certificate.certificate_file, name="certificate_file"),
    path("verify/<str:code>/", certificate.certificate_verify, name="certificate_verify"),
]
