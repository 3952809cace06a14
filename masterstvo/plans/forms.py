"""What is typed on the pages of plans."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator

from masterstvo.core.conflicts import Versioned
from masterstvo.core.forms import CheckForm, DayField
from masterstvo.core.words import clean
from masterstvo.plans.actions.activity import RESULT_FIELDS, Evidence
from masterstvo.plans.choices import FIRST_YEAR, LAST_YEAR, ActivityState, Status
from masterstvo.plans.models import Activity, Approval, Plan
from masterstvo.plans.queries.activity import Wish

LARGEST_FILE = 20 * 1024 * 1024
ACCEPTED = ".docx,.xlsx,.pdf"
ENTERED_STATES = [
    (ActivityState.DONE, "Проведено"),
    (ActivityState.PART, "Проведено частично"),
    (ActivityState.GOING, "Идёт"),
    (ActivityState.NOT_HELD, "Не проводилось"),
    (ActivityState.POSTPONED, "Перенести срок"),
    (ActivityState.REPLACED, "Заменено"),
    (ActivityState.NOT_APPLICABLE, "Не требуется"),
]


class ResultForm(Versioned, forms.Form):
    """What came of an activity."""

    state = forms.ChoiceField(
        label="Как прошло",
        choices=ENTERED_STATES,
        widget=forms.RadioSelect,
        error_messages={"required": "Отметьте, как прошло."},
    )
    actual_result = forms.CharField(
        label="Результат одной-двумя фразами",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Войдёт в таблицу 2 отчёта дословно.",
    )
    postponed_to = DayField(label="Новый срок", required=False)
    links = forms.CharField(
        label="Ссылки на подтверждение",
        required=False,
        widget=forms.Textarea({"rows": 2, "inputmode": "url"}),
        help_text="По одной в строке.",
    )
    reason = forms.CharField(
        label="Причина или пояснение",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Нужно, если проведено не полностью, не проводилось, перенесено или подтверждения нет.",
    )

    def __init__(self, *args, activity, **kwargs):
        kwargs["auto_id"] = f"result_{activity.pk}_%s"
        super().__init__(*args, **kwargs)
        self.remember(activity, RESULT_FIELDS)
        self.initial = {name: self.shown_value(activity, name) for name in RESULT_FIELDS}
        if activity.state in (ActivityState.NOT_STARTED, ActivityState.GOING):
            self.initial["state"] = ActivityState.DONE  # what most people come to enter

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        return {name: each for name, each in cleaned.items() if name != "links"} | {
            "evidence": cleaned.get("links", ())
        }

    def clean_links(self):
        """Return the new proofs. A link may be followed by its name: «https://… Протокол № 2»."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["links"].splitlines())):
            url, _, title = line.partition(" ")
            try:
                URLValidator(schemes=["http", "https"])(url)
            except ValidationError:
                raise ValidationError(
                    f"«{url[:60]}» не похоже на ссылку: она начинается с https:// или http://."
                ) from None
            if len(url) > 1000:
                raise ValidationError("Ссылка длиннее 1000 знаков: сократите её.")
            found.append(Evidence(url=url, title=title.strip()))
        return found


