"""Accuracy on real documents, against the truth made by hand; skipped where they are not at hand."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from masterstvo.plans.reading import read_plan

DATA = Path(os.environ.get("MASTERSTVO_REAL_DATA") or Path(__file__).parents[2] / "../shared/data")
DOCUMENTS = [
    ("plan_000.docx", "plan_000.json"),
    ("plan_001.docx", "plan_001.json"),
    ("plan_001.xlsx", "plan_001.json"),
    ("report_002.docx", "report_002.json"),
    ("report_002_autoheader.docx", "report_002.json"),
]
FIELDS = ("direction", "number", "period_text", "title", "responsible_text", "result_text")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no real documents here: set MASTERSTVO_REAL_DATA")


def pair(document: str, truth: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return read_plan(DATA / document).as_json(), json.loads((DATA / truth).read_text("utf-8"))


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


def differences(
    read: list[dict[str, Any]], truth: list[dict[str, Any]], fields: tuple[str, ...]
) -> list[str]:
    return [
        f"{want.get('number')} {field}: {plain(got.get(field))!r} is not {plain(want.get(field))!r}"
        for got, want in zip(read, truth, strict=True)
        for field in fields
        if plain(got.get(field)) != plain(want.get(field))
    ]


def flat(directions: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for direction in directions:
        yield direction
        yield from flat(direction.get("subdirections", []))


@pytest.mark.parametrize(("document", "truth"), DOCUMENTS)
def test_every_activity_is_read_in_order_and_cells_agree(document: str, truth: str) -> None:
    read, want = pair(document, truth)
    assert len(read["activities"]) == len(want["activities"])
    wrong = differences(read["activities"], want["activities"], FIELDS)
    cells = len(FIELDS) * len(want["activities"])
    print(f"{document}: rows {len(want['activities'])}, cells {cells - len(wrong)} of {cells}")
    assert len(wrong) <= 0.01 * cells, "\n".join(wrong)


@pytest.mark.parametrize(("document", "truth"), DOCUMENTS)
def test_directions_agree(document: str, truth: str) -> None:
    read, want = pair(document, truth)
    wanted = list(flat(want["directions"]))
    if document.endswith(".xlsx"):  # the sheet holds the table only, not the list of directions in the text
        used = {activity["direction"] for activity in want["activities"]}
        wanted = [direction for direction in wanted if direction["number"] in used]
    got = list(flat(read["directions"]))
    assert [d["number"] for d in got] == [d["number"] for d in wanted]
    assert differences(got, wanted, ("title",)) == []


def values(items: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    known = [item for item in items if item["value"] is not None]
    return [(item.get("op"), float(item["value"]), item["unit"], item.get("year")) for item in known]


def own_values(indicator: dict[str, Any], name: str) -> list[tuple[Any, ...]]:
    """The truth of the report repeats the values of the parts in the whole; a plan's does not."""
    count = len(indicator[name])
    repeated = len(below(indicator, name))
    return values(indicator[name][: count - repeated] if repeated < count else indicator[name])


def below(indicator: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [item for child in indicator["children"] for item in [*child[name], *below(child, name)]]


def compare_indicator(got: dict[str, Any], want: dict[str, Any], *, facts: bool, path: str) -> Iterator[str]:
    for field in ("title", "target_text", *(("fact_text",) if facts else ())):
        if plain(got.get(field)) != plain(want.get(field)):
            yield f"{path} {field}: {plain(got.get(field))!r} is not {plain(want.get(field))!r}"
    is_report = facts
    for name in ("targets", *(("facts",) if facts else ())):
        expected = own_values(want, name) if is_report else values(want[name])
        if values(got[name]) != expected:
            yield f"{path} {name}: {values(got[name])} is not {expected}"
    if len(got["children"]) != len(want["children"]):
        yield f"{path} children: {len(got['children'])} is not {len(want['children'])}"
        return
    for at, (child, wanted) in enumerate(zip(got["children"], want["children"], strict=True), 1):
        yield from compare_indicator(child, wanted, facts=facts, path=f"{path}.{at}")


@pytest.mark.parametrize(("document", "truth"), [pair for pair in DOCUMENTS if pair[0].endswith(".docx")])
def test_indicators_agree_with_their_parts_and_values(document: str, truth: str) -> None:
    read, want = pair(document, truth)
    assert len(read["indicators"]) == len(want["indicators"])
    wrong = []
    for got, wanted in zip(read["indicators"], want["indicators"], strict=True):
        assert got["number"] == wanted["number"]
        wrong += compare_indicator(
            got, wanted, facts="fact_text" in wanted, path=f"indicator {wanted['number']}"
        )
    cells = sum(map(count_cells, want["indicators"]))
    print(f"{document}: indicators {len(want['indicators'])}, cells {cells - len(wrong)} of {cells}")
    assert len(wrong) <= 0.01 * cells, "\n".join(wrong)


def count_cells(indicator: dict[str, Any]) -> int:
    own = 5 if "fact_text" in indicator else 3
    return own + sum(map(count_cells, indicator["children"]))


@pytest.mark.parametrize(("document", "truth"), DOCUMENTS)
def test_what_stands_before_the_tables_agrees(document: str, truth: str) -> None:
    read, want = pair(document, truth)
    plan = read["plan"]
    fields = ("title", "municipality", "region")
    if document.endswith(".docx"):
        fields = (*fields, "goal")
        assert plan["order"] == want["order"]
        assert [plain(task) for task in plan["tasks"]] == [plain(task) for task in want["tasks"]]
    assert {field: plain(plan[field]) for field in fields} == {field: plain(want[field]) for field in fields}
    assert plan["year_from"] == want.get("year_from", want.get("year"))


@pytest.mark.parametrize("document", ["report_002.docx", "report_002_autoheader.docx"])
def test_links_of_a_report_agree(document: str) -> None:
    read, want = pair(document, "report_002.json")
    wrong = [
        (wanted["number"], got.get("links", []), wanted["links"])
        for got, wanted in zip(read["activities"], want["activities"], strict=True)
        if got.get("links", []) != wanted["links"]
    ]
    assert len(wrong) <= 0.01 * len(want["activities"]), wrong


def test_a_report_is_read_in_under_three_seconds() -> None:
    start = time.perf_counter()
    read_plan(DATA / "report_002.docx")
    assert time.perf_counter() - start < 3
