"""What people write about organizations."""

from typing import Any

from django import forms

from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.organizations.models import (
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
