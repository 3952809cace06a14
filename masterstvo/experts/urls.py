from django.urls import path

from masterstvo.experts import views

app_name = "experts"
urlpatterns = [
    path("experts/", views.expertappointment_list, name="expertappointment_list"),
    path("experts/new/", views.expertappointment_create, name="expertappointment_create"),
    path("experts/<int:pk>/edit/", views.expertappointment_edit, name="expertappointment_edit"),
    path("experts/<int:pk>/delete/", views.expertappointment_delete, name="expertappointment_delete"),
    path("experts/order/", views.order_draft, name="order_draft"),
    path("experts/of/<int:pk>/", views.expert_detail, name="expert_detail"),
    path("experts/of/<int:pk>/recusal/", views.recusal_create, name="recusal_create"),
    path("experts/recusals/<int:pk>/", views.recusal_edit, name="recusal_edit"),
]
