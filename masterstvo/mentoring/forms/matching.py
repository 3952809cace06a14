"""What matching asks: the days and the model of the pairs to be proposed."""

from django import forms

from masterstvo.core.forms import DayField, LastDayField, TermField


class MatchingForm(forms.Form):
    starts_on = DayField(label="Пары начнут работать")
    ends_on = LastDayField(
        label="Последний день", required=False, help_text="Можно не указывать, но без срока пара не оформлена"
    )
    model = TermField("mentoring_model", label="Модель")
