import pytest

from masterstvo.core.errors import Stale
from masterstvo.core.models import AuditRecord
from masterstvo.plans.actions.difference import NothingChosen, accept_difference
from masterstvo.plans.actions.file import keep_file
from masterstvo.plans.actions.plan import PlanIsClosed, ReasonNeeded, import_plan
from masterstvo.plans.queries.difference import difference
from masterstvo.plans.queries.plan import read_again
from tests.factories.organizations import MunicipalityFactory
from tests.factories.plan_documents import INDICATORS, ROWS, plan_docx, report_docx

pytestmark = pytest.mark.django_db

EDITED = [
    ROWS[0],
    [
        "1.1",
        "Разработка плана повышения мастерства",
        "апрель",
        "Соколова И.В., методист",
        "Приказ об утверждении",
    ],
    ["1.2", "Опрос о потребностях в курсах", "май", "Власова М.С.", "Справка"],
    [
        "1.3",
        "Диагностика профессиональных дефицитов",
        "до 20 апреля",
        "Ермакова Н.А.",
        "не менее 90 % педагогов",
    ],
    ROWS[3],
    ROWS[5],
    ["3. Конкурсы"],
    ["3.1", "Конкурс «Учитель года»: муниципальный этап", "ноябрь", "Власова М.С.", "Приказ об итогах"],
]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan():
    file = keep_file(municipality=MunicipalityFactory(), name="plan.docx", content=plan_docx(), by=None)
    return import_plan(file=file, read=read_again(file), by=None)


def second(plan, content):
    file = keep_file(municipality=plan.municipality, name="edited.docx", content=content, by=None)
    return file, read_again(file)


def accept(plan, content, choose=lambda row: True, **more):
    file, read = second(plan, content)
    found = difference(plan, read)
    keys = [row.key for row in found.rows if choose(row)]
    left = accept_difference(
        plan=plan, file=file, read=read, choices=keys, token=found.token, by=None, **more
    )
    return file, left


def test_the_same_words_in_another_file_differ_in_nothing(plan):
    _, read = second(plan, plan_docx(goal="Цель:  рост мастерства педагогов"))

    assert difference(plan, read).is_empty


def test_rows_are_matched_by_words_and_order_not_by_position(plan):
    _, read = second(plan, plan_docx(EDITED))

    told = {
        (row.noun, row.kind, row.title, tuple(field.name for field in row.fields))
        for row in difference(plan, read).rows
    }

    assert told == {
        ("activity", "changed", "1.1 Разработка плана повышения мастерства", ("period_text",)),
        ("activity", "added", "1.2 Опрос о потребностях в курсах", ()),
        ("activity", "changed", "1.2 Диагностика профессиональных дефицитов", ("number",)),
        ("activity", "removed", "2.1 Семинар для наставников по планированию занятий", ()),
        ("activity", "added", "3.1 Конкурс «Учитель года»: муниципальный этап", ()),
    }


def test_a_change_shows_before_and_after(plan):
    _, read = second(plan, plan_docx(EDITED))

    row = next(row for row in difference(plan, read).rows if "Разработка" in row.title)

    assert [(field.title, field.before, field.after) for field in row.fields] == [("срок", "март", "апрель")]


def test_a_reworded_row_is_the_same_row(plan):
    rows = [
        *ROWS[:4],
        [ROWS[4][0], "Практический семинар для наставников по планированию занятий", *ROWS[4][2:]],
        ROWS[5],
    ]
    _, read = second(plan, plan_docx(rows))

    assert [(row.kind, [field.name for field in row.fields]) for row in difference(plan, read).rows] == [
        ("changed", ["title"])
    ]


def test_accepting_everything_makes_the_plan_as_the_document(plan):
    file, left = accept(plan, plan_docx(EDITED))

    assert left.is_empty
    assert [(a.number, a.title) for a in plan.activities.all()] == [
        (row[0], row[1]) for row in EDITED if len(row) > 1
    ]
    assert [str(d) for d in plan.directions.all()] == [row[0] for row in EDITED if len(row) == 1]
    assert plan.activities.get(number="1.1").due_on.month == 4
    assert plan.activities.get(number="1.1").provenance["period_text"]["file"] == file.pk
    file.refresh_from_db()
    assert file.state == "taken"


def test_only_the_chosen_rows_are_taken_and_the_rest_still_waits(plan):
    file, left = accept(plan, plan_docx(EDITED), lambda row: row.title.startswith("1.1"))

    assert plan.activities.get(number="1.1").period_text == "апрель"
    assert plan.activities.filter(number="2.1").exists()
    assert len(left.rows) == 4
    file.refresh_from_db()
    assert file.state == "waiting"


def test_a_row_of_a_new_direction_brings_its_direction(plan):
    accept(plan, plan_docx(EDITED), lambda row: row.title.startswith("3.1"))

    assert str(plan.activities.get(number="3.1").direction) == "3. Конкурсы"


def test_a_changed_target_gets_new_numbers(plan):
    indicators = [[*INDICATORS[0][:2], "не менее 15 %"], INDICATORS[1]]

    accept(plan, plan_docx(indicators=indicators))

    assert [value.value for value in plan.targets.get(number="1").values.all()] == [15]


def test_a_report_of_the_plan_brings_results_and_takes_no_expectation_away(plan):
    _, left = accept(plan, report_docx(["Приказ № 1\nhttps://example.org/1.pdf", "", "Проведён", ""]))

    first = plan.activities.get(number="1.1")
    assert left.is_empty
    assert (first.state, first.expected_result) == ("done", "Приказ об утверждении")
    assert [each.url for each in first.evidence.all()] == ["https://example.org/1.pdf"]
    assert plan.targets.get(number="1").fact_text == "12,5 %"
    assert plan.activities.get(number="1.2").state == "not_started"


def test_each_taken_row_leaves_a_record(plan):
    accept(plan, plan_docx(EDITED), lambda row: row.title.startswith("1.1"))

    record = AuditRecord.objects.get(action="plans.accept_difference")
    assert record.changes == {"period_text": ["март", "апрель"]}


def test_a_difference_that_changed_meanwhile_is_refused(plan):
    file, read = second(plan, plan_docx(EDITED))
    found = difference(plan, read)
    plan.activities.filter(number="1.1").update(period_text="июнь")

    with pytest.raises(Stale):
        accept_difference(
            plan=plan, file=file, read=read, choices=[found.rows[0].key], token=found.token, by=None
        )


def test_nothing_chosen_is_said_aloud(plan):
    with pytest.raises(NothingChosen):
        accept(plan, plan_docx(EDITED), lambda row: False)


@pytest.mark.parametrize(("state", "refusal"), [("approved", ReasonNeeded), ("closed", PlanIsClosed)])
def test_after_approval_a_change_needs_a_reason_and_after_closing_none_helps(plan, state, refusal):
    plan.state = state
    plan.save()

    with pytest.raises(refusal):
        accept(plan, plan_docx(EDITED))


def test_with_a_reason_an_approved_plan_takes_the_change(plan):
    plan.state = "approved"
    plan.save()

    accept(plan, plan_docx(EDITED), reason="приказ об изменениях")

    assert set(
        AuditRecord.objects.filter(action="plans.accept_difference").values_list("reason", flat=True)
    ) == {"приказ об изменениях"}
