from django.urls import path

from masterstvo.privacy.views import consent, data

app_name = "privacy"
urlpatterns = [
    path("my-data/", data.my_data, name="my_data"),
    path("people/<int:pk>/data/", data.person_data, name="person_data"),
    path("privacy/readings/", data.reading_list, name="reading_list"),
    path("privacy/exports/", data.export_list, name="export_list"),
    path("privacy/consents/", consent.consent_list, name="consent_list"),
    path("privacy/consents/form/", consent.consent_form, name="consent_form"),
    path("privacy/consents/<int:pk>/withdraw/", consent.consent_withdraw, name="consent_withdraw"),
    path("organizations/<int:pk>/consents/", consent.consent_collect, name="consent_collect"),
]
