import datetime as dt
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command

from masterstvo.reports.actions.report import approve_report, report_file
from masterstvo.reports.models import Report
from tests.factories.accounts import UserFactory
from tests.factories.facts import TrainingFactory
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import (
    ActivityEvidenceFactory,
    ActivityFactory,
    DirectionFactory,
    PlanFactory,
    TargetFactory,
    TargetValueFactory,
)


@pytest.fixture
def build(tmp_path, settings, capsys):
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(*arguments, name="report.docx"):
        call_command("report_build", *arguments, "-o", str(tmp_path / name))
        return tmp_path / name

    return run


def test_a_report_is_built_without_a_draft(build, district, capsys):
    path = build("--year", "2025", "--as-of", "2025-11-30")

    assert "Факт на\u00a030.11.2025" in [cell.text for cell in docx.Document(path).tables[0].rows[0].cells]
    assert capsys.readouterr().out == f"Отчёт за 2025 год (черновик, на 30.11.2025): {path}\n"
    assert not Report.objects.exists()


def test_the_words_of_the_draft_are_used(build, report):
    path = build("--as-of", "30.11.2025")

    assert "Продолжить обучение в\u00a0сельских школах." in [
        row.text for row in docx.Document(path).paragraphs
    ]


def test_an_approved_edition_comes_as_it_was_approved(build, report, district):
    approved = approve_report(report, by=UserFactory())
    TrainingFactory(person=district.people[6], finished_on=dt.date(2025, 5, 5))

    assert build("--year", "2025").read_bytes() == report_file(approved)


def test_an_approved_edition_does_not_speak_for_another_day(build, report, district):
    approve_report(report, by=UserFactory())

    text = [row.text for row in docx.Document(build("--as-of", "2025-10-31")).sections[0].header.paragraphs]

    assert text == ["Черновик"]
    assert Report.objects.get().state == "approved"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--year", "2030"), "На 2030 год у «Приреченский район» нет плана. Есть планы: 2025."),
        (("--as-of", "вчера"), "Дата «вчера» не прочитана. Напишите 2025-11-30 или 30.11.2025."),
        (("--year", "2025", "--as-of", "2024-12-31"), "Дата 31.12.2024 не в 2025 году"),
        (("--municipality", "net"), "Муниципалитета с кодом «net» нет"),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_written(build, district, tmp_path, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        build(*arguments)

    assert list(tmp_path.glob("*.docx")) == []


def test_without_any_plan_the_next_step_is_named(build, db):
    MunicipalityFactory()

    with pytest.raises(CommandError, match="Планов пока нет: загрузите план"):
        build("--year", "2025")


def test_a_place_that_cannot_be_written_is_said(build, district):
    with pytest.raises(CommandError, match="папки нет"):
        build("--year", "2025", name="no/such/report.docx")


def test_another_kind_of_file_is_refused(build, district):
    with pytest.raises(CommandError, match="должно оканчиваться на .docx"):
        build("--year", "2025", name="report.pdf")


def test_the_old_file_stays_when_the_new_one_cannot_be_built(build, district, tmp_path):
    path = build("--year", "2025")
    before = path.read_bytes()

    with pytest.raises(CommandError):
        build("--year", "2031")

    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.endswith(".part")] == []


def test_a_report_of_a_whole_district_takes_less_than_five_seconds(build, district):
    for person in [EmploymentFactory(organization=district.school).person for _ in range(238)][:100]:
        TrainingFactory(person=person, finished_on=dt.date(2025, 5, 5))
    for number in range(24):
        target = TargetFactory(plan=district.plan, number=str(number), indicator_code=f"A{number % 12 + 1}")
        TargetValueFactory(target=target)
    for direction in [DirectionFactory(plan=district.plan) for _ in range(8)]:
        for _ in range(8):
            activity = ActivityFactory(
                plan=district.plan, direction=direction, state="done", actual_result="Проведён."
            )
            ActivityEvidenceFactory(activity=activity)

    started = time.perf_counter()
    build("--year", "2025", "--as-of", "2025-11-30")

    assert time.perf_counter() - started < 5


REAL = Path(os.environ.get("MASTERSTVO_REAL_DATA") or Path(__file__).parents[2] / "../shared/data")


@pytest.mark.skipif(
    not (REAL / "report_002.docx").exists(), reason="the real documents are not on this machine"
)
def test_a_real_report_read_as_a_plan_comes_back_with_its_structure(build, db, capsys):
    MunicipalityFactory(code="real")
    call_command("plan_import", str(REAL / "report_002.docx"), "--municipality", "real", "--year", "2025")
    expected = json.loads((REAL / "report_002.json").read_text(encoding="utf-8"))

    document = docx.Document(build("--municipality", "real", "--year", "2025", "--as-of", "2025-11-30"))

    indicators, activities = document.tables[0], document.tables[1]
    numbers = [row.cells[0].text.rstrip(".") for row in activities.rows]
    assert [number for number in numbers if number.isdigit()] == [
        row["number"] for row in expected["activities"]
    ]
    whole = [row for row in indicators.rows if row.cells[0].text.rstrip(".").isdigit()]
    assert len(whole) == len(expected["indicators"])
    second = [row.text for row in document.paragraphs if row.style.name == "Heading 2"]
    assert len(second) == len(expected["directions"])


def test_libreoffice_reads_the_file(build, district, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    path = build("--year", "2025", "--as-of", "2025-11-30")

    home = f"-env:UserInstallation=file://{tmp_path}/office"
    subprocess.run(
        [office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
    )

    assert (tmp_path / "report.pdf").stat().st_size > 10_000


def test_plans_are_found_by_the_shortest_time(build, district):
    PlanFactory(
        municipality=district.municipality, kind="roadmap", year_from=2023, year_to=2027, title="Карта"
    )

    texts = [row.text for row in docx.Document(build("--year", "2025")).paragraphs]

    assert any("План повышения" in text for text in texts)
