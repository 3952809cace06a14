"""What people write about routes."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.assessments.models import Sheet
from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.core.proofs import ACCEPTED, refuse_unknown
from masterstvo.diagnostics.models import Competence, Deficit
from masterstvo.organizations.models import Organization
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.panels import person_field
from masterstvo.routes.choices import StepKind
from masterstvo.routes.models import Offer, Route, RouteStep
from masterstvo.routes.queries import Wish

LONGEST = dt.timedelta(days=2 * 366)


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


def why_so_much() -> forms.CharField:
    """Return the field that asks why a week is planned fuller than the limit."""
    return forms.CharField(
        label="Почему больше обычного",
        max_length=500,
        required=False,
        help_text="Нужно, только если неделя выйдет полнее порога; останется в журнале",
    )


class WishForm(forms.Form):
    """How much time a route may take."""

    goal = forms.CharField(label="Цель", max_length=500, required=False)
    starts_on = DayField(label="Первый день")
    ends_on = LastDayField(label="Последний день")
    hours = forms.IntegerField(
        label="Часов на маршрут",
        min_value=1,
        max_value=500,
        initial=36,
        help_text="Академических, вместе с переносом в практику и новым измерением",
    )
    weekly_hours = forms.IntegerField(
        label="Часов в неделю",
        min_value=1,
        max_value=40,
        initial=3,
        help_text="Свободных, сверх уроков и подготовки",
    )

    reason = why_so_much()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("starts_on"), told.get("ends_on")
        if first and last and not first < last <= first + LONGEST:
            self.add_error("ends_on", "Последний день – не раньше первого и не позже чем через два года.")
        return told

    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(told["starts_on"], told["ends_on"], told["hours"], told["weekly_hours"])


class SchoolForm(forms.Form):
    """Of which school, and with which deficit. ``people``: those whose results the reader may see, others name no competence."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label="Организация",
        required=False,
        empty_label="все, кого вы сопровождаете",
    )
    competence = forms.ModelChoiceField(
        Competence.objects.none(), label="С дефицитом", required=False, empty_label="любым"
    )

    def __init__(self, *, request: Any, people: Any) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        lists: dict[str, Any] = self.fields
        lists["organization"].queryset = organizations_here(request)
        lists["competence"].queryset = Competence.objects.filter(
            pk__in=Deficit.objects.filter(person__in=people, closed_on=None).values("competence")
        )


class StepForm(CheckForm):
    starts_on = DayField(label="Не раньше")
    ends_on = LastDayField(label="Не позже")
    reason = why_so_much()

    class Meta:
        model = RouteStep
        fields = ["kind", "title", "hours", "starts_on", "ends_on", "competences"]
        widgets = {"competences": forms.CheckboxSelectMultiple}


class StepEditForm(CheckForm):
    starts_on = DayField(label="Не раньше")
    ends_on = LastDayField(label="Не позже")
    reason = why_so_much()

    class Meta:
        model = RouteStep
        fields = ["title", "hours", "starts_on", "ends_on"]


class StepDoneForm(forms.Form):
    """How a step went. A photo from a phone is enough; nothing but the day is required."""

    done_on = DayField(label="Когда")
    note = forms.CharField(
        label="Как прошло",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Класс, тема, что попробовали. Одной строки достаточно",
    )
    sheet = forms.ModelChoiceField(
        Sheet.objects.none(), label="Карта наблюдателя или измерение", required=False, empty_label="без неё"
    )
    file = forms.FileField(
        label="Снимок или документ",
        required=False,
        max_length=100,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="Удостоверение, план урока, снимок доски; до 20 МБ",
    )

    def __init__(self, *args: Any, step: RouteStep, **kwargs: Any) -> None:
        kwargs["initial"] = {"done_on": timezone.localdate(), "note": step.note, "sheet": step.sheet_id}
        super().__init__(*args, **kwargs)
        if step.kind in (StepKind.TRANSFER, StepKind.OPEN_LESSON, StepKind.CHECK):
            chosen_from: Any = self.fields["sheet"]
            chosen_from.queryset = Sheet.objects.filter(
                person=step.route.person_id, finished_at__isnull=False
            ).select_related("campaign", "person")
        else:
            del self.fields["sheet"]

    def clean_done_on(self) -> dt.date:
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise ValidationError("Этот день ещё не наступил.")
        return day

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            refuse_unknown(file)
        return file


class WhyForm(forms.Form):
    reason = forms.CharField(label="Почему", max_length=500, help_text="Останется в журнале")


class ProlongForm(WhyForm):
    ends_on = LastDayField(label="Новый последний день")


class ApproveForm(forms.Form):
    act = forms.CharField(label="Каким актом", max_length=200, help_text="Например: приказ № 41")
    approved_on = DayField(label="От какого дня")


class OfferForm(CheckForm):
    starts_on = DayField(label="С")
    ends_on = LastDayField(label="По")
    competences = forms.ModelMultipleChoiceField(
        Competence.objects.none(), label="Какие компетенции", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Offer
        fields = [
            "kind",
            "title",
            "place",
            "competences",
            "levels",
            "hours",
            "starts_on",
            "ends_on",
            "is_dated",
            "weeks",
            "seats",
            "is_off_the_job",
        ]
        help_texts = {
            "levels": "1 закрывает небольшой дефицит, 2 – средний, 3 – выраженный",
            "is_dated": "Если не отмечено, шаг можно поставить на любые недели между этими днями",
            "seats": "Пусто: без ограничения",
            "weeks": "Сколько недель подряд занимает",
            "is_off_the_job": "Свободные часы недели не тратит, но занимает свои дни",
        }
