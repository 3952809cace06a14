from django.urls import path

from masterstvo.practices.views import bank, everybody, practice, reader, review

app_name = "practices"
urlpatterns = [
    path("practices/", bank.practice_list, name="practice_list"),
    path("practices/new/", practice.practice_create, name="practice_create"),
    path("practices/mine/", practice.my_practices, name="my_practices"),
    path("practices/queue/", review.practice_queue, name="practice_queue"),
    path("practices/<int:pk>/", bank.practice_detail, name="practice_detail"),
    path("practices/<int:pk>/edit/", practice.practice_edit, name="practice_edit"),
    path("practices/<int:pk>/consent/", practice.practice_consent, name="practice_consent"),
    path("practices/<int:pk>/useful/", reader.practice_useful, name="practice_useful"),
    path("practices/<int:pk>/repeat/", reader.practice_repeat, name="practice_repeat"),
    path("practices/<int:pk>/appoint/", review.practice_appoint, name="practice_appoint"),
    path("practices/<int:pk>/decide/", review.practice_decide, name="practice_decide"),
    path("practices/reviews/<int:pk>/", review.review_answer, name="review_answer"),
    path("practices/copies/<int:pk>/", review.copy_check, name="copy_check"),
    path("practices/copies/<int:pk>/file/", review.copy_file, name="copy_file"),
    path("practices/files/<int:pk>/", bank.practice_file, name="practice_file"),
    path("practices/repeats/<int:pk>/file/", reader.repeat_file, name="repeat_file"),
    path("practices/repeats/<int:pk>/delete/", reader.repeat_delete, name="repeat_delete"),
    path("open/practices/<int:municipality>/", everybody.open_bank, name="open_bank"),
    path("open/practices/<int:municipality>/<int:practice>/", everybody.open_practice, name="open_practice"),
]
