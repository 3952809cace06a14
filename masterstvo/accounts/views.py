"""Sign-in, sign-out and the change of a password."""

from django.contrib.auth.views import LoginView

from masterstvo.core.views import public

sign_in = public("accounts.sign_in")(
    LoginView.as_view(template_name="accounts/sign_in.html", redirect_authenticated_user=True)
)
