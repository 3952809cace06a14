"""Forms check, actions save."""

import copy
import datetime as dt
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.utils import ErrorDict
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.conflicts import Versioned
from masterstvo.core.errors import DomainError, Stale
from masterstvo.core.models import Term
from masterstvo.core.search import matching

DASHES = BLANK_CHOICE_DASH[0][1]
FIND = "find"  # the button of a search inside a form
CANDIDATES_AT_MOST = 50
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class Searching(forms.BaseForm):
    """A form in which one searches for a row (``PickField``): a search only asks for candidates, so nothing is wrong with it yet."""

    cleaned_data: dict[str, Any]

    @property
    def is_search(self):
        return FIND in self.data

    def full_clean(self):
        if self.is_search:
            self._errors = ErrorDict()
            self.cleaned_data = {}
        else:
            super().full_clean()

    def is_valid(self):
        return not self.is_search and super().is_valid()


class CheckForm(Searching, Versioned, forms.ModelForm):
    """A ModelForm that only checks. Writing is the work of the app's actions.

    The form of a row that is there already carries its token, which the action gets along with the values.
    ``among``: {field: rows that may be chosen}, a scope that the view passes in. ``left_out``: fields that are not asked this time.
    """

    def __init__(self, *args, instance=None, among=None, left_out=(), **kwargs):
        # ModelForm writes cleaned values onto its instance; the view's object must stay untouched.
        kwargs["instance"] = copy.copy(instance)
        super().__init__(*args, **kwargs)
        for name in left_out:
            del self.fields[name]
        for name, rows in (among or {}).items():
            if name not in left_out:
                chosen_from: Any = self.fields[name]
                chosen_from.queryset = rows
        columns: dict[str, Any] = {field.name: field for field in self.instance._meta.fields}
        many = {field.name for field in self.instance._meta.many_to_many}
        for name, field in self.fields.items():
            if name in columns and field.help_text == columns[name].help_text:
                field.help_text = ""  # a column's help text speaks to developers, in English
            if isinstance(field, TermField):
                field.keep(getattr(self.instance, name, ""))
            elif isinstance(field, TermsField) and self.instance.pk:
                field.keep(getattr(self.instance, name).order_by())
            elif isinstance(field, forms.DecimalField):
                field.localize = True  # «4,5»
            else:
                _name_nothing(field)
        if self.instance.pk is not None:
            self.remember(
                self.instance,
                [
                    name
                    for name in self._meta.fields or ()
                    if name in self.fields and (name in columns or name in many)
                ],
            )

    def _get_validation_exclusions(self):
        """Let the database's constraints see the columns that the page itself has filled in (whose card it is)."""
        return {
            name
            for name in super()._get_validation_exclusions()  # type: ignore[misc]  # unknown to the stubs
            if name in self.fields or self._is_unset(name)
        }

    def _is_unset(self, name):
        field = self.instance._meta.get_field(name)
        is_ours = field.concrete and not field.many_to_many and not field.generated
        return not is_ours or getattr(self.instance, field.attname) in (None, "")

    def save(self, commit=True):
        raise TypeError("A form never saves: pass cleaned_data to an action.")


def _name_nothing(field: Any) -> None:
    """Say in words what Django writes as a line of dashes."""
    told = "выберите" if field.required else "не выбрано"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = told
    elif isinstance(field, forms.TypedChoiceField):
        offered: Any = field.choices
        field.choices = [(value, told if label == DASHES else label) for value, label in offered]


class TermField(forms.ChoiceField):
    """A word of one vocabulary. A word that was merged away or is over stays a choice where it already stands."""

    def __init__(self, vocabulary, *, empty="", **kwargs):
        self.vocabulary, self.empty, self.kept = vocabulary, empty, ""
        super().__init__(choices=partial(self._offered), **kwargs)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.kept = ""
        copied.choices = copied._offered
        return copied

    def keep(self, key):
        self.kept = key or ""

    def _offered(self):
        offered = terms.choices(self.vocabulary)
        if self.kept and self.kept not in dict(offered):
            offered.append((self.kept, terms.titles(self.vocabulary).get(self.kept, self.kept)))
        return [("", self.empty), *offered]


class TermsField(forms.ModelMultipleChoiceField):
    """Several words of one vocabulary. A word that was merged away or is over stays a choice where it already stands."""

    def __init__(self, vocabulary, **kwargs):
        self.vocabulary = vocabulary
        super().__init__(Term.objects.of(vocabulary), **kwargs)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.queryset = (
            copied._offered()
        )  # of the day of the form, not of the day on which the program started
        return copied

    def keep(self, rows):
        self.queryset = self._offered() | Term.objects.of(self.vocabulary).filter(pk__in=rows.values("pk"))

    def _offered(self):
        return Term.objects.of(self.vocabulary).offered(timezone.localdate())


