"""Opening a campaign, and entering what came back on paper."""

from typing import Any

from django import forms

from masterstvo.assessments.choices import Assessor, Subject
from masterstvo.assessments.models import Campaign, Instrument
from masterstvo.assessments.queries.circle import Circle
from masterstvo.assessments.queries.instrument import published_versions
from masterstvo.core import terms
from masterstvo.core.forms import CheckForm, DayField, LastDayField, Searching
from masterstvo.core.models import Term
from masterstvo.organizations.models import Organization
from masterstvo.people.panels import person_field


class CircleForm(forms.Form):
    """Whom to ask. What may be chosen is given by ``offer``."""

    organizations = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label="Организации",
        required=False,
        help_text="Пусто: все организации",
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.MultipleChoiceField(
        label="Кто", required=False, widget=forms.CheckboxSelectMultiple, help_text="Пусто: все работники"
    )
    position = forms.CharField(label="Слово в должности", required=False, max_length=100)
    subjects = forms.ModelMultipleChoiceField(
        Term.objects.none(), label="Предметы", required=False, help_text="Пусто: любые"
    )
    statuses = forms.MultipleChoiceField(
        label="Только из организаций со статусом", required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        label="Участники сообществ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Кто состоит в них в день открытия. Пусто: все, в сообществе или нет",
    )
    only_young = forms.BooleanField(
        label="Только молодые специалисты", required=False, help_text="До 35 лет и первые годы работы"
    )

    def offer(self, organizations: Any, groups: Any) -> None:
        """Fill the lists to choose from. ``groups``: choices of ``people.panels.groups_of_people``. Queries: two, and one when the rows are shown."""
        fields: dict[str, Any] = self.fields
        fields["organizations"].queryset = organizations
        fields["categories"].choices = terms.choices("staff_category")
        fields["statuses"].choices = terms.choices("status_kind")
        fields["groups"].choices = groups
        fields["subjects"].queryset = Term.objects.of("subject").filter(merged_into=None)

    def circle(self) -> Circle:
        told = self.cleaned_data
        return Circle(
            organizations=tuple(each.pk for each in told["organizations"]),
            categories=tuple(told["categories"]),
            subjects=tuple(each.pk for each in told["subjects"]),
            statuses=tuple(told["statuses"]),
            groups=tuple(told["groups"]),
            position=told["position"],
            only_young=told["only_young"],
        )


class CampaignForm(CircleForm):
    field_order = ["instrument", "title", "starts_on", "ends_on"]
    instrument = forms.ModelChoiceField(
        Instrument.objects.none(), label="По какому инструменту", empty_label="выберите"
    )
    title = forms.CharField(label="Название", max_length=300, help_text="Его увидят те, кого спрашивают")
    starts_on = DayField(label="Первый день")
    ends_on = LastDayField(label="Последний день")

    def __init__(self, *args: Any, instruments: Any, organizations: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(organizations, groups)
        chosen_from: Any = self.fields["instrument"]
        chosen_from.queryset = instruments

    def values(self) -> dict[str, Any]:
        """Return what ``open_campaign`` takes."""
        told = self.cleaned_data
        instrument = told["instrument"]
        subjects = {instrument.subject}
        version = published_versions(instrument.municipality_id, subjects).get(instrument=instrument)
        return {
            "version": version,
            "title": told["title"],
            "starts_on": told["starts_on"],
            "ends_on": told["ends_on"],
            "assessor": ASSESSORS[Subject(instrument.subject)],
            "circle": self.circle(),
        }


# Who answers follows from what is assessed: nobody fills in a card of one's own lesson. Other subjects are assessed elsewhere.
ASSESSORS = {
    Subject.PERSON: Assessor.SELF,
    Subject.ORGANIZATION: Assessor.SELF,  # its head
    Subject.ANONYMOUS: Assessor.ANYONE,
    Subject.LESSON: Assessor.OTHER,
}


class CampaignEditForm(CheckForm):
    starts_on = DayField(label="Первый день")
    ends_on = LastDayField(label="Последний день")

    class Meta:
        model = Campaign
        fields = ["title", "starts_on", "ends_on"]


class ObservationForm(Searching, forms.Form):
    """Whose lesson is watched, and which."""

    person = person_field("Чей урок")
    occasion = forms.CharField(
        label="Класс, предмет и тема",
        max_length=300,
        help_text="Например: 8 «Б», геометрия, теорема Пифагора",
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen_from: Any = self.fields["person"]
        chosen_from.queryset = people


class PlaceForm(forms.Form):
    """Where nobody known works: enough for totals of schools, too little to know who answered."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label="Где вы работаете", required=False, empty_label="не скажу"
    )

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen_from: Any = self.fields["organization"]
        chosen_from.queryset = organizations
