import datetime as dt

import pytest
from django import forms

from masterstvo.core.errors import DomainError
from masterstvo.core.forms import CheckForm, DayField, LastDayField, PickField, TermField, submit
from masterstvo.core.models import Term
from masterstvo.organizations.models import Organization
from tests.factories.organizations import OrganizationFactory


def test_a_last_day_becomes_the_day_after_and_comes_back_as_itself():
    field = LastDayField()

    assert field.clean("31.08.2025") == dt.date(2025, 9, 1)
    assert field.prepare_value(dt.date(2025, 9, 1)) == dt.date(2025, 8, 31)
    assert field.prepare_value("что-то") == "что-то"


@pytest.mark.parametrize("typed", ["01.01.0001", "31.12.9999", "32.01.2025"])
def test_a_day_no_person_has_lived_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        DayField().clean(typed)


class PickForm(CheckForm):
    school = PickField(by=("title",))
    level = TermField("organization_level", required=False)

    class Meta:
        model = Organization
        fields = ["level"]


def pick(**typed):
    return PickForm(typed, among={"school": Organization.objects.all()})


@pytest.mark.django_db
def test_a_pick_takes_the_only_one_found():
    school = OrganizationFactory(title="Берёзовая школа")
    OrganizationFactory(title="Лесная школа")

    form = pick(school_text="березовая")

    assert form.is_valid()
    assert form.cleaned_data["school"] == school


@pytest.mark.django_db
def test_a_pick_never_chooses_between_several():
    first, second = OrganizationFactory(title="Лесная школа"), OrganizationFactory(title="Лесная гимназия")

    several, chosen = pick(school_text="лесная"), pick(school_text="лесная", school_chosen=str(second.pk))

    assert several.errors["school"] == ["Нашлось несколько: 2. Выберите в списке."]
    assert str(first) in str(several["school"])
    assert chosen.is_valid()
    assert chosen.cleaned_data["school"] == second


@pytest.mark.django_db
def test_a_pick_outside_the_scope_is_refused():
    school = OrganizationFactory()

    form = PickForm({"school_chosen": str(school.pk)}, among={"school": Organization.objects.none()})

    assert "school" in form.errors


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [{}, {"school_text": "нет такой"}, {"school_chosen": "abc"}])
def test_a_pick_says_what_to_do_when_nothing_is_chosen(typed):
    assert "school" in pick(**typed).errors


@pytest.mark.django_db
def test_a_search_inside_a_form_checks_nothing_and_keeps_what_was_typed():
    OrganizationFactory(title="Лесная школа")

    form = pick(school_text="лес", level="нет такого", find="school")

    assert (form.is_valid(), dict(form.errors)) == (False, {})
    assert "Лесная школа" in str(form["school"])


@pytest.mark.django_db
def test_a_merged_word_stays_a_choice_where_it_already_stands():
    kept = Term.objects.get(vocabulary="organization_level", key="basic")
    Term.objects.create(vocabulary="organization_level", key="old", title="неполная", merged_into=kept)

    offered = [
        dict(PickForm(instance=Organization(level=level)).fields["level"].choices)
        for level in ("old", "basic")
    ]

    assert ["old" in choices for choices in offered] == [True, False]


def test_a_form_never_saves():
    with pytest.raises(TypeError):
        PickForm().save()


@pytest.mark.django_db
def test_a_refusal_of_an_action_becomes_a_word_on_the_form():
    OrganizationFactory(title="Лесная школа")

    def refuse(**values):
        raise DomainError("Так нельзя.")

    form = pick(school_text="лесная")

    assert submit(form, refuse) is None
    assert form.non_field_errors() == ["Так нельзя."]
