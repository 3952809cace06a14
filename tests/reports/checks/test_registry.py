from django.db import connection
from django.test.utils import CaptureQueriesContext

from masterstvo.reports.checks import registered, run_checks
from masterstvo.reports.choices import Severity
from tests.factories.plans import ActivityFactory, DirectionFactory, TargetFactory
from tests.factories.reports import CheckNoteFactory


def test_a_sound_report_has_nothing_against_it(facts):
    assert run_checks(facts()) == []


def test_every_check_says_what_it_looks_for():
    from masterstvo.reports.checks.registry import _checks

    assert [key for key, (_, function) in _checks.items() if not function.__doc__] == []
    assert set(registered().values()) == set(Severity)


def test_the_gravest_come_first(facts, district):
    district.activity.evidence.all().delete()
    district.activity.period_text = ""
    district.activity.save()
    district.target.values.update(value=50)

    assert [finding.severity for finding in run_checks(facts())] == ["blocks", "needs_word", "note"]


def test_an_explanation_stays_with_its_finding_and_closes_it(facts, report, district):
    district.activity.evidence.all().delete()
    (finding,) = run_checks(facts())
    CheckNoteFactory(report=report, finding=finding.key, text="справка на бумаге")

    (explained,) = run_checks(facts())

    assert (finding.is_open, explained.is_open, explained.note) == (True, False, "справка на бумаге")


def test_what_blocks_is_not_explained_away(facts, report, district):
    district.target.values.update(value=50)
    (finding,) = run_checks(facts())
    CheckNoteFactory(report=report, finding=finding.key, text="так вышло")

    assert run_checks(facts())[0].is_open is True


def test_checks_query_the_same_however_many_rows(facts, district):
    counts = []
    for _ in range(2):
        for _ in range(3):
            direction = DirectionFactory(plan=district.plan)
            ActivityFactory(
                plan=district.plan, direction=direction, actual_result="Семинар не проводился, 5% педагогов"
            )
            TargetFactory(plan=district.plan, indicator_code="A1")
        reading = facts()
        with CaptureQueriesContext(connection) as queries:
            run_checks(reading)
        counts.append(len(queries))

    assert counts[0] == counts[1]
