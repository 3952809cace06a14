from django.urls import path

from masterstvo.agenda import views

app_name = "agenda"
urlpatterns = [
    path("agenda/", views.entry_list, name="entry_list"),
    path("agenda/feeds/", views.feed_list, name="feed_list"),
    path("agenda/feeds/<str:token>.ics", views.feed_read, name="feed_read"),
]
