from django.contrib.auth.views import LogoutView
from django.urls import path

from masterstvo.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
]
