from django.urls import path

from masterstvo.routes import views

app_name = "routes"
urlpatterns = [
    path("routes/", views.route_list, name="route_list"),
    path("routes/new/", views.route_create, name="route_create"),
    path("my/route/", views.my_route, name="my_route"),
    path("routes/build/<int:pk>/", views.route_build, name="route_build"),
    path("routes/<int:pk>/", views.route_detail, name="route_detail"),
    path("routes/<int:pk>/send/", views.route_send, name="route_send"),
    path("routes/<int:pk>/agree/", views.route_agree, name="route_agree"),
    path("routes/<int:pk>/return/", views.route_return, name="route_return"),
    path("routes/<int:pk>/approve/", views.route_approve, name="route_approve"),
    path("routes/<int:pk>/complete/", views.route_complete, name="route_complete"),
    path("routes/<int:pk>/stop/", views.route_stop, name="route_stop"),
    path("routes/<int:pk>/prolong/", views.route_prolong, name="route_prolong"),
    path("routes/<int:pk>/steps/new/", views.step_create, name="step_create"),
    path("routes/steps/<int:pk>/edit/", views.step_edit, name="step_edit"),
    path("routes/steps/<int:pk>/done/", views.step_finish, name="step_finish"),
    path("routes/steps/<int:pk>/skip/", views.step_skip, name="step_skip"),
    path("routes/steps/<int:pk>/delete/", views.step_delete, name="step_delete"),
    path("routes/steps/<int:pk>/reopen/", views.step_reopen, name="step_reopen"),
    path("routes/steps/<int:pk>/file/", views.step_file, name="step_file"),
    path("offers/", views.offer_list, name="offer_list"),
    path("offers/new/", views.offer_create, name="offer_create"),
    path("offers/<int:pk>/edit/", views.offer_edit, name="offer_edit"),
    path("offers/<int:pk>/delete/", views.offer_delete, name="offer_delete"),
    path("routes/<int:pk>/edit/", views.route_edit, name="route_edit"),
    path("routes/<int:pk>/delete/", views.route_delete, name="route_delete"),
]
