"""What people choose when they bring a file: its kind, and which of its columns is which."""

from typing import Any

from django import forms

from masterstvo.core.grids import LARGEST_FILE
from masterstvo.imports.checking.headers import PARTS, Layout, Mapping, guess
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.kinds.base import Kind, Type


class BatchForm(forms.Form):
    kind = forms.ChoiceField(
        label="Что загружаем",
        choices=[("", "выберите"), *((kind.key, kind.title) for kind in KINDS.values())],
    )
    file = forms.FileField(
        label="Файл", help_text="Excel (.xlsx, .xls), .ods или .csv, до 50 МБ", allow_empty_file=True
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
