"""What people write about documents."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.forms import CheckForm, DayField, PickField, TermField, correction_reason
from masterstvo.core.proofs import ACCEPTED, extension, refuse_unknown
from masterstvo.documents.models import (
    PLACE_OF_NUMBER,
    Document,
    DocumentApproval,
    DocumentTemplate,
    Register,
)
from masterstvo.documents.queries import next_ordinal
from masterstvo.people.panels import person_field


class ProofField(forms.FileField):
    """A paper or a picture of it."""

    widget = forms.FileInput({"accept": ACCEPTED})

    def __init__(
        self, *, label="Файл", help_text="PDF, Word, Excel, презентация или снимок, до 20 МБ", **kwargs
    ):
        super().__init__(label=label, help_text=help_text, max_length=100, **kwargs)

    def clean(self, value, initial=None):
        file = super().clean(value, initial)
        if file:
            refuse_unknown(file)
        return file


class Owned(CheckForm):
    """A form of what belongs to the authority or to one of its organizations."""

    def __init__(self, *args, of_organization=False, **kwargs):
        """``of_organization``: the author writes for a school only, so the row must name it."""
        super().__init__(*args, **kwargs)
        organization: Any = self.fields["organization"]
        organization.label = "Чей"
        organization.required = of_organization
        if not of_organization:
            organization.empty_label = "орган управления"


class DocumentForm(Owned):
    kind = TermField("document_kind", label="Вид")
    dated_on = DayField(label="Дата")
    url = forms.URLField(label="Ссылка", max_length=1000, required=False, assume_scheme="https")
    file = ProofField(required=False)

    class Meta:
        model = Document
        fields = ["kind", "number", "dated_on", "title", "organization", "url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = True


class DocumentCorrectionForm(DocumentForm):
    reason = correction_reason()


class DraftForm(Owned):
    """A paper that has no number yet."""

    kind = TermField("document_kind", label="Вид")
    body = forms.CharField(
        label="Текст",
        required=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 10}),
        help_text="Каждый абзац с новой строки. Слово «ПРИКАЗЫВАЮ:», номер, дату, таблицу людей и подпись программа поставит сама",
    )
    url = forms.URLField(label="Ссылка", max_length=1000, required=False, assume_scheme="https")
    file = ProofField(
        label="Готовый файл",
        required=False,
        help_text="Если текст уже написан в Word: тогда файл из текста выше не составляем",
    )

    class Meta:
        model = Document
        fields = ["kind", "title", "organization", "body", "signer_position", "signer", "template", "url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        title, template = self.fields["title"], self.fields["template"]
        title.required = True
        title.help_text = "О чём: «О проведении муниципальной олимпиады»"
        template.empty_label = "обычный вид"  # type: ignore[attr-defined]
        self.fields["signer"].help_text = "А. П. Громов"


class NumberedForm(CheckForm):
    """What may still be added to a paper that a register has numbered."""

    url = forms.URLField(label="Ссылка", max_length=1000, required=False, assume_scheme="https")
    file = ProofField(
        label="Новая версия файла",
        required=False,
        help_text="Скан с подписью: станет новой версией, прежние останутся",
    )
    reason = correction_reason()

    class Meta:
        model = Document
        fields = ["url"]


# --- Lines of a document --------------------------------------------------------------------------------------------
class PersonLineForm(forms.Form):
    person = person_field("Человек")
    note = forms.CharField(
        label="В каком качестве", max_length=300, required=False, help_text="Например: член жюри, наставник"
    )


class ApprovalForm(CheckForm):
    """A line of the agreement sheet."""

    agreed_on = DayField(label="Дата", required=False)

    class Meta:
        model = DocumentApproval
        fields = ["name", "position", "agreed_on"]


class TargetForm(forms.Form):
    """One thing that the document proves, found by words."""

    def __init__(self, *args, title, by, **kwargs):
        super().__init__(*args, **kwargs)
        found = PickField(
            label=title,
            by=by,
            help_text="Слово из названия и «Найти»",
            missing="Ничего не нашли. Проверьте слово.",
        )
        found.widget.field = found
        self.fields["target"] = found


# --- Steps ----------------------------------------------------------------------------------------------------------
class RegisterField(forms.ModelChoiceField):
    """A register after the number that comes next in it this year."""

    def label_from_instance(self, obj):
        year = timezone.localdate().year
        return f"{obj.number_of(next_ordinal(obj, year), year)} – {obj.title}"


class SignForm(forms.Form):
    register = RegisterField(Register.objects.none(), label="Номер и журнал", empty_label=None)
    dated_on = DayField(label="Дата подписания")
    reason = forms.CharField(
        label="Почему задним числом",
        max_length=500,
        required=False,
        help_text="Нужно, только если в журнале уже есть номер с более поздней датой",
    )


# --- Registers and templates ----------------------------------------------------------------------------------------
class RegisterForm(Owned):
    kinds = forms.MultipleChoiceField(
        label="Виды документов",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено: любые",
    )

    class Meta:
        model = Register
        fields = ["title", "kinds", "pattern", "first_number", "organization"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = terms.choices("document_kind")
        self.fields[
            "pattern"
        ].help_text = (
            "Вместо {n} встанет номер, вместо {year} – год: «{n}-о» даст 17-о, «{n}/{year}» даст 17/2026"
        )

    def clean_pattern(self):
        pattern = self.cleaned_data["pattern"].strip()
        if pattern.count(PLACE_OF_NUMBER) != 1:
            raise ValidationError("В виде номера один раз должно стоять {n}: на его месте будет сам номер.")
        return pattern


class TemplateForm(Owned):
    kind = TermField("document_kind", label="Вид")
    file = ProofField(label="Файл Word", help_text="Документ .docx с метками, до 10 МБ")

    class Meta:
        model = DocumentTemplate
        fields = ["title", "kind", "organization"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if extension(file.name) != "docx":
            raise ValidationError("Шаблоном может быть только документ Word (.docx).")
        return file
