"""What people write about organizations."""

from typing import Any

from django import forms

from masterstvo.core.forms import CheckForm, DayField, LastDayField, ReasonForm, TermField, correction_reason
from masterstvo.organizations.choices import PLACES
from masterstvo.organizations.models import (
    Grant,
    Organization,
    OrganizationAlias,
    OrganizationFigure,
    OrganizationStatus,
)


class OrganizationForm(CheckForm):
    kind = TermField("organization_kind", label="Вид")
    level = TermField("organization_level", label="Уровень", required=False)
    locality = TermField("locality", label="Местность", required=False)
    site = forms.URLField(label="Сайт", max_length=300, required=False, assume_scheme="https")
    opened_on = DayField(label="Открыта", required=False)
    closed_on = LastDayField(label="Закрыта: последний день", required=False)

    class Meta:
        model = Organization
        fields = [
            "title",
            "short_title",
            "kind",
            "level",
            "locality",
            "code",
            "address",
            "site",
            "opened_on",
            "closed_on",
        ]


class AliasForm(CheckForm):
    class Meta:
        model = OrganizationAlias
        fields = ["name"]


class StatusForm(CheckForm):
    kind = TermField("status_kind", label="Статус")
    starts_on = DayField(label="С какого дня")
    ends_on = LastDayField(label="По какой день включительно", required=False)

    class Meta:
        model = OrganizationStatus
        fields = ["organization", "kind", "topic", "starts_on", "ends_on", "basis"]


class StatusCorrectionForm(StatusForm):
    reason = correction_reason()


class FigureForm(CheckForm):
    kind = TermField("figure_kind", label="Показатель")
    year = forms.IntegerField(label="Год", min_value=1990, max_value=2100)

    class Meta:
        model = OrganizationFigure
        fields = ["organization", "year", "kind", "value"]


class FigureCorrectionForm(FigureForm):
    reason = correction_reason()


class MunicipalityForm(forms.Form):
    municipality: Any = forms.ModelChoiceField(
        None, label="Муниципальное образование", empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, municipalities, **kwargs):
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["municipality"]
        choice.queryset = municipalities


class GrantForm(CheckForm):
    """Whom, which role, where and since when. ``roles``: those that the user may give here."""

    email = forms.EmailField(label="Электронная почта", max_length=254)
    full_name = forms.CharField(
        label="Фамилия, имя, отчество",
        max_length=200,
        required=False,
        help_text="Если человека в программе ещё нет: отправим приглашение",
    )
    role = TermField("role", label="Роль", empty="выберите")
    starts_on = DayField(label="С какого дня")
    ends_on = LastDayField(label="По какой день включительно", required=False)
    order_on = DayField(label="Дата документа", required=False)

    class Meta:
        model = Grant
        fields = ["role", "organization", "starts_on", "ends_on", "basis", "order_number", "order_on"]

    field_order = ["email", "full_name", "role", "organization"]

    def __init__(self, *args, roles, giver, **kwargs):
        super().__init__(*args, **kwargs)
        self.giver = giver
        role: Any = self.fields["role"]
        role.choices = [(key, title) for key, title in role.choices if not key or key in roles]
        place: Any = self.fields["organization"]
        place.empty_label, place.optional = "весь район", ""
        in_one = [title for key, title in role.choices if key and "organization" in PLACES[key]]
        place.help_text = (
            f"Обязательна для ролей: {', '.join(in_one)}. Остальные роли дают во всём районе"
            if in_one
            else "Эти роли дают во всём районе"
        )

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if email == self.giver.email and not self.giver.is_superuser:
            raise forms.ValidationError("Самому себе роль не дают: попросите того, кто отвечает за район.")
        return email

    def clean(self):
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role, organization = cleaned.get("role"), cleaned.get("organization")
        if (
            role
            and "organization" not in self.errors
            and ("organization" in PLACES[role]) != bool(organization)
        ):
            self.add_error(
                "organization",
                "Эту роль дают во всём районе: выберите «весь район»."
                if organization
                else "Эту роль дают в одной организации: выберите её.",
            )
        return cleaned


class LastHead(forms.Form):
    """Asks once more before a municipality is left without a head."""

    is_sure = forms.BooleanField(
        label="Оставить район без руководителя в программе",
        help_text="Это последний руководитель: назначить нового сможет только регион или служба поддержки",
    )

    def __init__(self, *args, is_last, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_last:
            del self.fields["is_sure"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop("is_sure", None)  # asked of people, not of the action
        return cleaned


class GrantEndForm(LastHead):
    last_day = DayField(label="Последний день роли")
    reason = forms.CharField(label="Почему", max_length=500, required=False, help_text="Останется в журнале")

    field_order = ["last_day", "reason", "is_sure"]


class GrantExtendForm(forms.Form):
    ends_on = LastDayField(
        label="По какой день включительно", required=False, help_text="Оставьте пустым, если срока нет"
    )
    reason = forms.CharField(label="Почему", max_length=500, required=False, help_text="Останется в журнале")


class GrantRemovalForm(LastHead, ReasonForm):
    field_order = ["reason", "is_sure"]


class RoleForm(forms.Form):
    """By which of several roles to act. ``held``: the grants of today."""

    grant = forms.TypedChoiceField(
        label="Действую как", coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, held, **kwargs):
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["grant"]
        choice.choices = [("", "все роли"), *((each.pk, f"{each.role_title}, {each.place}") for each in held)]
