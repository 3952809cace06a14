"""Which competences a programme or an event gives, and which practices an event shows."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from masterstvo.diagnostics.models import Competence
from masterstvo.events.models import Event
from masterstvo.practices.models import Practice
from masterstvo.routes.queries.showing import practices_to_show


class GainsForm(forms.Form):
    """Which competences a programme or an event gives. ``known``: those that may be chosen."""

    competences = forms.ModelMultipleChoiceField(
        Competence.objects.none(),
        label="Какие компетенции",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено: подбор шагов этого не предложит",
    )
    levels = forms.IntegerField(
        label="Сила",
        min_value=1,
        max_value=3,
        initial=1,
        help_text="1 закрывает небольшой дефицит, 2 – средний, 3 – выраженный",
    )

    def __init__(self, *args: Any, known: QuerySet[Competence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["competences"].queryset = known


class EventGainsForm(GainsForm):
    """The same of an event, and which practices it shows: the named ones as ticks, a further one from the whole bank."""

    practices = forms.ModelMultipleChoiceField(
        Practice.objects.none(),
        label="Какие практики показывает",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Снимите галочку, чтобы убрать",
    )
    further = forms.ModelChoiceField(
        Practice.objects.none(),
        label="Показывает практику",
        required=False,
        empty_label="не выбрана",
        help_text="Из банка; кто был на событии, получит приглашение повторить",
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        named = Practice.objects.filter(showings__event=event).order_by("title", "pk")
        fields["practices"].queryset, self.initial["practices"] = named, list(named)
        fields["further"].queryset = practices_to_show(event)
        if self.initial["practices"]:
            fields["further"].label = "Показывает ещё практику"
        else:
            del self.fields["practices"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        shown = [*(told.pop("practices", None) or ()), told.pop("further", None)]
        return told | {"practices": [each for each in shown if each]}
