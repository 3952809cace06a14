"""Input of reports."""

from django import forms
from django.utils import timezone

from masterstvo.core.conflicts import Versioned
from masterstvo.core.forms import CheckForm, DayField
from masterstvo.plans.models import Plan
from masterstvo.reports.models import Narrative, Report, ReportApproval

_SHORT, _LONG = forms.Textarea({"rows": 3}), forms.Textarea({"rows": 6})


class ReportCreateForm(forms.Form):
    """Which plan is reported on, and on which day."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label="План", empty_label=None)
    as_of = DayField(
        label="По состоянию на", help_text="На этот день посчитаются показатели. Дату можно изменить позже."
    )

    def __init__(self, *args, plans, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        self.fields["as_of"].initial = timezone.localdate()


class ReportForm(CheckForm):
    """The order, the date and the words about the whole."""

    class Meta:
        model = Report
        fields = (
            "as_of",
            "order_number",
            "order_on",
            "signer",
            "signer_position",
            "foreword",
            "overall_problems",
            "overall_causes",
            "overall_needs",
            "overall_prospects",
        )
        field_classes = {"as_of": DayField, "order_on": DayField}
        widgets = {
            "foreword": _LONG,
            "overall_problems": _SHORT,
            "overall_causes": _SHORT,
            "overall_needs": _SHORT,
            "overall_prospects": _SHORT,
        }
        help_texts = {
            "signer": "Как в подписи: А. П. Громов.",
            "foreword": "Если оставить пустым, в отчёт войдёт текст по данным системы.",
            "overall_problems": "Каждая проблема с новой строки. Так же – причины, потребности и перспективы.",
        }


class NarrativeForm(CheckForm):
    """One section, written already or not."""

    class Meta:
        model = Narrative
        fields = ("facts", "problems", "causes", "conclusions")
        widgets = {"facts": _LONG, "problems": _SHORT, "causes": _SHORT, "conclusions": _SHORT}
        labels = {"facts": "Что сделано за год", "conclusions": "Выводы и что изменим"}
        help_texts = {
            "facts": "Если оставить пустым, в отчёт войдёт текст по данным системы.",
            "problems": "Каждая проблема с новой строки.",
            "conclusions": "Без вывода направление нельзя утвердить. Сохранённый вывод можно перенести в план следующего года.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.remember(
            self.instance, self.Meta.fields
        )  # an empty section may have been begun by somebody else, too


class ApprovalForm(CheckForm):
    """A line of the agreement sheet."""

    class Meta:
        model = ReportApproval
        fields = ("name", "task", "position", "due_on", "agreed_on")
        field_classes = {"due_on": DayField, "agreed_on": DayField}
        labels = {"agreed_on": "Согласовал(а)"}
        help_texts = {
            "name": "Фамилия с инициалами: Тюрина О. С.",
            "task": "Одним словом: составляет, проверяет, подписывает приказ.",
            "agreed_on": "День, когда согласие получено. Пусто – ещё не согласовано.",
        }


class ConclusionForm(forms.Form):
    text = forms.CharField()


class ReasonForm(Versioned, forms.Form):
    text = forms.CharField(label="Причина", required=False, widget=_SHORT)

    def __init__(self, *args, reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["text"] = reason.text
        self.remember(reason, ["text"])


class NoteForm(Versioned, forms.Form):
    text = forms.CharField(label="Пояснение", required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, note, **kwargs):
        super().__init__(*args, **kwargs)
        self.remember(note, ["text"])


class TemplateForm(forms.Form):
    file = forms.FileField(
        label="Шаблон Word",
        required=False,
        help_text="Файл .docx с метками. Пусто – вернуть шаблон программы.",
    )
