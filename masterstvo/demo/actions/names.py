"""Invented names, drawn by a seeded generator."""

from functools import cache
from pathlib import Path

import yaml


@cache
def words():
    """Return the stock of names and subjects of ``names.yaml``."""
    return yaml.safe_load((Path(__file__).parent.parent / "names.yaml").read_text(encoding="utf-8"))


def full_name(rng, *, is_female):
    """Return (surname, name, patronymic) in the forms of the sex."""
    stock = words()
    surname, stem = rng.choice(stock["surnames"]), rng.choice(stock["patronymics"])
    if is_female:
        return f"{surname}а", rng.choice(stock["female"]), f"{stem}на"
    return surname, rng.choice(stock["male"]), f"{stem}ич"
