from django.urls import path

from masterstvo.people.views import attestation, employment, person, staff, vacancy, word

app_name = "people"
urlpatterns = [
    path("people/<int:pk>/attestations/new/", attestation.attestation_create, name="attestation_create"),
    path("attestations/<int:pk>/edit/", attestation.attestation_edit, name="attestation_edit"),
    path("attestations/<int:pk>/delete/", attestation.attestation_delete, name="attestation_delete"),
    path("people/<int:pk>/jobs/new/", employment.employment_create, name="employment_create"),
    path("jobs/<int:pk>/edit/", employment.employment_edit, name="employment_edit"),
    path("jobs/<int:pk>/end/", employment.employment_end, name="employment_end"),
    path("jobs/<int:pk>/delete/", employment.employment_delete, name="employment_delete"),
    path("organizations/<int:pk>/staff/invite/", staff.staff_invite, name="staff_invite"),
    path("people/", person.person_list, name="person_list"),
    path("my-card/", person.my_card, name="my_card"),
    path("people/new/", person.person_create, name="person_create"),
    path("people/<int:pk>/", person.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", person.person_edit, name="person_edit"),
    path("vacancies/", vacancy.vacancy_list, name="vacancy_list"),
    path("vacancies/new/", vacancy.vacancy_create, name="vacancy_create"),
    path("vacancies/<int:pk>/edit/", vacancy.vacancy_edit, name="vacancy_edit"),
    path("vacancies/<int:pk>/delete/", vacancy.vacancy_delete, name="vacancy_delete"),
    path("words/", word.word_list, name="word_list"),
    path("words/<int:pk>/merge/", word.word_merge, name="word_merge"),
    path("words/<int:pk>/confirm/", word.word_confirm, name="word_confirm"),
    path("words/<int:pk>/end/", word.word_end, name="word_end"),
    path("words/<int:pk>/reopen/", word.word_reopen, name="word_reopen"),
]
