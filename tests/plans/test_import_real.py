"""Real plans and a real report all the way into the database; skipped where they are not at hand."""

import os
import time
from pathlib import Path

import pytest

from masterstvo.indicators.models import Indicator
from masterstvo.plans.actions.file import keep_file
from masterstvo.plans.actions.plan import import_plan
from masterstvo.plans.queries.difference import difference
from masterstvo.plans.queries.plan import read_again
from masterstvo.plans.reading import read_plan
from tests.factories.organizations import MunicipalityFactory

DATA = Path(os.environ.get("MASTERSTVO_REAL_DATA") or Path(__file__).parents[2] / "../shared/data")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="no real documents here: set MASTERSTVO_REAL_DATA"),
]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def imported(name):
    path = DATA / name
    file = keep_file(municipality=MunicipalityFactory(), name=name, content=path.read_bytes(), by=None)
    return import_plan(file=file, read=read_again(file), by=None)


@pytest.mark.parametrize(
    ("name", "activities", "targets"),
    [
        ("plan_000.docx", 61, 7),
        ("plan_001.docx", 45, 9),
        ("plan_001.xlsx", 45, 0),
        ("report_002.docx", 115, 24),
    ],
)
def test_a_real_document_goes_into_the_database_whole_and_differs_from_it_in_nothing(
    name, activities, targets
):
    started = time.monotonic()
    plan = imported(name)
    seconds = time.monotonic() - started

    assert plan.activities.count() == activities
    assert plan.targets.filter(parent=None).count() == targets
    assert difference(plan, read_plan(DATA / name)).is_empty
    assert seconds < 5


def test_the_same_plan_in_another_format_differs_in_nothing():
    plan = imported("plan_001.docx")

    assert difference(plan, read_plan(DATA / "plan_001.xlsx")).is_empty


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("report_002.docx", [*(f"A{n}" for n in range(1, 14)), *(f"B{n}" for n in range(1, 12))]),
        ("plan_000.docx", ["A2", "A13", "B4", "C1", "C2", "B2", "A3"]),
        ("plan_001.docx", ["A2", "A13", "B4", "C1", "C2", "B2", "A3", "C4", "C3"]),
    ],
)
def test_every_real_target_finds_its_definition(name, codes):
    assert Indicator.objects.exists()  # the shipped catalogue

    plan = imported(name)

    found = plan.targets.filter(parent=None).order_by("position").values_list("indicator_code", flat=True)
    assert list(found) == codes


def test_a_real_report_tells_of_each_row_whether_it_was_done():
    plan = imported("report_002.docx")

    states = dict.fromkeys(plan.activities.values_list("state", flat=True))

    assert {"done", "not_held", "replaced", "not_applicable"} <= set(states)
    assert plan.activities.filter(evidence__isnull=False).exists()
    assert not plan.activities.filter(suggestions__isnull=False).exists()
