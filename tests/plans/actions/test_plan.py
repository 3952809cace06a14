import datetime as dt

import pytest

from masterstvo.core.models import AuditRecord
from masterstvo.plans.actions.file import NothingNew, discard_file, keep_file
from masterstvo.plans.actions.plan import (
    PlanExists,
    ReasonNeeded,
    StepNotPossible,
    YearUnknown,
    approve_plan,
    change_plan_state,
    edit_plan,
    import_plan,
)
from masterstvo.plans.models import Plan, PlanFile
from masterstvo.plans.queries.plan import read_again
from masterstvo.plans.reading import UnreadableFile
from tests.factories.accounts import UserFactory
from tests.factories.indicators import IndicatorFactory, MethodologyEditionFactory
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory
from tests.factories.plan_documents import ROWS, plan_docx, report_docx
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def imported(content, *, municipality=None, by=None, year=None, name="plan.docx"):
    file = keep_file(
        municipality=municipality or MunicipalityFactory(), name=name, content=content, year=year, by=by
    )
    return import_plan(file=file, read=read_again(file), by=by)


def test_a_document_becomes_a_draft_plan_with_everything_in_it():
    plan = imported(plan_docx())

    assert (plan.state, plan.year_from, plan.year_to, plan.kind) == ("draft", 2025, 2025, "annual")
    assert (plan.order_number, plan.order_on) == ("128-од", dt.date(2025, 4, 9))
    assert plan.goal == "рост мастерства педагогов"
    assert list(plan.directions.values_list("number", "title")) == [
        ("1", "Координация методической службы"),
        ("2", "Развитие наставничества"),
    ]
    rows = [row for row in ROWS if len(row) > 1]
    fields = ("number", "title", "period_text", "responsible_text", "expected_result")
    assert list(plan.activities.values_list(*fields)) == [tuple(row) for row in rows]


