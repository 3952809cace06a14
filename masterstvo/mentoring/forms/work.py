"""Forms of the programme, the diary and the conditions at school."""

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from masterstvo.core.forms import CheckForm, DayField, ReasonForm, TermField
from masterstvo.core.numbers import counted
from masterstvo.documents.models import Document
from masterstvo.mentoring.models import Conversation, Mentorship, ProgrammeTemplate, SchoolCondition

USUAL = "talk"  # the form of a meeting that stands in the diary's form already
_LINE = re.compile(r"^(?P<title>.+?)[;,|]\s*(?:через\s+)?(?P<weeks>\d{1,3})(?:\s*нед\w*\.?)?$")


class MenteesField(forms.ModelMultipleChoiceField):
    """Other pairs of the same mentor, by their mentees."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, pair: Any) -> str:
        return str(pair.mentee)


class ConversationForm(CheckForm):
    """A meeting that was: four touches on a phone, for the rest stands already what is usual.

    ``together``: the other pairs of the group into whose diaries one may write, all of them there until somebody takes one off.
    """

    held_on = DayField(label="Когда")
    form = TermField("mentoring_meeting_form", label="Форма")
    is_of_group = forms.BooleanField(label="Записать всем парам группы", required=False)
    others = MenteesField(Mentorship.objects.none(), label="Кто был из группы", required=False)

    class Meta:
        model = Conversation
        fields = ["topic", "held_on", "form", "minutes", "next_step"]

    def __init__(self, *args: Any, together: QuerySet[Mentorship], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = list(together)
        if not pairs:
            del self.fields["is_of_group"], self.fields["others"]
            return
        group, others = self.fields["is_of_group"], cast("MenteesField", self.fields["others"])
        group.help_text = (
            f"«{pairs[0].group}»: {counted(len(pairs) + 1, 'пара', 'пары', 'пар')}; запись прочтёт каждая"
        )
        others.queryset, others.initial = together, pairs

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "others" in self.fields and not told.pop("is_of_group", False):
            told["others"] = []
        return told


class RemovalForm(ReasonForm):
    """Why an entry of the diary is removed, and whether the whole group's is."""

    is_of_group = forms.BooleanField(label="Удалить у всех пар группы", required=False)

    def __init__(self, *args: Any, n_others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not n_others:
            del self.fields["is_of_group"]


class TaskForm(forms.Form):
    """One task, or all of a template."""

    title = forms.CharField(label="Задача", max_length=300, required=False)
    due_on = DayField(label="Срок", required=False)
    template = forms.ModelChoiceField(
        ProgrammeTemplate.objects.none(),
        label="Или все задачи шаблона",
        required=False,
        empty_label="не нужно",
    )

    def __init__(self, *args: Any, templates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["template"]
        field.queryset = templates
        if not templates.exists():
            del self.fields["template"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("template"):
            for name, label in (("title", "Что сделать?"), ("due_on", "До какого дня?")):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, label)
        return told


class TasksField(forms.CharField):
    """Tasks as lines: «Посетить урок наставника; 2»."""

    widget = forms.Textarea({"rows": 10})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{each['title']}; {each['weeks']}" for each in value)
        return value

    def clean(self, value: Any) -> list[dict[str, Any]]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        read = [(line, _LINE.match(line)) for line in lines]
        wrong = [line for line, found in read if found is None]
        if wrong:
            raise ValidationError(f"Допишите в конце строки, через сколько недель: «{wrong[0]}».")
        return [
            {"title": found["title"].strip()[:300], "weeks": int(found["weeks"])}
            for _, found in read
            if found
        ]


class TemplateForm(CheckForm):
    tasks = TasksField(
        label="Задачи",
        max_length=10000,
        help_text="Каждая с новой строки, в конце через сколько недель: «Посетить урок наставника; 2»",
    )

    class Meta:
        model = ProgrammeTemplate
        fields = ["title", "tasks"]


class ConditionForm(CheckForm):
    met_on = DayField(label="Выполнено с")
    url = forms.URLField(label="Ссылка", max_length=1000, required=False, assume_scheme="https")
    document = forms.ModelChoiceField(
        Document.objects.none(), label="Документ", required=False, empty_label="без документа"
    )

    class Meta:
        model = SchoolCondition
        fields = ["met_on", "document", "url", "note"]
