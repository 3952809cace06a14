"""What people write about communities."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from masterstvo.communities.choices import Measure
from masterstvo.communities.counting import rule_of
from masterstvo.communities.models import Community, CommunityMember, Decision, Guest, Meeting
from masterstvo.communities.queries import FIRST_MONTH, invited_named, study_year
from masterstvo.communities.reading import Line, LineIsUnclear, lines_of
from masterstvo.core.conflicts import Versioned
from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.core.models import Term
from masterstvo.core.proofs import ACCEPTED, refuse_unknown
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field
from masterstvo.plans.panels import ActivitiesField

NEW_DECISIONS = 3
RULES = ", ".join(f"{measure.value} – {measure.label}" for measure in Measure)


def check_rule(text):
    """Raises: ValidationError for what the score does not understand."""
    if rule_of(text, "") is None:
        raise ValidationError("Напишите показатель и целые баллы через двоеточие, например held:5.")


def rule_field():
    """Return the field of a rule of the score, as the dictionary keeps it: «held:5»."""
    return forms.CharField(
        label="Показатель и баллы",
        max_length=40,
        validators=[check_rule],
        help_text=f"Например, held:5. {RULES}",
    )


class CommunityForm(CheckForm):
    kind = TermField("community_kind", label="Вид")
    organization: Any = forms.ModelChoiceField(
        None,
        label="Организация",
        required=False,
        empty_label="районное, не при одной организации",
        help_text="Для школьных объединений",
    )
    subjects = forms.ModelMultipleChoiceField(Term.objects.of("subject"), label="Предметы", required=False)
    starts_on = DayField(label="Работает с")
    ends_on = LastDayField(label="Последний день", required=False)

    def __init__(self, *args: Any, of_organization: bool = False, **kwargs: Any) -> None:
        """``of_organization``: the writer may found communities of a school only."""
        super().__init__(*args, **kwargs)
        if of_organization:
            field: Any = self.fields["organization"]
            field.required, field.empty_label, field.help_text = True, "выберите", ""

    class Meta:
        model = Community
        fields = ["title", "kind", "organization", "subjects", "starts_on", "ends_on", "basis", "goal"]
        widgets = {"goal": forms.Textarea({"rows": 3})}
        labels = {"basis": "Чем создано", "goal": "Над чем работает"}


class CommunityCorrectionForm(CommunityForm):
    reason = correction_reason()


def _why_full() -> forms.CharField:
    return forms.CharField(
        label="Почему так нужно",
        max_length=500,
        required=False,
        help_text="Только если чья-то неделя станет полнее порога",
    )


class MemberForm(CheckForm):
    person = person_field("Кто")
    starts_on = DayField(label="С какого дня")
    reason = _why_full()

    class Meta:
        model = CommunityMember
        fields = ["person", "role", "starts_on"]


class MemberCorrectionForm(CheckForm):
    starts_on = DayField(label="С какого дня")
    ends_on = LastDayField(label="Последний день", required=False)
    reason = correction_reason()

    class Meta:
        model = CommunityMember
        fields = ["role", "starts_on", "ends_on"]


class Inviting(CheckForm):
    """The form of a meeting in which one writes who is invited beside the members. ``people``: whose cards may be meant."""

    guests = forms.CharField(
        label="Кого пригласить",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Кроме участников, по одному в строке: «Соколова Ирина Петровна, ЦРО»",
    )

    def __init__(self, *args: Any, instance: Meeting, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.people = people
        if instance.pk:
            names = filter(None, instance.guests.values_list("name", flat=True))
            self.initial["guests"] = "\n".join(names)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        told = cleaned.pop("guests", "")
        if "guests" in self.changed_data:  # what nobody touched overwrites nobody
            cleaned["guests"] = invited_named(told.splitlines(), self.people)
        return cleaned


class MeetingForm(Inviting):
    held_on = DayField(label="День")
    starts_at = forms.TimeField(
        label="Начало", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    hours = forms.IntegerField(label="Часы", min_value=1, max_value=40, help_text="Сколько займёт")
    link = forms.URLField(label="Ссылка на встречу", max_length=500, required=False, assume_scheme="https")
    agenda = forms.CharField(
        label="Повестка",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Каждый вопрос с новой строки",
    )
    activities = ActivitiesField(
        help_text="Когда заседание пройдёт, программа предложит им результат и приложит протокол"
    )
    reason = _why_full()

    field_order = [
        "title",
        "held_on",
        "starts_at",
        "hours",
        "place",
        "link",
        "agenda",
        "guests",
        "activities",
    ]

    class Meta:
        model = Meeting
        fields = ["title", "held_on", "starts_at", "hours", "place", "link", "agenda", "activities"]
        labels = {"title": "Тема"}

    def __init__(self, *args: Any, among: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, among=among, left_out={"activities"} - set(among), **kwargs)


class AgendaForm(Inviting):
    """What a secretary changes of a meeting: the day and the plan are the leader's."""

    link = forms.URLField(label="Ссылка на встречу", max_length=500, required=False, assume_scheme="https")
    agenda = forms.CharField(
        label="Повестка",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Каждый вопрос с новой строки",
    )

    class Meta:
        model = Meeting
        fields = ["place", "link", "agenda"]


