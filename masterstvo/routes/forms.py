"""What people write about routes."""

from django import forms

from masterstvo.accounts.models import User
from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.people.panels import person_field
from masterstvo.routes.models import Route


class RouteForm(CheckForm):
    person = person_field()
    basis = TermField("route_basis", label="Основание")
    drafted_on = DayField(label="Составлен", required=False)
    approved_on = DayField(label="Утверждён", required=False)
    starts_on = DayField(label="Начало", required=False)
    ends_on = LastDayField(label="Окончание: последний день", required=False)
    accompanied_by = forms.ModelChoiceField(
        User.objects.none(),
        label="Методист маршрута",
        required=False,
        empty_label="не назначен",
        help_text="Пока маршрут идёт, методисту открыты результаты диагностики этого педагога",
    )

    class Meta:
        model = Route
        fields = [
            "person",
            "basis",
            "state",
            "drafted_on",
            "approved_on",
            "starts_on",
            "ends_on",
            "accompanied_by",
            "companion",
        ]


class RouteCorrectionForm(RouteForm):
    reason = correction_reason()
