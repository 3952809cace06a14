from django.urls import path

from masterstvo.privacy import views

app_name = "privacy"
urlpatterns = [
    path("my-data/", views.my_data, name="my_data"),
    path("people/<int:pk>/data/", views.person_data, name="person_data"),
    path("privacy/readings/", views.reading_list, name="reading_list"),
    path("privacy/exports/", views.export_list, name="export_list"),
    path("privacy/consents/", views.consent_list, name="consent_list"),
    path("privacy/consents/form/", views.consent_form, name="consent_form"),
    path("privacy/consents/<int:pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("organizations/<int:pk>/consents/", views.consent_collect, name="consent_collect"),
]