class WishForm(forms.Form):
    """The filters above the table."""

    q = forms.CharField(
        label="Слова в названии или результате", required=False, max_length=200, widget=forms.SearchInput
    )
    quick = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, directions, names, **kwargs):
        kwargs["auto_id"] = "filter_%s"
        super().__init__(*args, **kwargs)
        states = [(value, label.capitalize()) for value, label in Status.choices]
        for name, label, every, offered in (
            ("direction", "Направление", "Все", directions),
            ("responsible", "Ответственный", "Любой", [(each, each) for each in names]),
            ("status", "Состояние", "Любое", states),
        ):
            choices = [("", every), *offered]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    def wish(self) -> Wish:
        """Return what is asked for; what is not offered asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        direction = asked.get("direction") or ""
        return Wish(
            words=asked.get("q") or "",
            direction=int(direction) if direction else None,
            responsible=asked.get("responsible") or "",
            status=asked.get("status") or "",
            quick=asked.get("quick") or "",
        )


class ActivityForm(CheckForm):
    """The words of a row."""

    reason = forms.CharField(
        label="Почему меняется утверждённый план",
        required=False,
        max_length=500,
        help_text="Останется в журнале",
    )

    class Meta:
        model = Activity
        fields = [
            "number",
            "title",
            "direction",
            "period_text",
            "responsible_text",
            "expected_result",
            "participants_text",
            "content_text",
            "place_text",
            "note_text",
        ]
        widgets = {
            name: forms.Textarea({"rows": 2})
            for name in (
                "title",
                "responsible_text",
                "expected_result",
                "participants_text",
                "content_text",
                "note_text",
            )
        } | dict.fromkeys(("period_text", "place_text"), forms.TextInput)
        help_texts = {
            "period_text": "Как в плане: «март – апрель», «до 20 мая», «ежеквартально». Даты программа поймёт сама.",
            "responsible_text": "Фамилии с инициалами: «Соколова И. В., Тюрина О. С.»",
        }

    def __init__(self, *args, plan, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["direction"] = forms.ModelChoiceField(
            plan.directions.order_by("position", "pk"),
            label="Направление",
            empty_label="без направления",
            required=False,
        )
        self.fields["title"].error_messages = {"required": "Напишите, что нужно провести."}
        if not needs_reason:
            del self.fields["reason"]


class PlanForm(CheckForm):
    """The title page. ``token`` tells which version of it the form showed."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    tasks = forms.CharField(
        label="Задачи",
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="По одной в строке.",
    )
    order_on = DayField(label="Приказ от", required=False)
    reason = forms.CharField(
        label="Почему меняется утверждённый план",
        required=False,
        max_length=500,
        help_text="Останется в журнале",
    )

    class Meta:
        model = Plan
        fields = ["title", "year_from", "year_to", "order_number", "order_on", "goal", "tasks"]
        widgets = {"title": forms.Textarea({"rows": 2}), "goal": forms.Textarea({"rows": 3})}

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("year_from", "year_to"):
            self.fields[name].validators += [MinValueValidator(2000), MaxValueValidator(2100)]
        if not needs_reason:
            del self.fields["reason"]

    def shown_value(self, row, name):
        return "\n".join(row.tasks) if name == "tasks" else super().shown_value(row, name)

    def clean_tasks(self):
        return [task for line in self.cleaned_data["tasks"].splitlines() if (task := clean(line))]


class ApprovalForm(CheckForm):
    """A line of the agreement sheet."""

    agreed_on = DayField(label="Дата", required=False)

    class Meta:
        model = Approval
        fields = ["name", "position", "agreed_on"]


class UploadForm(forms.Form):
    """A plan as it is in Word, Excel or PDF."""

    file = forms.FileField(
        label="Файл плана или отчёта",
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="Word (.docx), Excel (.xlsx) или PDF с текстом. Ничего не запишем, пока вы не посмотрите, что прочитано.",
        error_messages={"required": "Выберите файл.", "empty": "Файл пуст: выберите другой."},
    )
    year = forms.IntegerField(
        label="Год плана",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Нужен, только если год не указан в самом документе.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError("Файл больше 20 МБ: план столько не занимает, уберите из него картинки.")
        return file


class YearForm(forms.Form):
    """The year that a document does not tell."""

    year = forms.IntegerField(
        label="На какой год этот план",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": "Укажите год плана.", "invalid": "Напишите год четырьмя цифрами."},
    )


class ApproveForm(forms.Form):
    """The order that approves a plan."""

    order_number = forms.CharField(label="Приказ №", max_length=60)
    order_on = DayField(label="Дата приказа")


class StateForm(forms.Form):
    state = forms.CharField()
    reason = forms.CharField(required=False, max_length=500)


class AcceptForm(forms.Form):
    """Rows of a difference to take."""

    token = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Почему меняется план", required=False, max_length=500, help_text="Останется в журнале"
    )
