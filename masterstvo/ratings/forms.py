"""What methodists write about a rating and its formula."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from masterstvo.core import terms
from masterstvo.core.forms import CheckForm, DayField, LastDayField, PickField
from masterstvo.ratings.choices import RULES, RatingKind
from masterstvo.ratings.counting import UnreadableBands, read_bands
from masterstvo.ratings.models import Part, Rating

CIRCLES = {RatingKind.ORGANIZATION: "organization_kind", RatingKind.COMMUNITY: "community_kind"}


class RatingForm(CheckForm):
    circle = forms.MultipleChoiceField(
        label="Какого вида", required=False, widget=forms.CheckboxSelectMultiple, help_text="Пусто: любого"
    )
    starts_on = DayField(label="Считаем с")
    ends_on = LastDayField(label="Последний день", help_text="Всё это время действует формула")
    document = PickField(
        label="Чем утверждена формула",
        by=("title", "number"),
        required=False,
        help_text="Слово из названия документа и «Найти». Без документа формулу не опубликовать",
        missing="Такого документа нет: внесите его в раздел «Документы».",
    )

    class Meta:
        model = Rating
        fields = ["title", "circle", "starts_on", "ends_on", "about", "n_prizes", "document"]
        widgets = {"about": forms.Textarea({"rows": 4})}
        help_texts = {"about": "Прочтут участники"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["circle"]
        field.choices = terms.choices(CIRCLES[RatingKind(self.instance.kind)])


class BandsField(forms.CharField):
    """Bands, one a line: «75 – 10»."""

    widget = forms.Textarea({"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{edge} – {points}".replace(".", ",") for edge, points in value)
        return value

    def clean(self, value: Any) -> Any:
        try:
            return [list(band) for band in read_bands(super().clean(value))]
        except UnreadableBands as wrong:
            raise ValidationError(f"Не понимаем строку «{wrong}». Пишите так: 75 – 10") from wrong


GIVEN = ["title", "scale", "points", "bands", "most", "better", "per_hundred", "weight", "without"]


class PartForm(CheckForm):
    """A part of a formula: where its number is from – a form below says from where it may be – and what it gives."""

    indicator: Any = forms.ModelChoiceField(
        None, label="Показатель", required=False, empty_label="не показатель"
    )
    contest: Any = forms.ModelChoiceField(
        None,
        label="Оценки жюри",
        required=False,
        empty_label="не жюри",
        help_text="Конкурс, где эксперты оценивают заявки организаций, а для сообществ – заявки их руководителей. "
        "Считается, когда его итоги объявлены",
    )
    title = forms.CharField(
        label="Как назвать", max_length=300, required=False, help_text="Пусто: как называется то, что считаем"
    )
    bands = BandsField(
        label="Ступени",
        required=False,
        max_length=1000,
        help_text="С какого значения сколько баллов, по одной в строке: 75 – 10. Доли – в процентах",
    )

    class Meta:
        model = Part
        fields = ["indicator", "contest", *GIVEN]
        widgets = {"scale": forms.RadioSelect, "better": forms.RadioSelect, "without": forms.RadioSelect}
        labels = {"scale": "Как даём баллы", "most": "Не больше, баллов", "rule": "Правило сообществ"}
        help_texts = {
            "points": "За каждую единицу; у доли – за все 100 %",
            "most": "Пусто: без предела. Когда меньше – лучше, из этого числа вычитают",
            "per_hundred": "Чтобы сравнивать большие и малые: число делится на всех работников или членов",
        }

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        sources = {"indicator", "rule", "campaign", "contest"} & self.fields.keys()
        chosen = [told[name] for name in sources if told.get(name)]
        if len(chosen) != 1 and not sources & self.errors.keys():
            raise ValidationError("Выберите что-то одно: откуда берётся число.")
        if chosen and not told.get("title"):
            told["title"] = str(dict(RULES).get(chosen[0], chosen[0]))[:300]
        return told


class OrganizationPartForm(PartForm):
    campaign: Any = forms.ModelChoiceField(
        None,
        label="Итог инструмента",
        required=False,
        empty_label="не инструмент",
        help_text="Кампания, в которой листы заполняют об организациях",
    )

    class Meta(PartForm.Meta):
        fields = ["indicator", "campaign", "contest", *GIVEN]


class CommunityPartForm(PartForm):
    class Meta(PartForm.Meta):
        fields = ["indicator", "rule", "contest", *GIVEN]
