"""Sign-in, passwords and the second factor. Forms check; counting of tries and writing are the work of actions."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.forms.utils import ErrorDict

from masterstvo.accounts.actions import matching_counter

HINT_FOR_NEW = "Не короче 8 знаков. Удобно три-четыре слова через дефис: легко запомнить, трудно подобрать"
NOT_OWN = "Пароль не подошёл. Проверьте раскладку и Caps Lock."
WRONG_CODE = (
    "Код не подошёл. Возьмите тот, который приложение показывает сейчас; часы телефона должны идти верно."
)


class LimitedForm(forms.Form):
    """A form that is not even looked at when there were too many tries: ``refusal`` says so."""

    refusal = ""

    def full_clean(self):
        if self.refusal:
            self._errors, self.cleaned_data = ErrorDict(), {}
            self.add_error(None, self.refusal)
        else:
            super().full_clean()

    def refuse(self, field="code"):
        self.add_error(field, WRONG_CODE)


class SignInForm(LimitedForm, AuthenticationForm):
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


class ResetForm(forms.Form):
    email = forms.EmailField(
        label="Электронная почта",
        max_length=254,
        help_text="Та, с которой вы входите",
        widget=forms.EmailInput({"autocomplete": "username", "autocapitalize": "none"}),
    )


class PasswordForm(LimitedForm, PasswordChangeForm):
    """The old password, and the new one twice. Writing is the work of ``change_password``."""

    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Нынешний пароль"
        self.error_messages = self.error_messages | {"password_incorrect": NOT_OWN}
        _name_new_password(self)

    def save(self, commit=True):
        raise TypeError("A form never saves: pass the new password to an action.")


class NewPasswordForm(SetPasswordForm):
    """The new password twice, for one who came by a link from a letter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_new_password(self)

    def save(self, commit=True):
        raise TypeError("A form never saves: pass the new password to an action.")


def _name_new_password(form):
    form.fields["new_password1"].label = "Новый пароль"
    form.fields["new_password2"].label = "Новый пароль ещё раз"
    form.fields["new_password1"].help_text = HINT_FOR_NEW
    form.fields["new_password2"].help_text = ""


def _code_field(label, help_text):
    # A recovery code is longer than a code of the application, and people type both with spaces.
    widget = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})
    return forms.CharField(label=label, max_length=20, help_text=help_text, widget=widget)


class CodeForm(LimitedForm):
    """A code of the application or a recovery code. Whether it opens is told by ``use_code``, which uses it up."""

    code = _code_field("Код", "Шесть цифр из приложения на телефоне или запасной код")


class SecondFactorForm(LimitedForm):
    """The first code of a new application, and a proof that it is the owner who sets it up.

    ``proof``: "code" of the application before, "password", or "" when the owner has just signed in.
    """

    code = _code_field("Код из приложения", "Шесть цифр, которые приложение показывает сейчас")

    def __init__(self, *args, user, secret, proof, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.secret, self.proof = user, secret, proof
        if proof == "password":
            self.fields["password"] = forms.CharField(
                label="Ваш пароль",
                strip=False,
                widget=forms.PasswordInput({"autocomplete": "current-password"}),
            )
        elif proof == "code":
            self.fields["code"].label = "Код из нового приложения"
            self.fields["old_code"] = forms.CharField(
                label="Код из прежнего приложения", max_length=20, help_text="Или запасной код"
            )

    def clean(self):
        cleaned = super().clean()
        if matching_counter(self.secret, self.cleaned_data.get("code", "")) is None:
            self.add_error("code", WRONG_CODE)
        if self.proof == "password" and not self.user.check_password(self.cleaned_data.get("password", "")):
            self.add_error("password", NOT_OWN)
        return cleaned
