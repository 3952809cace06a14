"""Forms of a pair: entered, proposed, answered, ended."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from masterstvo.core.forms import (
    CheckForm,
    DayField,
    LastDayField,
    Searching,
    SuggestInput,
    TermField,
    correction_reason,
)
from masterstvo.documents.models import Document
from masterstvo.mentoring.models import Mentorship
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field

PAPER = [
    "contract",
    "consent_on",
    "content",
    "work_form",
    "pay",
    "unpaid_because",
    "act_number",
    "act_on",
]
OF_EMPLOYER = (
    "consent_on",
    "pay",
    "unpaid_because",
    "act_number",
    "act_on",
)  # what the mentor signs and gets
AGREED_TO = (
    "starts_on",
    "ends_on",
    "hours_month",
    "group",
)  # what the mentor of another organization gave, once it was agreed to
WEEK_REASON = "Нужно, только если чья-то неделя станет полнее порога"
PAIR_REASON = f"{WEEK_REASON} или наставник – из руководства организации наставляемого"


class MentorshipForm(CheckForm):
    mentor = person_field("Наставник", is_stranger=True)
    mentee = person_field("Наставляемый", is_stranger=True)
    model = TermField("mentoring_model", label="Модель")
    format = TermField("mentoring_format", label="Формат")
    starts_on = DayField(label="Начало")
    ends_on = LastDayField(label="Окончание: последний день", required=False)
    reason = forms.CharField(label="Почему так нужно", max_length=500, required=False, help_text=PAIR_REASON)
    is_proposal = forms.BooleanField(
        label="Это предложение",
        required=False,
        help_text="Сначала согласятся наставник и наставляемый, потом утвердит руководитель. Без отметки пара считается работающей",
    )

    class Meta:
        model = Mentorship
        fields = ["mentor", "mentee", "model", "format", "starts_on", "ends_on", "hours_month", "group"]
        widgets: ClassVar[dict[str, Any]] = {"group": SuggestInput}

    def __init__(
        self, *args: Any, groups: Iterable[tuple[str, str]], own: QuerySet[Person], **kwargs: Any
    ) -> None:
        """``own``: for whom the reader answers; a pair with anybody else can only be proposed."""
        super().__init__(*args, **kwargs)
        self.own = own
        group: Any = self.fields.get("group")
        if group is None:  # left out for whoever may not change it
            return
        group.widget.suggestions = groups
        group.help_text = "Если наставник встречается с несколькими сразу: одно название у всех пар, часы наставника считаются один раз"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        starts_on, ends_on = told.get("starts_on"), told.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", f"Последний день – не раньше начала, {starts_on:%d.%m.%Y}.")
        people = [told[side] for side in ("mentor", "mentee") if told.get(side)]
        if not told.get("is_proposal"):
            own = set(self.own.filter(pk__in=[each.pk for each in people]).values_list("pk", flat=True))
            strangers = [str(each) for each in people if each.pk not in own]
            if strangers:
                self.add_error(
                    "is_proposal" if "is_proposal" in self.fields else None,
                    f"Работает в другой организации: {', '.join(strangers)}. Отметьте «Это предложение», и согласятся все по очереди.",
                )
        return told


class MentorshipCorrectionForm(MentorshipForm):
    """The same with everything that makes a pair formal."""

    contract = forms.ModelChoiceField(
        Document.objects.none(), label="Договор организаций", required=False, empty_label="договора нет"
    )
    consent_on = DayField(label="Письменное согласие наставника от", required=False)
    work_form = TermField("mentoring_work_form", label="Форма работы", required=False, empty="не указана")
    act_on = DayField(label="Приказ от", required=False)
    reason = correction_reason()
    is_proposal = None  # type: ignore[assignment]  # this way Django takes a field of the parent away

    class Meta(MentorshipForm.Meta):
        fields = [*MentorshipForm.Meta.fields, *PAPER]
        widgets = {**MentorshipForm.Meta.widgets, "content": forms.Textarea({"rows": 4})}


class AgreeForm(forms.Form):
    consent_on = DayField(
        label="Письменное согласие от",
        required=False,
        help_text="Дата подписи на бумаге: без неё пара не считается оформленной (ТК РФ, ст. 351.8)",
    )


class ApproveForm(forms.Form):
    reason = forms.CharField(label="Почему так нужно", max_length=500, required=False, help_text=WEEK_REASON)


class EndForm(Searching, forms.Form):
    last_day = DayField(label="Последний день")
    noticed_on = DayField(
        label="Предупредили об окончании",
        required=False,
        help_text="Если раньше срока: не меньше трёх рабочих дней до окончания, не считая праздников",
    )
    result = TermField("mentoring_result", label="Результат", required=False, empty="ещё работает")
    result_note = forms.CharField(
        label="Что получилось", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    successor = person_field("Следующий наставник", is_stranger=True)
    reason = forms.CharField(label="Почему заканчивает", max_length=500, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor: Any = self.fields["successor"]
        successor.required, successor.queryset = False, people
        successor.help_text = (
            "Если работу продолжит другой: ему придёт предложение, прежняя пара останется в истории"
        )
