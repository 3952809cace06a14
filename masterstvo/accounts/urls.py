from django.urls import path

from masterstvo.accounts.views import invitation, sign_in

app_name = "accounts"
urlpatterns = [
    path("invitation/<str:token>/", invitation.invitation_accept, name="invitation_accept"),
    path("account/", sign_in.my_access, name="my_access"),
    path("account/password/", sign_in.password_change, name="password_change"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
]
