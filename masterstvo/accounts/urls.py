from django.urls import path

from masterstvo.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.my_access, name="my_access"),
    path("account/password/", views.password_change, name="password_change"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