def test_a_period_is_kept_as_written_and_as_dates():
    plan = imported(plan_docx())

    fields = ("schedule_kind", "starts_on", "due_on")
    assert list(plan.activities.values_list(*fields)) == [
        ("months", dt.date(2025, 3, 1), dt.date(2025, 3, 31)),
        ("deadline", None, dt.date(2025, 4, 20)),
        ("months", dt.date(2025, 5, 1), dt.date(2025, 11, 30)),
        ("continuous", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    ]


def test_each_field_knows_its_file_table_row_and_cell():
    plan = imported(plan_docx())
    file = plan.files.get()

    activity = plan.activities.get(number="1.2")

    assert activity.provenance["title"] == {"file": file.pk, "places": [[2, 4, 2]]}
    assert activity.provenance["expected_result"] == {"file": file.pk, "places": [[2, 4, 5]]}
    assert plan.targets.get(number="2").provenance["target_text"]["places"] == [[1, 3, 3]]
    assert file.state == "taken"


def test_a_responsible_person_is_recognised_only_without_doubt():
    municipality = MunicipalityFactory()
    methodist = PersonFactory(
        municipality=municipality, last_name="Соколова", first_name="Ирина", patronymic="Викторовна"
    )
    for first_name in ("Нина", "Наталья"):
        PersonFactory(
            municipality=municipality, last_name="Ермакова", first_name=first_name, patronymic="Андреевна"
        )
    PersonFactory(last_name="Тюрина", first_name="Ольга", patronymic="Сергеевна")  # of another municipality

    plan = imported(plan_docx(), municipality=municipality)

    found = {
        activity.number: [(each.name, each.person) for each in activity.responsible.all()]
        for activity in plan.activities.all()
    }
    assert found == {
        "1.1": [("Соколова И.В.", methodist)],
        "1.2": [("Ермакова Н.А.", None)],
        "2.1": [("Руководители ОО", None)],
        "2.2": [("Тюрина О.С.", None)],
    }


def test_a_number_in_an_expected_result_is_offered_and_never_taken_silently():
    plan = imported(plan_docx())

    suggestion = plan.activities.get(number="1.2").suggestions.get()

    assert (suggestion.op, suggestion.value, suggestion.unit, suggestion.state) == (
        ">=",
        90,
        "percent",
        "new",
    )
    assert plan.targets.count() == 2


def test_targets_keep_their_numbers_and_find_their_definitions_by_words():
    edition = MethodologyEditionFactory()
    IndicatorFactory(edition=edition, code="A1", title="прошли диагностику профессиональных дефицитов")
    IndicatorFactory(edition=edition, code="B2", title="организации с целевой моделью наставничества")

    plan = imported(plan_docx())

    assert [
        (target.number, target.indicator_code, [(v.op, v.value, v.unit) for v in target.values.all()])
        for target in plan.targets.all()
    ] == [("1", "A1", [(">=", 10, "percent")]), ("2", "B2", [("=", 100, "percent")])]


def test_a_report_tells_results_facts_and_links():
    results = [
        "Приказ № 1-од\nhttps://example.org/order.pdf",
        "Работа не проводилась",
        "",
        "Заменён консультациями",
    ]

    plan = imported(report_docx(results))

    told = [
        (a.state, a.actual_result, a.expected_result, [e.url for e in a.evidence.all()])
        for a in plan.activities.all()
    ]
    assert told == [
        ("done", results[0], "", ["https://example.org/order.pdf"]),
        ("not_held", results[1], "", []),
        ("not_started", "", "", []),
        ("replaced", results[3], "", []),
    ]
    assert list(plan.targets.values_list("fact_text", flat=True)) == ["12,5 %", "90 %"]
    assert plan.order_number == ""


def test_the_year_is_asked_for_where_the_document_does_not_tell_it():
    nameless = plan_docx(title="План работы по повышению мастерства педагогов", order="")

    with pytest.raises(YearUnknown):
        imported(nameless)
    assert imported(nameless, year=2026).year_from == 2026


def test_a_second_document_of_the_same_year_is_not_a_second_plan():
    municipality = MunicipalityFactory()
    imported(plan_docx(), municipality=municipality)

    with pytest.raises(PlanExists):
        imported(plan_docx(ROWS[:3]), municipality=municipality)


def test_the_same_file_again_brings_nothing():
    municipality = MunicipalityFactory()
    imported(plan_docx(), municipality=municipality)
    with PlanFile.objects.get().file.open("rb") as stored:
        content = stored.read()

    with pytest.raises(NothingNew, match="Изменений нет"):
        keep_file(municipality=municipality, name="again.docx", content=content, by=None)


def test_a_file_that_is_no_plan_leaves_nothing():
    with pytest.raises(UnreadableFile):
        keep_file(municipality=MunicipalityFactory(), name="letter.docx", content=b"letter", by=None)
    assert PlanFile.objects.count() == 0


def test_a_file_that_was_not_taken_can_be_forgotten():
    file = keep_file(municipality=MunicipalityFactory(), name="plan.docx", content=plan_docx(), by=None)

    discard_file(file=file, by=None)

    assert (PlanFile.objects.count(), Plan.objects.count()) == (0, 0)


def test_importing_leaves_one_record_that_names_the_file():
    user = UserFactory()

    plan = imported(plan_docx(), by=user)

    record = AuditRecord.objects.get(action="plans.import_plan", object_id=plan.pk)
    assert (record.by, record.reason, record.changes["activities"]) == (user, "plan.docx", [0, 4])


def test_a_plan_goes_from_draft_to_closed_step_by_step():
    plan = PlanFactory()

    change_plan_state(plan=plan, state="agreement", by=None)
    approve_plan(plan=plan, order_number="128-од", order_on=dt.date(2025, 4, 9), by=None)
    change_plan_state(plan=plan, state="execution", by=None)
    change_plan_state(plan=plan, state="closed", by=None)

    plan.refresh_from_db()
    assert (plan.state, plan.order_number) == ("closed", "128-од")
    with pytest.raises(ReasonNeeded):
        change_plan_state(plan=plan, state="execution", by=None)


def test_a_plan_is_not_approved_without_an_order():
    plan = PlanFactory()

    with pytest.raises(StepNotPossible):
        change_plan_state(plan=plan, state="approved", by=None)
    with pytest.raises(StepNotPossible):
        approve_plan(plan=plan, order_number=" ", order_on=dt.date(2025, 4, 9), by=None)


def test_an_approved_plan_changes_only_with_a_reason():
    plan = PlanFactory(state="approved")

    with pytest.raises(ReasonNeeded):
        edit_plan(plan=plan, goal="другая", by=None)
    edit_plan(plan=plan, goal="другая", reason="поручение министерства", by=None)

    assert AuditRecord.objects.get(action="plans.edit_plan").reason == "поручение министерства"


def test_a_plan_read_from_its_report_bears_the_plans_own_title():
    plan = imported(report_docx(["", "", "", ""]))

    assert plan.title == "План работы по повышению мастерства Приреченского района в 2025 году"
