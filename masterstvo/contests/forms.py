"""What people write about contests and entries."""

from typing import Any

from django import forms

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.models import Version
from masterstvo.assessments.queries.circle import Circle
from masterstvo.contests.choices import PhaseKind
from masterstvo.contests.models import Contest, Criteria, Entry, EntryFile, RecommendedContest
from masterstvo.core import terms
from masterstvo.core.forms import (
    CheckForm,
    DayField,
    LastDayField,
    PickField,
    Searching,
    TermField,
    correction_reason,
)
from masterstvo.core.models import Term
from masterstvo.core.proofs import ACCEPTED, refuse_unknown
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field


# --- Facts about contests of others ---------------------------------------------------------------------------------
class OutsideForm(CheckForm):
    level = TermField("level", label="Уровень")

    class Meta:
        model = Contest
        fields = ["title", "level"]


class EntryForm(CheckForm):
    person = person_field()
    contest = PickField(
        label="Конкурс",
        by=("title",),
        help_text="Слово из названия и «Найти»",
        missing="Такого конкурса ещё нет: нажмите «Новый конкурс».",
    )
    held_on = DayField(label="Дата")
    nomination_title = forms.CharField(label="Номинация", max_length=300, required=False)
    result = TermField("contest_result", label="Результат")

    class Meta:
        model = Entry
        fields = ["person", "contest", "held_on", "stage", "nomination_title", "result", "place", "document"]


class EntryCorrectionForm(EntryForm):
    reason = correction_reason()


class RecommendedForm(CheckForm):
    title = forms.CharField(label="Конкурс", max_length=500)
    level = TermField("level", label="Уровень")
    apply_by = DayField(label="Заявки до")
    url = forms.URLField(label="Ссылка", required=False, max_length=1000, assume_scheme="https")

    class Meta:
        model = RecommendedContest
        fields = ["title", "level", "apply_by", "url", "note"]


# --- Contests of ours -----------------------------------------------------------------------------------------------
class ContestForm(CheckForm):
    level = TermField("level", label="Уровень")
    year = forms.IntegerField(label="Год", min_value=2000, max_value=2100)
    categories = forms.MultipleChoiceField(
        label="Кому открыт",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Пусто: всем работникам",
    )
    position = forms.CharField(label="Слово в должности", required=False, max_length=100)
    subjects = forms.ModelMultipleChoiceField(
        Term.objects.none(), label="Предметы", required=False, help_text="Пусто: любые"
    )
    only_young = forms.BooleanField(
        label="Только молодые специалисты", required=False, help_text="До 35 лет и первые три года работы"
    )
    moves_to = PickField(
        label="Куда выходят победители",
        by=("title",),
        required=False,
        help_text="Конкурс следующего уровня: слово из названия и «Найти»",
        missing="Такого конкурса ещё нет: добавьте его в список рекомендованных.",
    )

    class Meta:
        model = Contest
        fields = [
            "title", "year", "level", "about", "entrant", "team_most", "per_organization", "is_blind", "is_public", "files_most",
            "file_megabytes", "moves_to",
        ]  # fmt: skip
        help_texts = {
            "about": "Зачем конкурс, что присылать, чем он полезен: прочтут участники",
            "team_most": "Если участвуют команды",
            "per_organization": "Пусто: сколько угодно",
            "is_blind": "Работы получат шифры, из копий для жюри уберём имена и школы",
            "is_public": "Имена победителей увидит любой, у кого есть ссылка",
            "file_megabytes": "До 20",
        }
        widgets = {"about": forms.Textarea({"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["categories"].choices = terms.choices("staff_category")
        fields["subjects"].queryset = Term.objects.of("subject").filter(merged_into=None)
        circle = Circle.read(self.instance.circle or {})
        self.initial |= {
            "categories": list(circle.categories),
            "position": circle.position,
            "subjects": list(circle.subjects),
            "only_young": circle.only_young,
        }
        self.order_fields([*self.Meta.fields[:5], "categories", "position", "subjects", "only_young"])

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        circle = Circle(
            categories=tuple(told.pop("categories", ())),
            subjects=tuple(each.pk for each in told.pop("subjects", ())),
            position=told.pop("position", ""),
            only_young=told.pop("only_young", False),
        )
        return told | {"circle": circle.kept()}


class TermsForm(forms.Form):
    """The days of the phases, and the nominations."""

    nominations = forms.CharField(
        label="Номинации",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="По одной в строке; пусто: без номинаций",
    )

    def __init__(self, *args: Any, contest: Contest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {each.kind: each for each in contest.phases.all()}
        for kind in PhaseKind:
            self.fields[f"{kind}_starts"] = DayField(label="Первый день", required=False)
            self.fields[f"{kind}_ends"] = LastDayField(label="Последний день", required=False)
            if kind in known:
                self.initial[f"{kind}_starts"] = known[kind].starts_on
                self.initial[f"{kind}_ends"] = known[kind].ends_on
        self.initial["nominations"] = "\n".join(each.title for each in contest.nominations.order_by("pk"))

    @property
    def phases(self) -> list[tuple[str, Any, Any]]:
        """Return each phase with its two fields."""
        return [(kind.label.capitalize(), self[f"{kind}_starts"], self[f"{kind}_ends"]) for kind in PhaseKind]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for kind in PhaseKind:
            first, last = told.get(f"{kind}_starts"), told.get(f"{kind}_ends")
            if bool(first) != bool(last) and not {f"{kind}_starts", f"{kind}_ends"} & self.errors.keys():
                self.add_error(f"{kind}_{'ends' if first else 'starts'}", "Нужны оба дня.")
        return told

    def days(self) -> dict[str, Any]:
        """Return what ``set_phases`` takes."""
        told = self.cleaned_data
        return {
            kind: (told[f"{kind}_starts"], told[f"{kind}_ends"])
            for kind in PhaseKind
            if told.get(f"{kind}_starts") and told.get(f"{kind}_ends")
        }


class CriteriaForm(CheckForm):
    class Meta:
        model = Criteria
        fields = ["version", "nomination", "phase", "weight"]
        help_texts = {
            "version": "Опубликованный инструмент о конкурсной работе",
            "nomination": "Пусто: для всех, у кого нет своих",
        }

    def __init__(self, *args: Any, contest: Contest, instruments: Any, **kwargs: Any) -> None:
        versions = Version.objects.filter(
            instrument__in=instruments.filter(subject=Subject.ENTRY, archived_on=None),
            published_on__isnull=False,
        ).select_related("instrument")
        among = {"version": versions, "nomination": contest.nominations.order_by("pk")}
        super().__init__(*args, instance=Criteria(contest=contest), among=among, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["version"].empty_label = "выберите"
        fields["nomination"].empty_label = "для всех"


# --- Entries --------------------------------------------------------------------------------------------------------
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
            self.initial["members"] = list(instance.members.values_list("person", flat=True))
        else:
            del fields["members"]


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

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            refuse_unknown(file)
        return file


class CopyForm(forms.Form):
    """A file cleaned by hand, in place of a copy for the jury."""

    file = forms.FileField(max_length=100)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        refuse_unknown(file)
        return file
