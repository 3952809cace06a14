from django.urls import path

from masterstvo.routes.views import building, offer, queue, route, school, step

app_name = "routes"
urlpatterns = [
    path("routes/", route.route_list, name="route_list"),
    path("routes/new/", route.route_create, name="route_create"),
    path("my/route/", route.my_route, name="my_route"),
    path("routes/school/", school.school_build, name="school_build"),
    path("routes/queue/", queue.route_queue, name="route_queue"),
    path("routes/build/<int:pk>/", building.route_build, name="route_build"),
    path("routes/build/<int:pk>/take-on/", building.route_take_on, name="route_take_on"),
    path("routes/<int:pk>/", route.route_detail, name="route_detail"),
    path("routes/<int:pk>/send/", route.route_send, name="route_send"),
    path("routes/<int:pk>/agree/", route.route_agree, name="route_agree"),
    path("routes/<int:pk>/return/", route.route_return, name="route_return"),
    path("routes/<int:pk>/approve/", route.route_approve, name="route_approve"),
    path("routes/<int:pk>/complete/", route.route_complete, name="route_complete"),
    path("routes/<int:pk>/stop/", route.route_stop, name="route_stop"),
    path("routes/<int:pk>/prolong/", route.route_prolong, name="route_prolong"),
    path("routes/<int:pk>/steps/new/", step.step_create, name="step_create"),
    path("routes/steps/<int:pk>/edit/", step.step_edit, name="step_edit"),
    path("routes/steps/<int:pk>/done/", step.step_finish, name="step_finish"),
    path("routes/steps/<int:pk>/skip/", step.step_skip, name="step_skip"),
    path("routes/steps/<int:pk>/delete/", step.step_delete, name="step_delete"),
    path("routes/steps/<int:pk>/reopen/", step.step_reopen, name="step_reopen"),
    path("routes/steps/<int:pk>/file/", step.step_file, name="step_file"),
    path("offers/", offer.offer_list, name="offer_list"),
    path("offers/new/", offer.offer_create, name="offer_create"),
    path("offers/<int:pk>/edit/", offer.offer_edit, name="offer_edit"),
    path("offers/<int:pk>/delete/", offer.offer_delete, name="offer_delete"),
    path("routes/<int:pk>/edit/", route.route_edit, name="route_edit"),
    path("routes/<int:pk>/delete/", route.route_delete, name="route_delete"),
]
