from django.urls import path

from masterstvo.privacy.views import consent, data, erasure, retention

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
    path("people/<int:pk>/erase/", erasure.person_erase, name="person_erase"),
    path("privacy/erasures/", erasure.erasure_list, name="erasure_list"),
    path("privacy/erasures/<int:pk>/act.docx", erasure.erasure_act, name="erasure_act"),
    path("privacy/retention/", retention.retention_list, name="retention_list"),
    path("privacy/retention/<slug:data_kind>/", retention.retention_review, name="retention_review"),
    path("privacy/retention/<slug:data_kind>/edit/", retention.retention_edit, name="retention_edit"),
]
