from django.urls import path

from masterstvo.assessments.views import campaign, instrument, sheet

app_name = "assessments"
urlpatterns = [
    path("instruments/", instrument.instrument_list, name="instrument_list"),
    path("instruments/new/", instrument.instrument_create, name="instrument_create"),
    path("instruments/import/", instrument.instrument_import, name="instrument_import"),
    path("instruments/<int:pk>/", instrument.instrument_detail, name="instrument_detail"),
    path("instruments/<int:pk>/edit/", instrument.instrument_edit, name="instrument_edit"),
    path("instruments/<int:pk>/copy/", instrument.instrument_copy, name="instrument_copy"),
    path("instruments/<int:pk>/archive/", instrument.instrument_archive, name="instrument_archive"),
    path("instruments/<int:pk>/delete/", instrument.instrument_delete, name="instrument_delete"),
    path("instruments/<int:pk>/versions/new/", instrument.version_begin, name="version_begin"),
    path("instruments/versions/<int:pk>/publish/", instrument.version_publish, name="version_publish"),
    path("instruments/versions/<int:pk>/drop/", instrument.version_drop, name="version_drop"),
    path("instruments/versions/<int:pk>/settings/", instrument.version_settings, name="version_settings"),
    path("instruments/versions/<int:pk>/preview/", instrument.version_preview, name="version_preview"),
    path(
        "instruments/versions/<int:pk>/export/<str:form>/", instrument.version_export, name="version_export"
    ),
    path("instruments/versions/<int:pk>/sections/new/", instrument.section_create, name="section_create"),
    path(
        "instruments/versions/<int:pk>/sections/<str:section>/", instrument.section_edit, name="section_edit"
    ),
    path(
        "instruments/versions/<int:pk>/sections/<str:section>/new/",
        instrument.criterion_create,
        name="criterion_create",
    ),
    path(
        "instruments/versions/<int:pk>/questions/<str:key>/", instrument.criterion_edit, name="criterion_edit"
    ),
    path("instruments/versions/<int:pk>/parts/<str:key>/", instrument.part_change, name="part_change"),
    path("campaigns/", campaign.campaign_list, name="campaign_list"),
    path("campaigns/new/", campaign.campaign_create, name="campaign_create"),
    path("campaigns/<int:pk>/", campaign.campaign_detail, name="campaign_detail"),
    path("campaigns/<int:pk>/sheets/", campaign.campaign_sheets, name="campaign_sheets"),
    path("campaigns/<int:pk>/export/", campaign.campaign_export, name="campaign_export"),
    path("campaigns/<int:pk>/compare/", campaign.campaign_compare, name="campaign_compare"),
    path("campaigns/<int:pk>/qr.svg", campaign.campaign_qr, name="campaign_qr"),
    path("campaigns/<int:pk>/paper/", campaign.campaign_paper, name="campaign_paper"),
    path("campaigns/<int:pk>/edit/", campaign.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/close/", campaign.campaign_close, name="campaign_close"),
    path("campaigns/<int:pk>/widen/", campaign.campaign_widen, name="campaign_widen"),
    path("campaigns/<int:pk>/remind/", campaign.campaign_remind, name="campaign_remind"),
    path("campaigns/<int:pk>/delete/", campaign.campaign_delete, name="campaign_delete"),
    path("campaigns/<int:pk>/observe/", campaign.observation_create, name="observation_create"),
    path("my/sheets/", sheet.sheet_list, name="sheet_list"),
    path("sheets/<int:pk>/", sheet.sheet_answer, name="sheet_answer"),
    path("sheets/<int:pk>/result/", sheet.sheet_result, name="sheet_result"),
    path("sheets/<int:pk>/paper/", sheet.sheet_enter, name="sheet_enter"),
    path("sheets/<int:pk>/withdraw/", sheet.sheet_withdraw, name="sheet_withdraw"),
    path("survey/<str:link>/", sheet.survey_begin, name="survey_begin"),
    path("survey/<str:link>/questions/", sheet.survey_answer, name="survey_answer"),
    path("survey/<str:link>/end/", sheet.survey_end, name="survey_end"),
]
