"""What entrants write, and the file that replaces a copy for the jury."""

from typing import Any

from django import forms

from masterstvo.contests.models import Entry, EntryFile
from masterstvo.core.forms import CheckForm, Searching
from masterstvo.core.proofs import ACCEPTED, refuse_unknown
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field


class ApplyForm(Searching, forms.Form):
    """For whom an application is begun. ``organizations``: those that may be chosen, where organizations enter."""

    person = person_field("Кто участвует")

    def __init__(self, *args: Any, among: Any, organizations: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organizations is not None:
            del self.fields["person"]
            self.fields["organization"] = forms.ModelChoiceField(
                organizations, label="Организация", empty_label="выберите"
            )
        else:
            chosen_from: Any = self.fields["person"]
            chosen_from.queryset = among


class WorkForm(CheckForm):
    """The words of an entry. ``colleagues``: of whom a team may consist."""

    title = forms.CharField(label="Название работы", max_length=300, required=False)
    members = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Кто ещё в команде",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Entry
        fields = ["nomination", "title", "about", "answer"]
        widgets = {"about": forms.Textarea({"rows": 6})}
        help_texts = {"about": "Коротко: что придумали и что из этого вышло", "answer": "Что исправили"}

    def __init__(self, *args: Any, instance: Entry, colleagues: Any, **kwargs: Any) -> None:
        contest = instance.contest
        super().__init__(
            *args, instance=instance, among={"nomination": contest.nominations.order_by("pk")}, **kwargs
        )
        fields: dict[str, Any] = self.fields
        fields["nomination"].empty_label = "выберите"
        if not contest.nominations.exists():
            del fields["nomination"]
        if not instance.note:
            del fields["answer"]
        if contest.entrant == "team":
            fields["members"].queryset = colleagues
            fields["members"].help_text = f"Всего не больше {contest.team_most}"
            fields["members"].label = "Кто ещё в команде из своей организации"
            self.initial["members"] = list(instance.members.values_list("person", flat=True))
        else:
            del fields["members"]


class InviteForm(forms.Form):
    """Somebody of another school, by the full name: whose staff a stranger may not list."""

    name = forms.CharField(label="Фамилия, имя и отчество", max_length=200)
    organization: Any = forms.ModelChoiceField(None, label="Где работает", empty_label="выберите")

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organization"]
        field.queryset = organizations
        of_page(self)


class AppealForm(forms.Form):
    reason = forms.CharField(
        label="С чем не согласны и почему", max_length=4000, widget=forms.Textarea({"rows": 5})
    )


def of_page(form: Any) -> None:
    """Send the fields of ``form`` with the words of the entry, wherever on the page they stand: nothing typed is lost."""
    for field in form.fields.values():
        field.widget.attrs["form"] = "work"


class FileForm(CheckForm):
    file = forms.FileField(
        label="Файл", required=False, max_length=100, widget=forms.FileInput({"accept": ACCEPTED})
    )
    url = forms.URLField(
        label="Или ссылка",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text="Видео – ссылкой на облако или видеохостинг",
    )

    class Meta:
        model = EntryFile
        fields = ["title", "file", "url"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_page(self)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            refuse_unknown(file)
        return file


class CopyForm(forms.Form):
    """A file cleaned by hand, in place of a copy for the jury. ``copied``: the key of the copy, where it was refused."""

    file = forms.FileField(label="Файл без имён и названий школ", max_length=100)
    copied = 0

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        refuse_unknown(file)
        return file
