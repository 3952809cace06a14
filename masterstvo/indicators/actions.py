"""Writes of the catalogue and of own indicators."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from masterstvo.indicators.models import Indicator, MethodologyEdition

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
