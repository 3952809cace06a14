"""Sign-in and the change of a password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm


class SignInForm(AuthenticationForm):
    """One sentence for every refusal: who has an account here is nobody's business."""

    error_messages = {
        "invalid_login": "Адрес или пароль не подошли. Проверьте раскладку и Caps Lock.",
        "inactive": "Адрес или пароль не подошли. Проверьте раскладку и Caps Lock.",
    }
    username = forms.EmailField(
        label="Электронная почта",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label="Пароль", strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    is_remembered = forms.BooleanField(
        label="Запомнить на этом компьютере на 14 дней",
        help_text="Не отмечайте в компьютерном классе",
        required=False,
    )


class PasswordForm(PasswordChangeForm):
    """The old password, and the new one twice. Writing is the work of ``change_password``."""

    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Нынешний пароль"
        self.fields["new_password1"].label = "Новый пароль"
        self.fields["new_password2"].label = "Новый пароль ещё раз"
        self.fields["new_password1"].help_text = "Не короче 8 знаков, не только цифры и не самый частый"

    def save(self, commit=True):
        raise TypeError("A form never saves: pass the new password to an action.")


class FirstPasswordForm(SetPasswordForm):
    """The first password, twice. Writing is the work of ``accept_invitation``."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Пароль"
        self.fields["new_password2"].label = "Пароль ещё раз"
        self.fields["new_password1"].help_text = "Не короче 8 знаков, не только цифры и не самый частый"

    def save(self, commit=True):
        raise TypeError("A form never saves: pass the new password to an action.")
