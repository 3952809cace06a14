from django.urls import path

from masterstvo.awards import views

app_name = "awards"
urlpatterns = [
    path("awards/", views.nomination_list, name="nomination_list"),
    path("awards/new/", views.nomination_create, name="nomination_create"),
    path("awards/protocol/", views.protocol_draft, name="protocol_draft"),
    path("awards/merits/", views.merit_list, name="merit_list"),
    path("awards/given/", views.given_list, name="given_list"),
    path("awards/given/<int:pk>/edit/", views.given_edit, name="given_edit"),
    path("awards/given/<int:pk>/delete/", views.given_delete, name="given_delete"),
    path("awards/<int:pk>/", views.nomination_detail, name="nomination_detail"),
    path("awards/<int:pk>/move/", views.nomination_move, name="nomination_move"),
    path("awards/kinds/", views.award_list, name="award_list"),
    path("awards/kinds/new/", views.award_create, name="award_create"),
    path("awards/kinds/<int:pk>/edit/", views.award_edit, name="award_edit"),
    path("awards/given/new/", views.given_create, name="given_create"),
]