class DayField(forms.DateField):
    """A calendar day of living people's records."""

    def clean(self, value):
        day = super().clean(value)
        if day and not EARLIEST <= day <= LATEST:
            raise ValidationError("Проверьте год: нужны дни с 1900 по 2199 год.")
        return day


class LastDayField(DayField):
    """The last day on which something holds; in the database stands the day after it."""

    def prepare_value(self, value):
        return value - dt.timedelta(days=1) if isinstance(value, dt.date) else value

    def clean(self, value):
        day = super().clean(value)
        return day + dt.timedelta(days=1) if day else None


class PickWidget(forms.MultiWidget):
    """A field to search by, the button «Найти», and below them what was found: works without JavaScript."""

    template_name = "core/_pick.html"

    def __init__(self):
        super().__init__({"text": forms.TextInput({"autocomplete": "off"}), "chosen": forms.Select()})
        self.field: Any = None  # the field that it belongs to, given when a form copies both

    def decompress(self, value):
        return ["", value]

    def use_required_attribute(self, initial):
        return False  # one of the two is enough, and the browser cannot know that

    def get_context(self, name, value, attrs):
        text, chosen = value if isinstance(value, list) else self.decompress(value)
        found = self.field.candidates(text, chosen)
        select: Any = self.widgets[1]
        select.choices = [("", "выберите"), *((row.pk, self.field.label_of(row)) for row in found)]
        context = super().get_context(name, [text, chosen], attrs)
        return context | {"found": found, "is_asked": bool(text), "find": FIND}

    def id_for_label(self, id_):
        return f"{id_}_0"  # Django numbers the parts, whatever their names


class PickField(forms.MultiValueField):
    """One row out of thousands: found by words, then chosen. ``queryset``: a scope from the view; ``by``: where to search."""

    widget = PickWidget

    def __init__(self, *, by, label_of=str, missing="Никого не нашли. Проверьте написание.", **kwargs):
        self.by, self.label_of, self.missing = by, label_of, missing
        self.queryset: Any = None
        super().__init__(
            (forms.CharField(required=False), forms.CharField(required=False)),
            require_all_fields=False,
            **kwargs,
        )

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.widget.field = copied
        return copied

    def candidates(self, text, chosen):
        """Return the rows to offer: those that match, else the one already chosen. Queries: one at most."""
        if text:
            return list(matching(self.queryset, text, *self.by)[: CANDIDATES_AT_MOST + 1])
        return list(self.queryset.filter(pk=chosen)) if str(chosen or "").isdigit() else []

    def clean(self, value):
        text, chosen = value or ["", ""]
        found = self.candidates(text, chosen)
        picked = [row for row in found if str(row.pk) == chosen] or (
            found if len(found) == 1 and not chosen else []
        )
        if picked:
            return picked[0]
        if not text and not self.required:
            return None
        if len(found) > CANDIDATES_AT_MOST:
            raise ValidationError(
                f"Нашлось больше {CANDIDATES_AT_MOST}: допишите слово, чтобы их стало меньше."
            )
        if found:
            raise ValidationError(f"Нашлось несколько: {len(found)}. Выберите в списке.")
        raise ValidationError(self.missing if text else "Начните с поиска: введите слово и нажмите «Найти».")


class SuggestInput(forms.TextInput):
    """A line of text beside which the browser offers what is there already. ``suggestions``: (text, whose it is)."""

    template_name = "core/_suggest.html"

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.suggestions: Any = ()

    def get_context(self, name, value, attrs):
        offered = {"list": f"{(attrs or {}).get('id') or name}_list"} if self.suggestions else {}
        context = super().get_context(name, value, {**(attrs or {}), **offered})
        return context | {"suggestions": self.suggestions}


class ReasonForm(forms.Form):
    """Why a row is removed."""

    reason = forms.CharField(
        label="Почему удаляем", max_length=500, help_text="Останется в журнале вместе с тем, что удалили"
    )


def correction_reason():
    """Return the field that asks why an entered fact is corrected."""
    return forms.CharField(
        label="Почему исправляем", max_length=500, required=False, help_text="Останется в журнале"
    )


def bind(form_class, request, **kwargs):
    """Return the form of this request: filled from a POST, or as it is for the first time."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **kwargs)
    return form_class(**kwargs)


def submit(form, action, *args, **fixed):
    """Call ``action`` with the form's clean values and return its answer; a refusal becomes a word on the form, and None.

    What somebody else changed meanwhile is offered on the form beside what was typed, see ``Versioned``.

    An action that has nothing to return counts as done.
    """
    if not form.is_bound or not form.is_valid():
        return None
    try:
        answer = action(*args, **fixed, **form.cleaned_data)
    except DomainError as refusal:
        if isinstance(refusal, Stale) and refusal.theirs is not None:
            form.offer(refusal)
        else:
            # The same refusal is met on several forms, and not each of them shows the field.
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return submit(
            form, action, *args, **fixed
        )  # when both have saved the same, there is nothing to choose
    return True if answer is None else answer
