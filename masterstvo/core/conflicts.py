"""Forms that show a row to be changed: they tell which version they showed, and offer both when it has changed meanwhile."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.base import File
from django.db import models
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from masterstvo.core.errors import Stale
from masterstvo.core.versions import TOKEN, digest, digests, token_of, value_of

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """A field that somebody else has changed meanwhile to something else than was typed; ``keep``: what is chosen at first."""

    name: str
    label: str
    mine: str
    theirs: str
    keep: str


class Versioned(forms.BaseForm):
    """A form of one row. Mixed into a form that calls ``remember`` with the row and the columns that it shows."""

    row: models.Model | None = None
    differences: tuple[Difference, ...] = ()

    def remember(self, row: models.Model, names: Iterable[str]) -> None:
        """Carry the token of this version along."""
        self.row, self.shown = row, tuple(names)
        self.fields[TOKEN] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=token_of(row, self.shown)
        )

    def shown_value(self, row: models.Model, name: str) -> Any:
        """Return what the form shows of a column; a form that shows it in another shape says so here."""
        field = row._meta.get_field(name)
        return value_of(row, name) if row.pk is None else field.value_from_object(row)  # type: ignore[union-attr]

    def full_clean(self) -> None:
        if self.row is not None and self.is_bound:
            self._take_theirs(self.row)
        super().full_clean()

    def _take_theirs(self, row: models.Model) -> None:
        """Put what somebody else saved into the fields for which the reader chose so."""
        chosen = [name for name in self.shown if self.data.get(f"keep-{name}") == THEIRS]
        if not chosen:
            return
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        self.files = MultiValueDict({name: files for name, files in self.files.lists() if name not in chosen})
        for name in chosen:
            field = self.fields[name]
            value = field.prepare_value(self.shown_value(row, name))
            for key, values in _sent(field.widget, self.add_prefix(name), value):
                sent.setlist(key, values)
        self.data = sent

    def offer(self, refusal: Stale) -> None:
        """Say that ``refusal.theirs`` was saved meanwhile; having seen both, the next save may replace it."""
        theirs = refusal.theirs
        seen = digests(self.data.get(TOKEN, ""))
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what the request brought cannot be changed
        data[TOKEN] = token_of(theirs, self.shown)
        self.data = data
        self.differences = tuple(
            Difference(
                name,
                str(self.fields[name].label or theirs._meta.get_field(name).verbose_name),
                said(self.fields[name], self.cleaned_data[name]),
                said(self.fields[name], _rows(theirs, name), theirs._meta.get_field(name)),
                THEIRS if digest(self.cleaned_data[name]) == seen.get(name) else MINE,
            )
            for name in self.shown
            if name in self.cleaned_data
            and digest(value_of(theirs, name)) not in (digest(self.cleaned_data[name]), seen.get(name))
            and not _is_kept_file(self.cleaned_data[name])
        )
        if self.differences:
            self.add_error(None, str(refusal))
        else:
            self.cleaned_data[TOKEN] = self.data[
                TOKEN
            ]  # where both changed, they wrote the same: nothing to choose


def _is_kept_file(value: Any) -> bool:
    """Tell whether a file field brought no new file: then the other's stays."""
    return isinstance(value, models.fields.files.FieldFile)


def _rows(row: models.Model, name: str) -> Any:
    return value_of(row, name) if row._meta.get_field(name).many_to_many else getattr(row, name)


def _sent(widget: forms.Widget, name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    """Return what a browser sends of ``value`` in ``widget``. Shape: (key, values)."""
    if isinstance(widget, forms.MultiWidget):
        told: Any = widget
        for each, suffix, part in zip(told.widgets, told.widgets_names, told.decompress(value), strict=True):
            yield from _sent(each, name + suffix, part)
    elif isinstance(widget, forms.CheckboxInput):
        yield name, ["on"] if value else []
    elif not isinstance(widget, forms.FileInput):
        words: Any = widget.format_value(value)
        yield name, [str(each) for each in words] if isinstance(words, list) else [words or ""]


def said(field: forms.Field, value: Any, column: Any = None) -> str:
    """Return a clean value in the reader's words. ``column``: knows words that the form does not offer any more."""
    if isinstance(value, models.QuerySet | list | tuple):
        return "\n".join(said(field, each) for each in value) or "пусто"
    if value is None or value == "":
        return "пусто"
    if isinstance(value, dt.date):
        shown = field.prepare_value(value)
        return f"{shown:%d.%m.%Y}"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, models.Model):
        return str(getattr(field, "label_of", str)(value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, indent=2)
    if isinstance(value, File):
        return PurePath(value.name or "").name or "пусто"
    words = {**dict(getattr(column, "flatchoices", ())), **dict(getattr(field, "choices", ()))}
    return str(words.get(value, value))
