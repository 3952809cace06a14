import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from masterstvo.plans.models import Activity, Plan, PlanFile
from tests.factories.organizations import MunicipalityFactory
from tests.factories.plan_documents import ROWS, plan_docx

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path / "files"

    def command(content, *arguments, name="plan.docx"):
        path = tmp_path / name
        path.write_bytes(content)
        call_command("plan_import", str(path), *arguments)
        return capsys.readouterr().out

    return command


def test_a_dry_run_prints_the_whole_plan_and_needs_no_municipality(run):
    told = json.loads(run(plan_docx(), "--dry-run", "--json"))

    assert list(told) == ["plan", "directions", "indicators", "activities", "suggestions", "problems"]
    assert told["plan"]["order"] == {"number": "128-од", "date": "2025-04-09"}
    assert told["directions"][0] == {"number": "1", "title": "Координация методической службы"}
    assert told["indicators"][0]["targets"] == [
        {"op": ">=", "value": 10.0, "unit": "percent", "year": None, "label": None}
    ]
    assert told["activities"][0] == {
        "direction": "1",
        "number": "1.1",
        "period_text": "март",
        "title": "Разработка плана повышения мастерства",
        "responsible_text": "Соколова И.В., методист",
        "result_text": "Приказ об утверждении",
        "schedule": {
            "text": "март",
            "kind": "months",
            "start": "2025-03-01",
            "end": "2025-03-31",
            "rrule": "",
            "note": "",
        },
    }
    assert PlanFile.objects.count() == 0


def test_an_import_says_what_it_wrote(run):
    MunicipalityFactory(title="Приреченский район")

    said = run(plan_docx())

    assert "Мероприятия     4" in said
    assert said.endswith("Записано: План на 2025 год, Приреченский район.\n")
    assert Activity.objects.count() == 4


def test_the_same_file_again_changes_nothing(run):
    MunicipalityFactory()
    content = plan_docx()
    run(content)

    assert "Изменений нет" in run(content)
    assert (Plan.objects.count(), PlanFile.objects.count()) == (1, 1)


def test_an_edited_file_shows_its_difference_and_leaves_the_plan_alone(run):
    MunicipalityFactory()
    run(plan_docx())

    told = json.loads(run(plan_docx(ROWS[:5]), "--json", name="edited.docx"))

    assert told["difference"] == [
        {
            "noun": "activity",
            "kind": "removed",
            "title": "2.2 Школа молодого педагога: встречи по плану",
            "fields": [],
        }
    ]
    assert Activity.objects.count() == 4
    assert PlanFile.objects.filter(state="waiting").count() == 1


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (b"not a document", [], ""),
        (plan_docx(title="План работы по повышению мастерства", order=""), [], "укажите год"),
        (plan_docx(), ["--municipality", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_gets_one_sentence_and_leaves_nothing(run, content, arguments, words):
    MunicipalityFactory()

    with pytest.raises(CommandError) as refusal:
        run(content, *arguments)

    text = str(refusal.value)
    assert "\n" not in text
    assert words in text
    assert (Plan.objects.count(), PlanFile.objects.count()) == (0, 0)


def test_a_missing_file_is_named(run):
    with pytest.raises(CommandError, match="Файла /nowhere.docx нет"):
        call_command("plan_import", "/nowhere.docx")


def test_a_document_without_a_year_can_be_tried_and_says_what_it_lacks(run):
    told = json.loads(run(plan_docx(title="План мероприятий", order=""), "--dry-run", "--json"))

    assert (told["plan"]["year_from"], told["plan"]["year_to"]) == (None, None)
    assert told["activities"][0]["schedule"]["start"] == f"{timezone.localdate().year}-03-01"
    assert {"where": "Начало документа", "what": "Не найдено: год плана."} in told["problems"]


@pytest.mark.parametrize("year", ["0", "-5", "99999", "99999999999999999999"])
def test_an_impossible_year_is_refused_in_words(run, year):
    MunicipalityFactory()

    with pytest.raises(CommandError, match="не бывает: укажите от 2000 до 2100"):
        run(plan_docx(title="План мероприятий"), "--year", year)
    assert Plan.objects.count() == PlanFile.objects.count() == 0
