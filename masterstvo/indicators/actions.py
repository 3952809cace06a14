"""Writes of the catalogue and of own indicators."""

import datetime as dt
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from masterstvo.core.actions import change
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.indicators.language import from_json
from masterstvo.indicators.models import Indicator, MethodologyEdition
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.organizations.models import Municipality

CATALOGUE = Path(__file__).parent / "catalogue.yaml"


@transaction.atomic
def load_shipped_catalogue(**_: Any) -> None:
    """Add the shipped editions and definitions that are missing; what is there already belongs to the authority."""
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    editions = {edition.code: edition for edition in MethodologyEdition.objects.all()}
    there = {(row.edition_id, row.code): row for row in Indicator.objects.filter(municipality=None)}
    for shipped in catalogue["editions"]:
        edition = editions.get(shipped["code"])
        if edition is None:
            fields = {name: shipped[name] for name in ("code", "title", "source", "valid_from")}
            edition = MethodologyEdition.objects.create(**fields)
        for position, row in enumerate(shipped["indicators"]):
            _add_missing(row, edition, there, position=position * 10, parent=None)


def _add_missing(
    row: dict[str, Any],
    edition: MethodologyEdition,
    there: dict[tuple[int, str], Indicator],
    *,
    position: int,
    parent: Indicator | None,
) -> None:
    indicator = there.get((edition.pk, row["code"]))
    if indicator is None:
        indicator = Indicator.objects.create(
            edition=edition,
            parent=parent,
            code=row["code"],
            title=row["title"],
            measure=row.get("measure", parent.measure if parent else "share"),
            formula={name: row[name] for name in ("of", "with") if name in row},
            source=row.get("source", edition.source),
            note=row.get("note", ""),
            position=position,
        )
    for number, part in enumerate(row.get("children", []), start=1):
        _add_missing(part, edition, there, position=position + number, parent=indicator)


class CodeIsTaken(DomainError):
    pass


@transaction.atomic
def create_indicator(*, municipality: Municipality, by: Any, today: dt.date, **values: Any) -> Indicator:
    """Add an own indicator of ``municipality`` to the newest edition in force. Raises: CodeIsTaken, FormulaError."""
    from_json(values["formula"], measure=values["measure"])
    edition = MethodologyEdition.objects.on(today).order_by("-valid_from", "pk").first()
    if edition is None:
        edition = MethodologyEdition.objects.create(
            code="own", title="Свои показатели", valid_from=today.replace(month=1, day=1)
        )
    if values["code"] in {row.code for row in indicators_in_force(today, municipality)}:
        raise CodeIsTaken(f"Код {values['code']} уже есть среди действующих показателей: выберите другой.")
    indicator = Indicator.objects.create(edition=edition, municipality=municipality, **values)
    record(by, "indicators.create_indicator", indicator)
    return indicator


@transaction.atomic
def edit_indicator(*, indicator: Indicator, by: Any, **values: Any) -> Indicator:
    """Change an own indicator; numbers of approved reports stay as they were. Raises: FormulaError, Stale."""
    from_json(values["formula"], measure=values["measure"])
    return change(indicator, values, by=by, action="indicators.edit_indicator")
