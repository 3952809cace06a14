"""A small fictional district with a plan of one year, for the tests of reports."""

import datetime as dt
from types import SimpleNamespace

import pytest

from masterstvo.reports.models import Report
from masterstvo.reports.queries import ReportFacts
from tests.factories.facts import TrainingFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import (
    ActivityEvidenceFactory,
    ActivityFactory,
    DirectionFactory,
    PlanFactory,
    TargetFactory,
    TargetValueFactory,
)
from tests.factories.reports import NarrativeFactory, ReportFactory

AS_OF = dt.date(2025, 11, 30)


@pytest.fixture
def district(db):
    """Ten teachers in one school, three of them trained; a plan with one direction, one target, one finished row."""
    municipality = MunicipalityFactory(title="Приреченский район", code="prirechye")
    school = OrganizationFactory(
        municipality=municipality, title="Лесновская школа", short_title="Лесновская школа"
    )
    people = [EmploymentFactory(organization=school).person for _ in range(10)]
    trainings = [TrainingFactory(person=person, finished_on=dt.date(2025, 4, 1)) for person in people[:3]]
    indicator = IndicatorFactory(code="A1", title="прошли обучение")
    plan = PlanFactory(
        municipality=municipality,
        title="План повышения профессионального мастерства",
        order_number="12-од",
        order_on=dt.date(2025, 1, 15),
        goal="единая методическая среда",
        tasks=["помочь молодым педагогам"],
    )
    direction = DirectionFactory(plan=plan, number="1", title="Обучение педагогов")
    target = TargetFactory(
        plan=plan,
        number="1",
        title="Доля педагогов, прошедших обучение",
        indicator_code="A1",
        target_text="не менее 20 %",
    )
    TargetValueFactory(target=target, value=20)
    activity = ActivityFactory(
        plan=plan,
        direction=direction,
        number="1",
        title="Курсы для учителей начальных классов",
        period_text="март",
        due_on=dt.date(2025, 3, 31),
        state="done",
        actual_result="Обучены три педагога.",
        responsible_text="Соколова И. В., методист",
        expected_result="не менее двух педагогов",
    )
    ActivityEvidenceFactory(activity=activity, url="https://example.org/spravka.pdf", title="Справка")
    return SimpleNamespace(
        municipality=municipality,
        school=school,
        people=people,
        trainings=trainings,
        indicator=indicator,
        plan=plan,
        direction=direction,
        target=target,
        activity=activity,
    )


@pytest.fixture
def report(district):
    """A draft that nothing stands against."""
    report = ReportFactory(
        plan=district.plan,
        as_of=AS_OF,
        order_number="98-од",
        order_on=dt.date(2025, 12, 1),
        signer="А. П. Громов",
        signer_position="Начальник управления",
    )
    NarrativeFactory(
        report=report, direction=district.direction, conclusions="Продолжить обучение в сельских школах."
    )
    return report


@pytest.fixture
def facts(report):
    """Return a fresh reading of the report's facts; call it after the test has arranged them."""
    return lambda: ReportFacts(Report.objects.get(pk=report.pk))
