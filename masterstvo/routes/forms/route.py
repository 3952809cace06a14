"""What people write about routes."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.assessments.models import Sheet
from masterstvo.core.forms import CheckForm, DayField, LastDayField, PickField, TermField, correction_reason
from masterstvo.core.proofs import ACCEPTED, refuse_unknown
from masterstvo.diagnostics.models import Competence, Deficit
from masterstvo.organizations.models import Organization
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field, workplace
from masterstvo.routes.choices import StepKind
from masterstvo.routes.merging import Proposed
from masterstvo.routes.models import Offer, Route, RouteStep, RouteTemplate, TemplateStep
from masterstvo.routes.queries.building import Wish

LESSON = ("school_class", "topic", "observer", "observer_name")  # of a step held in class
LONGEST = dt.timedelta(days=2 * 366)


class RouteForm(CheckForm):
    person = person_field()
    kind = TermField("route_kind", label="Вид", initial="iom")
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
            "kind",
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
    """A step by hand. One from the bank points to its practice, which gives its title and competences where none are said."""

    practice = PickField(
        label="Практика",
        by=("title",),
        required=False,
        help_text="Только для вида «практика из банка»: слово из названия и «Найти»",
        missing="Такой практики нет в банке, или она уже есть у этого педагога. Найдите другую в разделе «Банк практик».",
    )
    starts_on = DayField(label="Не раньше")
    ends_on = LastDayField(label="Не позже")
    reason = why_so_much()

    class Meta:
        model = RouteStep
        fields = ["kind", "practice", "title", "hours", "starts_on", "ends_on", "evidence", "competences"]
        help_texts = {"title": "Если нашли практику, можно не писать: встанет её название"}
        widgets = {"competences": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        practice, is_of_bank = told.get("practice"), told.get("kind") == StepKind.PRACTICE
        if is_of_bank and practice:
            told["title"] = told.get("title") or practice.title
            lists: dict[str, Any] = self.fields
            if not told.get("competences"):
                told["competences"] = lists["competences"].queryset.filter(key__in=practice.shown.competences)
        elif is_of_bank and "practice" not in self.errors:
            self.add_error("practice", "Найдите практику в банке: по ней и узнают, что шаг сделан.")
        elif practice:
            self.add_error("kind", "Выбрана практика: поставьте вид «практика из банка» или уберите её.")
        if not is_of_bank and not told.get("title") and "title" not in self.errors:
            self.add_error("title", "Напишите, что за шаг.")
        return told


class StepEditForm(CheckForm):
    starts_on = DayField(label="Не раньше")
    ends_on = LastDayField(label="Не позже")
    reason = why_so_much()

    class Meta:
        model = RouteStep
        fields = ["title", "hours", "starts_on", "ends_on", "evidence"]


class StepDoneForm(forms.Form):
    """How a step went. A photo from a phone is enough; nothing but the day is required."""

    done_on = DayField(label="Когда")
    note = forms.CharField(
        label="Как прошло",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Что попробовали и что вышло. Одной строки достаточно",
    )
    school_class = forms.CharField(label="Класс", required=False, max_length=40)
    topic = forms.CharField(label="Тема урока", required=False, max_length=300)
    observer = forms.ModelChoiceField(
        Person.objects.none(), label="Кто наблюдал", required=False, empty_label="выберите или впишите ниже"
    )
    observer_name = forms.CharField(
        label="Наблюдал кто-то ещё", required=False, max_length=200, help_text="Фамилия, имя, должность"
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

    def __init__(self, *args: Any, step: RouteStep, observers: QuerySet[Person], **kwargs: Any) -> None:
        told = (*LESSON, "note")
        kwargs["initial"] = {name: getattr(step, name) for name in told} | {
            "done_on": timezone.localdate(),
            "sheet": step.sheet_id,
        }
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if step.is_lesson:
            fields["observer"].queryset = observers
        else:
            for name in LESSON:
                del fields[name]
        if step.is_lesson or step.kind == StepKind.CHECK:
            fields["sheet"].queryset = Sheet.objects.filter(
                person=step.route.person_id, finished_at__isnull=False
            ).select_related("campaign", "person")
        else:
            del fields["sheet"]
        if step.evidence:
            fields["file"].help_text = f"Подтвердит: {step.evidence}. До 20 МБ"
        self.order_fields(["done_on", *LESSON, "sheet", "note", "file"])

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


# --- Templates --------------------------------------------------------------------------------------------------------
class TemplateForm(CheckForm):
    kind = TermField("route_kind", label="Вид маршрута", initial="iom")

    class Meta:
        model = RouteTemplate
        fields = ["title", "kind", "purpose"]
        widgets = {"purpose": forms.Textarea({"rows": 3})}


class TemplateStepForm(CheckForm):
    """A step of a template. ``known``: the competences that may be chosen; those of another framework stay where they stand."""

    competences = forms.MultipleChoiceField(
        label="Какие компетенции", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = TemplateStep
        fields = ["kind", "title", "hours", "week", "weeks", "evidence", "competences"]
        help_texts = {
            "week": "1 – первая неделя маршрута",
            "weeks": "Часы разойдутся по неделям поровну",
            "evidence": "Удостоверение, карта урока, две строки вывода",
        }

    def __init__(self, *args: Any, known: QuerySet[Competence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {each.key: each.title for each in known}
        fields: dict[str, Any] = self.fields
        kept = [key for key in self.instance.competences if key not in titles]
        fields["competences"].choices = [*titles.items(), *((key, key) for key in kept)]

    def clean_competences(self) -> list[str]:
        return sorted(self.cleaned_data["competences"])


class FindPeopleForm(forms.Form):
    """Among whom to tick. ``places``: organizations of the reader."""

    q = forms.CharField(label="Фамилия", max_length=200, required=False, widget=forms.SearchInput)
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label="Организация", required=False, empty_label="все"
    )

    def __init__(self, sent: Any, *, places: QuerySet[Organization]) -> None:
        super().__init__(sent, auto_id="find_%s")
        fields: dict[str, Any] = self.fields
        fields["organization"].queryset = places


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(filter(None, (str(obj), str(workplace(obj) or ""))))


class UseTemplateForm(forms.Form):
    """For whom to draft routes. ``people``: who may be ticked."""

    starts_on = DayField(label="Первый день маршрута")
    basis = TermField("route_basis", label="Основание", initial="other")
    goal = forms.CharField(label="Цель", max_length=500, required=False, help_text="Пусто: название шаблона")
    reason = why_so_much()
    people = PeopleField(Person.objects.none(), label="Кому", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["people"].queryset = people


class RenewForm(forms.Form):
    """Which changes of a template a route takes. ``number``: of the version that was looked at."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    taken = forms.MultipleChoiceField(label="Что взять", required=False, widget=forms.CheckboxSelectMultiple)
    reason = why_so_much()

    def __init__(self, *args: Any, proposed: list[Proposed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["taken"].choices = [(each.key, each.title) for each in proposed]

    def clean_taken(self) -> list[str]:
        return [] if "none" in self.data else self.cleaned_data["taken"]  # the button that takes nothing
