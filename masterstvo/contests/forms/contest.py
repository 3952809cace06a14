"""What organizers write about a contest of theirs."""

from typing import Any

from django import forms

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.models import Version
from masterstvo.assessments.queries.circle import Circle
from masterstvo.contests.choices import ContestState, PhaseKind
from masterstvo.contests.models import Contest, Criteria
from masterstvo.core import terms
from masterstvo.core.forms import CheckForm, DayField, LastDayField, PickField, TermField
from masterstvo.core.models import Term
from masterstvo.core.proofs import refuse_unknown


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
        label="Только молодые специалисты", required=False, help_text="До 35 лет и первые годы работы"
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
        self.initial.update(
            categories=list(circle.categories),
            position=circle.position,
            subjects=list(circle.subjects),
            only_young=circle.only_young,
        )
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
        if contest.state == ContestState.RUNNING:
            self.fields["reason"] = forms.CharField(
                label="Почему дней меньше",
                required=False,
                max_length=500,
                help_text="Если сокращаете приём заявок или апелляции: прочтут участники",
            )
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
        days = {
            kind: (told[f"{kind}_starts"], told[f"{kind}_ends"])
            for kind in PhaseKind
            if told.get(f"{kind}_starts") and told.get(f"{kind}_ends")
        }
        return {
            "days": days,
            "nominations": told.get("nominations", "").splitlines(),
            "reason": told.get("reason", ""),
        }


class PaperForm(forms.Form):
    """The authority's own text of the regulations, already written."""

    file = forms.FileField(
        label="Файл Word или PDF", max_length=100, widget=forms.FileInput({"accept": ".docx,.pdf"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        refuse_unknown(file)
        return file


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
