"""What people choose when they bring a file: its kind, and which of its columns is which."""

from decimal import Decimal
from typing import Any

from django import forms

from masterstvo.core.grids import LARGEST_FILE
from masterstvo.core.words import fold
from masterstvo.imports.actions import Scale
from masterstvo.imports.checking.headers import PARTS, Layout, Mapping, guess
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.kinds.base import Kind, Type


class BatchForm(forms.Form):
    kind = forms.ChoiceField(
        label="Что загружаем",
        choices=[("", "выберите"), *((kind.key, kind.title) for kind in KINDS.values())],
    )
    file = forms.FileField(
        label="Файл",
        help_text="Excel (.xlsx, .xls), .ods или .csv, до 50 МБ; события – и календарём (.ics)",
        allow_empty_file=True,
    )

    def __init__(self, *args, without=frozenset(), **kwargs):
        """``without``: kinds that this reader may not bring in."""
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(key, title) for key, title in kinds.choices if key not in without]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                "Файл больше 50 МБ. Разделите его на несколько и загрузите по одному."
            )
        return file


class MappingForm(forms.Form):
    """A select for every column of the kind; what was recognised is chosen already."""

    def __init__(self, *args, kind: Kind, layout: Layout, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.layout = kind, layout
        titles = [(str(place), title) for place, title in enumerate(layout.titles) if title]
        for at, column in enumerate(kind.columns):
            places = layout.mapping.get(column.name) or []
            guessed = guess(layout, column.name) if column.required and not places else None
            choices = [("", "нет в файле"), *titles]
            if column.type == Type.NAME and len(places) > 1:
                choices.append(("parts", ", ".join(PARTS[: len(places)])))
            chosen = "parts" if len(places) > 1 else str(places[0]) if places else ""
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=column.name,
                choices=choices,
                required=column.required,
                initial=chosen or ("" if guessed is None else str(guessed)),
                error_messages={"required": "Без этого столбца строки не внести."},
            )

    def clean(self):
        taken: dict[str, str] = {}
        for at, column in enumerate(self.kind.columns):
            place = self.cleaned_data.get(f"c{at}")
            if place and place in taken:
                self.add_error(f"c{at}", f"Этот столбец уже выбран для «{taken[place]}».")
            elif place:
                taken[place] = column.name
        return self.cleaned_data

    def mapping(self) -> Mapping:
        """Return {column: places in the file} of a valid form."""
        return {
            column.name: self.layout.mapping[column.name] if place == "parts" else [int(place)]
            for at, column in enumerate(self.kind.columns)
            if (place := self.cleaned_data.get(f"c{at}"))
        }


class ScalesForm(forms.Form):
    """The scale of each test that its file does not tell; what is remembered is filled in. ``asked``: ``queries.scales_asked``."""

    sender = forms.CharField(label="Кто выдал результаты", max_length=300, help_text="Запомним шкалы за ним")

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = asked
        for n, each in enumerate(asked):
            known = each.known
            words = known.words if known else {}
            self.fields[f"m{n}"] = _number_of("Наибольший балл", known and known.maximum)
            self.fields[f"t{n}"] = _number_of("Порог", known and known.threshold)
            for k, word in enumerate(each.words):
                self.fields[f"w{n}-{k}"] = _number_of(f"«{word}» – сколько баллов", words.get(fold(word)))
        known_senders = [each.known.sender for each in asked if each.known]
        self.fields["sender"].initial = known_senders[0] if known_senders else ""

    @property
    def tests(self):
        """Return [(what is asked, its fields)]."""
        return [
            (
                each,
                [self[name] for name in (f"m{n}", f"t{n}", *(f"w{n}-{k}" for k in range(len(each.words))))],
            )
            for n, each in enumerate(self.asked)
        ]

    def clean(self):
        for n, each in enumerate(self.asked):
            told = [f"t{n}", *(f"w{n}-{k}" for k in range(len(each.words)))]
            if not self.cleaned_data.get(f"m{n}") and any(self.cleaned_data.get(name) for name in told):
                self.add_error(f"m{n}", f"«{each.procedure}»: укажите наибольший балл.")
        return self.cleaned_data

    def scales(self):
        """Return {test: Scale} of those that were told; the others stay unknown."""
        told = self.cleaned_data
        return {
            each.procedure: Scale(
                told[f"m{n}"],
                told[f"t{n}"],
                {
                    word: told[f"w{n}-{k}"]
                    for k, word in enumerate(each.words)
                    if told[f"w{n}-{k}"] is not None
                },
            )
            for n, each in enumerate(self.asked)
            if told[f"m{n}"]
        }


def _number_of(label, initial):
    initial = Decimal(initial.replace(",", ".")) if isinstance(initial, str) else initial
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=999_999,
        decimal_places=2,
        localize=True,
        initial=initial,
    )
