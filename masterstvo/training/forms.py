"""What people write about programmes and completed courses."""

from django import forms

from masterstvo.core.forms import CheckForm, DayField, PickField, TermField, correction_reason
from masterstvo.core.models import Term
from masterstvo.people.panels import person_field
from masterstvo.training.models import Programme, Training


def _described(programme):
    return f"{programme.title}, {programme.hours} ч, {programme.provider}"


class TrainingForm(CheckForm):
    person = person_field()
    programme = PickField(
        label="Программа",
        by=("title", "provider__title"),
        label_of=_described,
        help_text="Слово из названия. Новую программу внесите в разделе «Программы»",
        missing="Такой программы ещё нет: внесите её в разделе «Программы».",
    )
    starts_on = DayField(label="Начало", required=False)
    finished_on = DayField(label="Окончание")

    class Meta:
        model = Training
        fields = ["person", "programme", "starts_on", "finished_on", "document"]


class TrainingCorrectionForm(TrainingForm):
    reason = correction_reason()


class ProgrammeForm(CheckForm):
    provider_title = forms.CharField(label="Новый организатор", max_length=300, required=False)
    provider_kind = TermField("provider_kind", label="Вид нового организатора", required=False)
    kind = TermField("training_kind", label="Вид обучения", required=False)
    form = TermField("training_form", label="Форма", required=False)
    in_federal_register = forms.NullBooleanField(label="В Федеральном реестре", required=False)
    topics = forms.ModelMultipleChoiceField(Term.objects.of("topic"), label="Темы", required=False)

    class Meta:
        model = Programme
        fields = [
            "title", "provider", "provider_title", "provider_kind", "hours", "kind", "form", "in_federal_register", "topics",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].required = False
        self.fields["provider"].help_text = "Если его нет в списке, впишите ниже"

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("provider") and not cleaned.get("provider_title"):
            self.add_error("provider", "Выберите организатора или впишите нового.")
        return cleaned


class ProgrammeCorrectionForm(ProgrammeForm):
    reason = correction_reason()
