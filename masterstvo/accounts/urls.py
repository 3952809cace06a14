from django.urls import path

from masterstvo.accounts.views import access, invitation, password, second_factor, sign_in

app_name = "accounts"
urlpatterns = [
    path("invitation/<str:token>/", invitation.invitation_accept, name="invitation_accept"),
    path("account/", access.my_access, name="my_access"),
    path("account/password/", password.password_change, name="password_change"),
    path("account/second-factor/", second_factor.second_factor_setup, name="second_factor_setup"),
    path("account/second-factor/qr/", second_factor.second_factor_qr, name="second_factor_qr"),
    path("account/second-factor/off/", second_factor.second_factor_turn_off, name="second_factor_turn_off"),
    path("account/recovery-codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("account/recovery-codes/file/", second_factor.recovery_codes_file, name="recovery_codes_file"),
    path("account/recovery-codes/create/", second_factor.recovery_codes_create, name="recovery_codes_create"),
    path("account/sessions/<int:pk>/end/", access.session_end, name="session_end"),
    path("account/sessions/end/", access.session_end_all, name="session_end_all"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.second_factor, name="second_factor"),
    path("sign-in/outside/", sign_in.outside_begin, name="outside_begin"),
    path("sign-in/outside/return/", sign_in.outside_finish, name="outside_finish"),
    path("sign-in/password/", password.password_reset, name="password_reset"),
    path("sign-in/password/new/", password.password_reset_finish, name="password_reset_finish"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
]
