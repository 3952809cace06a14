"""A report is passed on: what measurements of few people showed stands in none, and who they are on none of its pages."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse

from masterstvo.organizations.choices import Role
from masterstvo.reports.actions.report import approve_report
from masterstvo.reports.checks import run_checks
from masterstvo.reports.composition import compose
from masterstvo.reports.models import FrozenValue
from masterstvo.reports.queries import ReportFacts
from tests.factories.accounts import UserFactory
from tests.factories.facts import DiagnosticFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import GrantFactory
from tests.factories.plans import TargetFactory, TargetValueFactory

COMPETENCY = "Тайноведение"


@pytest.fixture
def secret(report, district, settings, tmp_path):
    """Three of ten teachers have a deficit; the plan wants at most 20 %."""
    settings.MEDIA_ROOT = tmp_path
    where = {"fact": "diagnostics", "where": {"has_deficit": True}, "when": "period"}
    IndicatorFactory(code="S1", title="есть дефицит", formula={"of": {"population": "staff"}, "with": where})
    target = TargetFactory(
        plan=report.plan, number="2", title="Доля с дефицитом", indicator_code="S1", target_text="20 %"
    )
    TargetValueFactory(target=target, value=20, op="<=")
    for person in district.people[:3]:
        measure(person)
    return report


def measure(person):
    return DiagnosticFactory(
        person=person, measured_on=dt.date(2025, 3, 1), competency=COMPETENCY, has_deficit=True
    )


def row_of(report):
    return next(row for row in compose(report).indicators if row.title == "Доля с дефицитом")


def test_a_secret_number_of_few_is_told_in_no_report(secret):
    row = row_of(secret)

    assert (row.fact_text, row.fact, row.is_below) == ("менее 5", None, False)
    assert "Достигнуто 1 из 1\u00a0целевого" in compose(secret).foreword[-1]  # of those that are told


def test_checks_ask_for_no_reason_that_would_tell_it(secret):
    about = [finding for finding in run_checks(ReportFacts(secret)) if "дефицит" in str(finding)]

    assert about == []


def test_the_number_itself_is_kept_for_those_who_may_know(secret):
    approve_report(secret, by=UserFactory())

    assert FrozenValue.objects.get(report=secret, code="S1").numerator == 3


@pytest.mark.parametrize("role", [Role.HEAD, Role.METHODIST, Role.OBSERVER, Role.REGION])
def test_what_has_changed_since_names_nobody_with_a_secret_result(client, secret, district, role):
    approved = approve_report(secret, by=UserFactory())
    late = measure(district.people[5])
    place = {"region": approved.plan.municipality.region, "municipality": None} if role == Role.REGION else {"municipality": approved.plan.municipality}  # fmt: skip
    client.force_login(GrantFactory(role=role, **place).user)

    page = client.get(reverse("reports:report_drift", args=[approved.pk])).content.decode()
    file = client.get(reverse("reports:report_download", args=[approved.pk]))
    words = zipfile.ZipFile(io.BytesIO(file.getvalue())).read("word/document.xml").decode()

    assert "S1" in page
    assert late.person.last_name not in page.split("S1")[1]
    assert COMPETENCY not in page
    assert "30\u00a0%" not in page.split("S1")[1]
    assert "менее 5" in words