class PlanForm(forms.Form):
    """The meetings of a year at once, pasted or typed; what they have in common stands below."""

    lines = forms.CharField(
        label="Заседания",
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text="По одному в строке: день и тема. Можно вставить столбцы таблицы из Word или Excel",
    )
    starts_at = forms.TimeField(
        label="Начало", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    hours = forms.IntegerField(label="Часы", min_value=1, max_value=40, initial=2, help_text="Каждое займёт")
    place = forms.CharField(label="Место", required=False, max_length=200)
    reason = _why_full()

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_lines(self) -> list[Line]:
        try:
            return list(lines_of(self.cleaned_data["lines"], self.year, FIRST_MONTH))
        except LineIsUnclear as unclear:
            raise ValidationError(str(unclear)) from unclear


class HoldForm(Versioned, forms.Form):
    """How a meeting went, on one page: who was there by ticks, what was said, what was decided."""

    present = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кто был", required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.ModelMultipleChoiceField(
        Guest.objects.none(), label="Кто из приглашённых", required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.CharField(
        label="О чём говорили",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Попадёт в протокол",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {each.person_id: each.was_present for each in meeting.attendances.all()}
        people = known.keys() | {each.person_id for each in meeting.expected()}
        everybody = Person.objects.filter(pk__in=people).order_by("last_name", "first_name", "pk")
        ticks: Any = self.fields["present"]
        ticks.queryset = everybody
        invited = meeting.guests.select_related("person")
        came: Any = self.fields["guests"]
        came.queryset = invited
        guests = list(invited)
        self.initial["guests"] = [each.pk for each in guests if each.was_present]
        if not guests:
            del self.fields["guests"]
        people |= {each.person_id for each in guests if each.person_id}
        self.initial["present"] = [person for person, was_present in known.items() if was_present]
        self.initial["minutes"] = meeting.minutes
        for number in range(NEW_DECISIONS):
            self.fields |= _decision_fields(number, answering(people))
        self.remember(meeting, ["minutes"])

    def rows(self) -> list[list[Any]]:
        """Return the fields of each new decision."""
        return [[self[f"{name}_{number}"] for name in DECISION] for number in range(NEW_DECISIONS)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decisions = []
        for number in range(NEW_DECISIONS):
            values = {name: cleaned.pop(f"{name}_{number}", None) for name in DECISION}
            if values["text"]:
                for name in () if values["named"] else ("person",):
                    self._need(values, name, number)
                self._need(values, "due_on", number)
                decisions.append(values)
            elif values["person"] or values["named"] or values["due_on"]:
                self.add_error(f"text_{number}", "Напишите, что решили.")
        return cleaned | {"decisions": decisions}

    def _need(self, values: dict[str, Any], name: str, number: int) -> None:
        if not values[name] and f"{name}_{number}" not in self.errors:
            self.add_error(f"{name}_{number}", "Укажите, кто и до какого дня это сделает.")


DECISION = ("text", "person", "named", "due_on")
ELSE = "Или впишите, кто"


def answering(people: Collection[int]) -> Any:
    """Return those of the registry who may answer for a decision, with these keys."""
    return Person.objects.filter(pk__in=people).order_by("last_name", "first_name", "pk")


def _decision_fields(number: int, people: Any) -> dict[str, forms.Field]:
    return {
        f"text_{number}": forms.CharField(label="Что решили", max_length=500, required=False),
        f"person_{number}": forms.ModelChoiceField(
            people, label="Ответственный", required=False, empty_label="выберите"
        ),
        f"named_{number}": forms.CharField(label=ELSE, max_length=200, required=False),
        f"due_on_{number}": DayField(label="Срок", required=False),
    }


class CancelForm(forms.Form):
    reason = forms.CharField(label="Почему отменяем", max_length=500, help_text="Увидят участники сообщества")


class MessageForm(forms.Form):
    text = forms.CharField(
        label="Сообщение",
        max_length=800,
        widget=forms.Textarea({"rows": 6}),
        help_text="Участники прочтут его в программе; в письмо текст не попадёт",
    )


class DecisionForm(CheckForm):
    person: Any = forms.ModelChoiceField(None, label="Ответственный", required=False, empty_label="выберите")
    named = forms.CharField(label=ELSE, max_length=200, required=False)
    due_on = DayField(label="Срок")
    done_on = DayField(label="Выполнено", required=False)
    reason = correction_reason()

    class Meta:
        model = Decision
        fields = ["text", "person", "named", "due_on", "done_on", "note"]

    def clean_done_on(self) -> dt.date | None:
        day = self.cleaned_data["done_on"]
        if day and day > timezone.localdate():
            raise ValidationError("Этот день ещё не наступил.")
        return day


class MaterialForm(forms.Form):
    title = forms.CharField(label="Название", max_length=200)
    file = forms.FileField(
        label="Файл",
        required=False,
        max_length=100,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="До 20 МБ",
    )
    link = forms.URLField(label="Или ссылка", max_length=500, required=False, assume_scheme="https")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            refuse_unknown(file)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("link"):
            raise ValidationError("Приложите файл или дайте ссылку.")
        return cleaned


class ScoresForm(forms.Form):
    """Which communities are compared, from which to which day; by default the year of study so far."""

    kind = TermField("community_kind", label="Вид", empty="все виды", required=False)
    first = DayField(label="С", required=False)
    last = DayField(label="По", required=False)

    def period(self) -> tuple[dt.date, dt.date]:
        today = timezone.localdate()
        known = self.cleaned_data if self.is_valid() else {}
        return known.get("first") or study_year(today)[0], known.get("last") or today
